"""``--version``: what support asks for first."""

from __future__ import annotations

import platform

import pytest
from PySide6.QtCore import qVersion

from pos_app import __version__, options
from pos_app.services.about import commit


def test_it_names_version_commit_qt_and_python(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        options.parse(["--version"], {})
    assert ended.value.code == 0
    python = platform.python_version()
    assert capsys.readouterr().out == (
        f"pos-app {__version__} (commit {commit()}, Qt {qVersion()}, Python {python})\n"
    )
