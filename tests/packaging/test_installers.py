"""The scripts that make the packages of Windows and macOS, as far as they can be read here."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = (ROOT / "packaging/windows/pos-app.iss").read_text(encoding="utf-8")
DISK_IMAGE = ROOT / "packaging/macos/make_dmg.sh"
GUIDE = (ROOT / "docs/install.md").read_text(encoding="utf-8")
# The parameters that each section's lines may have (Inno Setup's help).
_PARAMETERS = {
    "InstallDelete": {"Type", "Name"},
    "Files": {"Source", "DestDir", "Flags"},
    "Icons": {"Name", "Filename", "Tasks"},
    "Tasks": {"Name", "Description", "Flags"},
    "Run": {"Filename", "Description", "Flags"},
}


def _sections() -> dict[str, list[str]]:
    parts = re.split(r"^\[(\w+)\]\n", SCRIPT, flags=re.MULTILINE)[1:]
    return {
        name: [line for line in body.splitlines() if line and not line.startswith(";")]
        for name, body in zip(parts[::2], parts[1::2], strict=True)
    }


def _setup() -> dict[str, str]:
    lines = (line.partition("=") for line in _sections()["Setup"])
    return {key: value for key, _, value in lines}


@pytest.mark.parametrize("section", _PARAMETERS)
def test_each_line_is_made_of_parameters(section: str) -> None:
    lines = _sections()[section]
    assert lines
    for line in lines:
        pairs = re.findall(r'(\w+): ("[^"]*"|[\w ]+)(?:; |$)', line)
        assert "; ".join(f"{key}: {value}" for key, value in pairs) == line
        assert {key for key, _ in pairs} <= _PARAMETERS[section]


def test_it_installs_the_frozen_folder_under_its_name_in_the_start_menu() -> None:
    sections = _sections()
    assert sections.keys() == {"Setup", "Code", *_PARAMETERS}
    assert '#define Folder "..\\..\\dist\\pos-app"' in SCRIPT
    assert sections["Files"][0].startswith('Source: "{#Folder}\\*"; DestDir: "{app}"; ')
    start_menu = 'Name: "{autoprograms}\\POS app"; Filename: "{app}\\{#Program}"'
    assert sections["Icons"][0] == start_menu
    assert _setup()["SetupIconFile"] == "..\\..\\build\\freeze\\icons\\pos-app.ico"


def test_removing_the_program_removes_nothing_that_clerks_entered() -> None:
    """Only parts of the program itself are ever deleted; the data is in each user's own folder."""
    assert _sections()["InstallDelete"] == ['Type: filesandordirs; Name: "{app}\\_internal"']
    for word in ("UninstallDelete", "UninstallRun", "appdata", "userdocs", "DelTree", "Registry"):
        assert word.casefold() not in SCRIPT.casefold()
    assert re.findall(r"DeleteFile\((\w+)\)", SCRIPT) == ["Old"]
    assert "Old := ExpandConstant('{app}\\{#Program}');" in SCRIPT


def test_an_update_never_shuts_a_program_in_which_an_order_may_be_open() -> None:
    setup = _setup()
    assert (setup["CloseApplications"], setup["RestartApplications"]) == ("no", "no")
    assert "function PrepareToInstall(var NeedsRestart: Boolean): String;" in SCRIPT
    assert "ends with exit code 8" in GUIDE


def test_the_guide_names_the_setup_and_switches_that_it_takes() -> None:
    name = _setup()["OutputBaseFilename"].replace("{#Version}", "VERSION")
    assert f"`{name}.exe /VERYSILENT /SUPPRESSMSGBOXES /NORESTART /ALLUSERS`" in GUIDE
    # /ALLUSERS is taken only where the script lets the command line say it.
    assert "commandline" in _setup()["PrivilegesRequiredOverridesAllowed"]
    assert "`unins000.exe /VERYSILENT`" in GUIDE


def test_the_disk_image_is_made_by_a_script_that_bash_reads() -> None:
    answer = subprocess.run(
        ["bash", "-n", str(DISK_IMAGE)], capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    text = DISK_IMAGE.read_text(encoding="utf-8")
    assert "set -euo pipefail" in text
    # Nothing is taken away but the script's own stage.
    assert re.findall(r"\brm\b.*", text) == ['rm -rf "$stage"\' EXIT']
    specification = (ROOT / "packaging/pos_app.spec").read_text(encoding="utf-8")
    assert 'name="POS app.app"' in specification
    assert 'app="dist/POS app.app"' in text
