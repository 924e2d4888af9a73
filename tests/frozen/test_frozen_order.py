"""The frozen program where there is no Python, as a clerk uses it: an order, then the window shut.

Driven from outside, by keys and accessible names. Whatever it prints is a failure.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from tests.frozen.conftest import ROOT, Frozen
from tests.support import atspi, processes
from tests.support import desktop as desktops
from tests.support.bare_system import BareSystem
from tests.support.keyboard import Keyboard

ARTIFACTS = ROOT / "artifacts"
_SECONDS_TO_CLOSE = 30


def test_the_unpacked_archive_takes_an_order(
    program: str, bare: BareSystem, screen: Mapping[str, str]
) -> None:
    """Nothing but the folder is there: no checkout, no Python, an empty home."""
    _order(bare.command_on(screen, program, "--training"), screen, "unpacked")


def test_the_installed_package_takes_an_order(
    frozen: Frozen, bare: BareSystem, screen: Mapping[str, str], tmp_path: Path
) -> None:
    """Installed in a bare Debian by dpkg, started by its command; removing it keeps the data."""
    if bare.root is None:
        subprocess.run(["dpkg-deb", "--extract", str(frozen.package), str(tmp_path)], check=True)
        program = str(tmp_path / "opt/pos-app/pos-app")
        _order(bare.command_on(screen, program, "--training"), screen, "extracted")
        return
    assert not list(bare.root.glob("usr/bin/python*"))
    shutil.copy(frozen.package, bare.root / "pos-app.deb")
    bare.run("dpkg", "--install", "/pos-app.deb")
    _order(bare.command_on(screen, "pos-app", "--training"), screen, "installed")

    bare.run("dpkg", "--purge", "pos-app")
    kept = {path.name for path in Path(screen["HOME"], ".local/share/pos-app").iterdir()}
    assert {"journal.db", "pos-app.log"} <= kept
    assert [name for name in kept if not _is_in_the_guide(name)] == []
    assert not (bare.root / "opt/pos-app").exists()
    assert not (bare.root / "usr/bin/pos-app").is_symlink()


def _is_in_the_guide(name: str) -> bool:
    """Whether a file of the data folder is in the guide's table of them."""
    guide = (ROOT / "docs/install.md").read_text(encoding="utf-8")
    table = guide.partition("| file | what it holds |")[2].partition("\n\n")[0]
    cells = " ".join(line.split("|")[1] for line in table.splitlines()[2:])
    return any(fnmatchcase(name, f"{p.rstrip('/')}*") for p in re.findall(r"`([^`]+)`", cells))


def test_the_package_says_what_it_brings(frozen: Frozen) -> None:
    listing = _dpkg_deb("--contents", frozen.package)
    for path in (
        "./opt/pos-app/pos-app",
        "./usr/bin/pos-app -> /opt/pos-app/pos-app",
        "./usr/share/applications/pos-app.desktop",
        "./usr/share/icons/hicolor/16x16/apps/pos-app.png",
        "./usr/share/icons/hicolor/512x512/apps/pos-app.png",
        "./usr/share/icons/hicolor/scalable/apps/pos-app.svg",
        "./usr/share/doc/pos-app/copyright",
    ):
        assert f" {path}\n" in listing
    owners = {line.split()[1] for line in listing.splitlines()}
    assert owners == {"root/root"}
    # Nothing runs when it is installed or removed, so nothing can touch what clerks entered.
    control = _dpkg_deb("--info", frozen.package)
    assert not any(word in control for word in ("postinst", "prerm", "postrm", "preinst"))
    assert "Depends: libc6 (>= " in control


def _dpkg_deb(verb: str, package: Path) -> str:
    command = ["dpkg-deb", verb, str(package)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _order(command: Sequence[str], screen: Mapping[str, str], name: str) -> None:
    """From an empty window to an order number, then the window shut; not a line of output."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(screen),
        text=True,
    ) as process:
        try:
            _drive(process, screen, name)
            process.wait(_SECONDS_TO_CLOSE)
        finally:
            if process.poll() is None:
                process.kill()
            output, _ = process.communicate()
            sys.stdout.write(output)  # shown when the test fails
    assert output == ""
    assert process.returncode == 0


def _drive(process: subprocess.Popen[str], screen: Mapping[str, str], name: str) -> None:
    keyboard = Keyboard(screen)
    with atspi.accessibility_bus(screen) as bus:
        window = atspi.application(bus, "pos-app")
        phone = window.find("Phone", "text")
        processes.poll(lambda: window.find("Search products"), "the search field")
        keyboard.press("F2")
        keyboard.fields("2065551212", "Mara", "Lindqvist", "mara.lindqvist@example.com")
        processes.poll(lambda: "206-555-1212" in phone.text, "the phone number, tidied")
        keyboard.press("F3")
        keyboard.fields("123 Main St", "", "", "Seattle", "WA", "98101")
        keyboard.press("F5")
        keyboard.fields("WS12-XS-Orange")
        button = window.find("Place order", "push button")
        processes.poll(lambda: "$22.00" in button.description, "the line in the cart")
        keyboard.press("F6")
        keyboard.fields("4111111111111111", "1239", "123", "")
        keyboard.press("ctrl+Return")
        number = window.find("Order number")
        processes.poll(lambda: any(c.isdigit() for c in number.description), "an order number")
        desktops.screenshot(screen, ARTIFACTS / f"frozen-{name}.png")
    assert process.poll() is None
    # The desktop entry is found by this class (StartupWMClass).
    search = ["xdotool", "search", "--onlyvisible", "--class", "^pos-app$"]
    assert subprocess.run(search, env=dict(screen), stdout=subprocess.PIPE, check=True).stdout
    keyboard.press("alt+F4")
