"""The command line of the project, as a person without a set-up machine meets it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import dev_environments
import dev_system
import pytest

ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT / "packaging" / "dev.py"


def _dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(DEV), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_help_names_the_verbs() -> None:
    answer = _dev("--help")

    assert answer.returncode == 0
    for verb in ("run", "test", "lint", "bench", "freeze", "audit", "faults", "setup", "lock"):
        assert f"\n  {verb} " in answer.stdout


def test_an_unknown_verb_is_refused() -> None:
    answer = _dev("fly")

    assert answer.returncode == 2
    assert "fly" in answer.stderr


def test_run_without_a_screen_says_so_and_how_to_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(dev_system.NotReadyError, match="There is no screen here") as refusal:
        dev_system.require_screen(["--training"])

    assert "xvfb-run -a python3 packaging/dev.py run" in str(refusal.value)
    dev_system.require_screen(["--version"])
    monkeypatch.setenv("DISPLAY", ":0")
    dev_system.require_screen(["--training"])


def test_the_command_is_readable_by_old_pythons() -> None:
    source = DEV.read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 4))

    newer = (ast.AnnAssign, ast.JoinedStr, ast.FunctionDef, ast.AsyncFunctionDef)
    assert not any(isinstance(node, newer) for node in ast.walk(tree))
    assert "__future__" not in source
    assert source.isascii()


def test_the_command_uses_the_standard_library_alone() -> None:
    folder = ROOT / "packaging"
    scripts = {*folder.glob("dev*.py"), folder / "freeze_linux.py"}
    allowed = sys.stdlib_module_names | {script.stem for script in scripts}

    imported = {
        (node.module or "" if isinstance(node, ast.ImportFrom) else alias.name).split(".")[0]
        for script in scripts
        for node in ast.walk(ast.parse(script.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert imported <= allowed


@pytest.mark.parametrize(
    ("listing", "settings"),
    [
        ("", {}),
        ("global.index-url='https://a.example/simple'", {"index-url": "https://a.example/simple"}),
        (
            "global.index-url='https://a.example'\n:env:.index-url='https://b.example'",
            {"index-url": "https://b.example"},
        ),
        (
            ":env:.index-url='https://b.example'\nglobal.index-url='https://a.example'",
            {"index-url": "https://b.example"},
        ),
        ("install.cert='/etc/ours.pem'\ndownload.cert='/other'", {"cert": "/etc/ours.pem"}),
        ("global.find-links='/a\\n/b'", {"find-links": "/a\n/b"}),
    ],
)
def test_the_settings_of_pip_are_read(listing: str, settings: Mapping[str, str]) -> None:
    assert dev_environments.parse_pip_settings(listing) == settings


def test_missing_packages_without_root_become_one_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    apt_get = tmp_path / "apt-get"
    apt_get.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    apt_get.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)

    with pytest.raises(dev_system.NotReadyError) as refusal:
        dev_system.ensure_for_test()

    assert "sudo apt-get install --no-install-recommends" in str(refusal.value)
    assert "gnome-keyring" in str(refusal.value)


def test_a_failing_installer_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    apt_get = tmp_path / "apt-get"
    apt_get.write_text("#!/bin/sh\necho no such mirror\nexit 100\n", encoding="utf-8")
    apt_get.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)

    with pytest.raises(dev_system.NotReadyError, match="no such mirror"):
        dev_system.ensure_for_test()
