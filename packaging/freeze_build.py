"""Build the folder of a frozen program with its papers; run in the freezing environment.

Two builds of one commit are the same: the caller sets SOURCE_DATE_EPOCH and PYTHONHASHSEED.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import freeze_icons
import freeze_papers
import freeze_windows
from freeze_origins import Origins

SPECIFICATION = Path(__file__).with_name("pos_app.spec")


def main() -> int:
    """Build what the command line says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dist", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--commit", required=True)
    asked = parser.parse_args()
    _prepare(asked.work, asked.version, asked.commit)
    options = ("--noconfirm", "--clean", "--log-level", "ERROR")
    places = ("--distpath", str(asked.dist), "--workpath", str(asked.work / "pyinstaller"))
    command = [sys.executable, "-m", "PyInstaller", *options, *places, str(SPECIFICATION)]
    subprocess.run(command, check=True)
    contents = freeze_papers.read_contents((asked.work / "contents.json").read_text("utf-8"))
    parts = contents.parts(Origins(asked.work, asked.version))
    bill = freeze_papers.bill_of_materials(
        parts, asked.dist / "pos-app", int(os.environ["SOURCE_DATE_EPOCH"])
    )
    bill_file = asked.dist / f"pos-app-{asked.version}.cdx.json"
    bill_file.write_text(bill, encoding="utf-8", newline="\n")
    return 0


def _prepare(work: Path, version: str, commit: str) -> None:
    """What the recipe reads: icons, the version resource, the files that go beside our own."""
    shipped = work / "shipped"
    shipped.mkdir(parents=True, exist_ok=True)
    (shipped / "commit.txt").write_text(f"{commit}\n", encoding="utf-8", newline="\n")
    freeze_icons.write(work / "icons")
    resource = freeze_windows.version_resource(version)
    (work / "version.txt").write_text(resource, encoding="utf-8")
    os.environ |= {"POS_APP_FREEZE_WORK": str(work), "POS_APP_FREEZE_VERSION": version}
    # What was stripped for another build is not used again.
    os.environ["PYINSTALLER_CONFIG_DIR"] = str(work / "pyinstaller")


if __name__ == "__main__":
    sys.exit(main())
