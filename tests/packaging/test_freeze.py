"""What freezing rests on, without freezing: the list of parts left out, the packages, the icons."""

from __future__ import annotations

import subprocess
import tarfile
from pathlib import Path

import dev_freeze
import freeze_linux
import freeze_parts
import freeze_windows
import pytest

from pos_app import __version__

ROOT = Path(__file__).resolve().parents[2]
EPOCH = 1_700_000_000


def _left_out() -> freeze_parts.LeftOut:
    return freeze_parts.LeftOut(
        modules={"unittest": "for tests", "keyring.cli": "a command line"},
        patterns=["babel/*.dat", "PySide6/Qt/translations/*"],
        exceptions=["babel/en.dat"],
    )


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("babel/de.dat", "babel/*.dat"),
        ("babel\\de.dat", "babel/*.dat"),
        ("babel/en.dat", None),
        ("PySide6/Qt/translations/a/b.qm", "PySide6/Qt/translations/*"),
        ("PySide6/QtCore.so", None),
    ],
)
def test_a_file_is_left_out_by_the_pattern_it_matches(path: str, pattern: str | None) -> None:
    assert _left_out().pattern_for(path) == pattern


@pytest.mark.parametrize(
    ("module", "gone"),
    [
        ("unittest", True),
        ("unittest.mock", True),
        ("unittester", False),
        ("keyring", False),
        ("keyring.cli", True),
    ],
)
def test_a_module_goes_with_all_below_it(module: str, gone: bool) -> None:
    assert _left_out().has_module(module) is gone


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_each_platform_has_a_list_with_reasons(platform: str) -> None:
    listed = freeze_parts.LeftOut.load(platform)

    assert any("translations" in pattern for pattern in listed.patterns)
    assert all(listed.modules.values())


def test_libraries_go_with_the_last_file_that_loads_them() -> None:
    entries = [
        ("Qt/plugins/kept.so", "/s/kept.so", "BINARY"),
        ("module.so", "/s/module.so", "EXTENSION"),
        ("liba.so", "/s/liba.so", "BINARY"),
        ("Qt/lib/libb.so", "/s/libb.so", "BINARY"),
        ("libb.so", "Qt/lib/libb.so", "SYMLINK"),
        ("libgtk.so", "/s/libgtk.so", "BINARY"),
        ("libpango.so", "/s/libpango.so", "BINARY"),
        ("readme", "/s/readme", "DATA"),
    ]
    linked = {
        "/s/kept.so": ["liba.so"],
        "/s/liba.so": ["libb.so", "libc.so.6"],
        "/s/libgtk.so": ["libpango.so"],
    }

    kept, unused = freeze_parts.needed(entries, lambda path: linked.get(path, []))

    assert unused == ["libgtk.so", "libpango.so"]
    assert [entry[0] for entry in kept] == [
        "Qt/plugins/kept.so", "module.so", "liba.so", "Qt/lib/libb.so", "libb.so", "readme",
    ]  # fmt: skip


def test_the_version_is_the_one_that_the_program_says() -> None:
    assert dev_freeze.version() == __version__


def test_the_commit_is_that_of_the_checkout() -> None:
    command = ["git", "log", "-1", "--format=%H %ct"]
    head = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    name, epoch = dev_freeze.commit()

    assert name.removesuffix("-changed") == head.stdout.split()[0]
    assert epoch == int(head.stdout.split()[1])


def test_two_folders_are_compared_by_content_links_and_modes(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "same").write_text("same", encoding="utf-8")
        (folder / "content").write_text(folder.name, encoding="utf-8")
        (folder / "mode").write_text("", encoding="utf-8")
        (folder / "link").symlink_to(folder.name)
    (other / "mode").chmod(0o755)
    (other / "more").write_text("", encoding="utf-8")

    assert dev_freeze.differences(one, other) == ["content", "link", "mode", "more"]
    assert dev_freeze.differences(one, one) == []


def test_the_archive_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "pos-app"
    folder.mkdir()
    (folder / "b").write_text("b", encoding="utf-8")
    (folder / "a").symlink_to("b")
    first = freeze_linux.archive(folder, tmp_path / "1.tar.gz", EPOCH).read_bytes()
    (folder / "b").touch()
    second = freeze_linux.archive(folder, tmp_path / "2.tar.gz", EPOCH).read_bytes()

    assert first == second
    with tarfile.open(tmp_path / "1.tar.gz") as tar:
        assert tar.getnames() == ["pos-app", "pos-app/a", "pos-app/b"]
        assert {(entry.uname, entry.mtime) for entry in tar} == {("root", EPOCH)}


def test_the_version_resource_has_four_numbers() -> None:
    assert "filevers=(0, 1, 0, 0)" in freeze_windows.version_resource("0.1.0")
    assert '"ProductVersion", "0.1.0"' in freeze_windows.version_resource("0.1.0")


def test_the_desktop_entry_names_the_command_and_the_icon() -> None:
    entry = (ROOT / "packaging" / "linux" / "pos-app.desktop").read_text(encoding="utf-8")
    keys = dict(line.split("=", 1) for line in entry.splitlines() if "=" in line)

    assert (keys["Exec"], keys["Icon"], keys["Terminal"]) == ("pos-app", "pos-app", "false")
    # Desktops find the entry by the window's class, which Qt takes from the executable's name.
    assert keys["StartupWMClass"] == "pos-app"
    assert entry.startswith("[Desktop Entry]\n")
