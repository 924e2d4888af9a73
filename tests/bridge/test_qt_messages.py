"""Qt's messages go through the log's filter; in a program of its own, for there is one handler."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_CHILD = """
import sys
from pathlib import Path
from PySide6.QtCore import qCritical, qDebug, qWarning
from pos_app.bridge import qt_messages
from pos_app.services import logs
logs.set_up(Path(sys.argv[1]))
qt_messages.send_to_log()
qWarning("QObject::connect: no such slot 4111 1111 1111 1111")
qCritical("cvv 123")
qDebug("too quiet to keep")
"""


def test_qt_s_messages_are_logged_and_masked(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _CHILD, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = (tmp_path / "pos-app.log").read_text(encoding="utf-8").splitlines()
    assert [line.split(" ", 1)[1] for line in lines] == [
        "WARNING qt: default: QObject::connect: no such slot **** **** **** ****",
        "ERROR qt: default: cvv ***",
    ]
    assert ended.stderr == ""
