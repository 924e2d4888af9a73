"""A program that uses a journal where the test itself can't: killed, on a full disk, locked out.

``python -m tests.services.journal_child VERB FOLDER``; what it saw is printed, a line each.
"""

from __future__ import annotations

import asyncio
import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import JournalError
from pos_app.domain.record import OrderRecord
from pos_app.services.journal import Journal
from tests.services.journal_values import left, record


def tell(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201 - its parent reads it


def mount(folder: Path, options: str) -> None:
    """Put a disk in memory at `folder`, or change the one that is there."""
    command = ("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder)
    subprocess.run(command, check=True)


async def add_for_ever(folder: Path, start: int) -> None:
    """Add attempts from `start` on, telling each id once `add` returned, until killed."""
    journal = Journal(folder)
    for number in range(start, sys.maxsize):
        await journal.add(record(f"a-{number}"))
        tell(f"a-{number}")


async def add_until_trouble(journal: Journal) -> None:
    """Add large attempts until one fails; tell the error and how many the journal then has."""
    kept = 0
    try:
        while True:
            await journal.add(large(f"a-{kept}"))
            kept += 1
    except JournalError as error:
        tell(error.problem.code)
    tell(str(kept))
    tell(str(len(await journal.find("", limit=100_000))))


async def fill_disk(folder: Path) -> None:
    """Fill a small disk, make room, go on."""
    mount(folder, "size=512k")
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(200_000))
    journal = Journal(folder)
    await add_until_trouble(journal)
    ballast.unlink()
    await journal.add(large("later"))
    await journal.update(left(large("later")))
    tell(str(len(await journal.find("later"))))
    await journal.close()


async def start_on_full_disk(folder: Path) -> None:
    """Open a journal where there is no room for one; then make room."""
    mount(folder, "size=256k")
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    journal = Journal(folder)
    await tell_trouble(journal)
    ballast.unlink()
    await tell_trouble(journal)
    await journal.close()


async def turn_read_only(folder: Path) -> None:
    """Turn the disk read-only, and writable again; then the same with a journal not yet open."""
    mount(folder, "size=4m")
    for has_journal in (False, True):
        mount(folder, "remount,ro")
        journal = Journal(folder)
        await tell_trouble(journal)
        mount(folder, "remount,rw")
        await tell_trouble(journal, f"a-{has_journal}")
        await journal.close()


async def turn_file_read_only(folder: Path) -> None:
    """Write to a journal whose file may only be read; then to the same when it may be written."""
    await add_one(folder, "a-1")
    file = folder / "journal.db"
    file.chmod(0o400)
    journal = Journal(folder)
    await tell_trouble(journal, "a-2")
    tell(str(len(await journal.find(""))))
    file.chmod(0o600)
    await tell_trouble(journal, "a-2")
    await journal.close()


async def add_one(folder: Path, attempt_id: str) -> None:
    """Add an attempt and close the journal."""
    journal = Journal(folder)
    await journal.add(record(attempt_id))
    await journal.close()


async def tell_trouble(journal: Journal, attempt_id: str = "a-1") -> None:
    """Add an attempt; tell how that went."""
    try:
        await journal.add(record(attempt_id))
    except JournalError as error:
        tell(error.problem.code)
    else:
        tell("added")


async def limit_file_size(folder: Path) -> None:
    """Write until the operating system lets no file grow."""
    journal = Journal(folder)
    await journal.open()
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
    await add_until_trouble(journal)
    await journal.close()


async def one_order(folder: Path) -> None:
    """Add an attempt and let it leave, saying so before and after: for strace."""
    journal = Journal(folder)
    await journal.open()
    tell("opened")
    await journal.add(record())
    tell("added")
    await journal.update(left(record()))
    tell("leaving")
    await journal.close()


def lock(folder: Path) -> None:
    """Hold the write lock until standard input ends."""
    db = sqlite3.connect(folder / "journal.db", isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    tell("locked")
    sys.stdin.read()
    db.close()


def lock_all_out(folder: Path) -> None:
    """Hold the file for this program alone until standard input ends."""
    db = sqlite3.connect(folder / "journal.db", isolation_level=None)
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("BEGIN EXCLUSIVE")
    tell("locked")
    sys.stdin.read()
    db.close()


def large(attempt_id: str) -> OrderRecord:
    """An attempt that takes a few pages."""
    return replace(record(attempt_id), draft=OrderDraft(notes="x" * 9000))


def main(verb: str, folder: Path, start: int = 0) -> None:
    """Do what the verb says."""
    match verb:
        case "add-for-ever":
            asyncio.run(add_for_ever(folder, start))
        case "fill-disk":
            asyncio.run(fill_disk(folder))
        case "start-on-full-disk":
            asyncio.run(start_on_full_disk(folder))
        case "turn-read-only":
            asyncio.run(turn_read_only(folder))
        case "turn-file-read-only":
            asyncio.run(turn_file_read_only(folder))
        case "limit-file-size":
            asyncio.run(limit_file_size(folder))
        case "one-order":
            asyncio.run(one_order(folder))
        case "lock":
            lock(folder)
        case "lock-all-out":
            lock_all_out(folder)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:]))
