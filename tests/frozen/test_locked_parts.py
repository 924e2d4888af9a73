"""`dev.py audit`, up to the question that only a service on the network answers."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.frozen.conftest import ROOT


def test_each_package_that_is_locked_for_this_system_would_be_looked_up() -> None:
    lock = (ROOT / "packaging/requirements/freeze.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9-]+==(?:.*sys_platform == '(\w+)')?", lock, re.MULTILINE)
    ours = [system for system in pins if system in {"", sys.platform}]
    command = [sys.executable, str(ROOT / "packaging" / "dev.py"), "audit", "--dry-run"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)

    assert f"Dry run: would have audited {len(ours)} packages" in answer.stderr
    assert answer.returncode == 0
