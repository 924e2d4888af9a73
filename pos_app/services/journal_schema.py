"""The journal's tables, as numbered migrations. `PRAGMA user_version` is the last one applied.

A migration stands by itself: it uses nothing of the program's but what is written here, and is
never changed once it has been released. The tables guard what must hold whatever the program does:
no attempt is deleted, no phase goes back, nothing undoes a placed or a decided order.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Callable

_ATTEMPTS = (
    """
    CREATE TABLE attempts (
        number INTEGER PRIMARY KEY,
        attempt_id TEXT NOT NULL UNIQUE CHECK (attempt_id <> ''),
        tab TEXT NOT NULL,
        api_host TEXT NOT NULL,
        app_id TEXT NOT NULL,
        domain TEXT NOT NULL,
        device_id TEXT NOT NULL,
        phase TEXT NOT NULL CHECK (phase IN ('prepared', 'leaving', 'ended')),
        verdict TEXT CHECK (verdict IN ('placed', 'refused', 'not-sent', 'unknown')),
        decided TEXT CHECK (decided IN ('placed', 'not-placed')),
        began_at TEXT NOT NULL,
        ended_at TEXT,
        decided_at TEXT,
        order_number TEXT NOT NULL,
        cart_id TEXT NOT NULL,
        document TEXT NOT NULL,
        earlier_document TEXT,
        is_placed INTEGER NOT NULL GENERATED ALWAYS AS (
            CASE WHEN decided IS NULL THEN verdict IS 'placed' ELSE decided = 'placed' END
        ) VIRTUAL,
        CHECK ((phase = 'ended') = (verdict IS NOT NULL)),
        CHECK ((verdict IS NULL) = (ended_at IS NULL)),
        CHECK (verdict IS NOT 'placed' OR order_number <> ''),
        CHECK ((decided IS NULL) = (decided_at IS NULL)),
        CHECK (decided IS NULL OR phase <> 'prepared'),
        CHECK (decided IS NULL OR verdict IS NULL OR verdict IN ('unknown', 'placed'))
    ) STRICT
    """,
    "CREATE INDEX attempts_by_begin ON attempts (began_at)",
    "CREATE INDEX attempts_by_end ON attempts (ended_at)",
    "CREATE INDEX attempts_by_decision ON attempts (decided_at)",
    "CREATE INDEX attempts_by_tab ON attempts (tab)",
    """
    CREATE INDEX attempts_open ON attempts (began_at)
    WHERE decided IS NULL AND (verdict IS NULL OR verdict = 'unknown')
    """,
    """
    CREATE TRIGGER attempts_stay BEFORE DELETE ON attempts
    BEGIN SELECT RAISE(ABORT, 'an attempt is never deleted'); END
    """,
    """
    CREATE TRIGGER attempts_are_the_same BEFORE UPDATE ON attempts
    WHEN (NEW.number, NEW.attempt_id, NEW.tab, NEW.api_host, NEW.app_id, NEW.domain, NEW.device_id,
          NEW.began_at)
      IS NOT (OLD.number, OLD.attempt_id, OLD.tab, OLD.api_host, OLD.app_id, OLD.domain,
              OLD.device_id, OLD.began_at)
    BEGIN SELECT RAISE(ABORT, 'what an attempt began as never changes'); END
    """,
    """
    CREATE TRIGGER attempts_go_forward BEFORE UPDATE ON attempts
    WHEN instr('prepared leaving ended', NEW.phase) < instr('prepared leaving ended', OLD.phase)
    BEGIN SELECT RAISE(ABORT, 'a phase never goes back'); END
    """,
    """
    CREATE TRIGGER attempts_keep_their_verdict BEFORE UPDATE ON attempts
    WHEN OLD.verdict IS NOT NULL AND NEW.verdict IS NOT OLD.verdict AND NEW.verdict IS NOT 'placed'
    BEGIN SELECT RAISE(ABORT, 'a verdict changes into placed only'); END
    """,
    """
    CREATE TRIGGER attempts_keep_their_decision BEFORE UPDATE ON attempts
    WHEN OLD.decided IS NOT NULL
     AND (NEW.decided IS NOT OLD.decided OR NEW.decided_at IS NOT OLD.decided_at)
    BEGIN SELECT RAISE(ABORT, 'a decision is kept for ever'); END
    """,
)

_DRAFTS = (
    """
    CREATE TABLE drafts (
        tab TEXT NOT NULL PRIMARY KEY CHECK (tab <> ''),
        position INTEGER NOT NULL,
        document TEXT NOT NULL
    ) STRICT
    """,
)

# A table of its own: a search then reads through these texts, not through all the documents.
_SEARCHES = (
    """
    CREATE TABLE searches (
        number INTEGER PRIMARY KEY REFERENCES attempts (number),
        text TEXT NOT NULL
    ) STRICT
    """,
)

# By what a customer is known again. The index is coarse: what it finds is looked at once more.
_CUSTOMERS = (
    """
    CREATE TABLE customers (
        number INTEGER PRIMARY KEY REFERENCES attempts (number),
        phone_end TEXT NOT NULL,
        email TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX customers_by_phone ON customers (phone_end)",
    "CREATE INDEX customers_by_email ON customers (email)",
)


def _add_attempts(db: sqlite3.Connection) -> None:
    for statement in _ATTEMPTS:
        db.execute(statement)


def _add_drafts(db: sqlite3.Connection) -> None:
    for statement in _DRAFTS:
        db.execute(statement)


def _add_search(db: sqlite3.Connection) -> None:
    """Give attempts a folded text to be found by; those already there get theirs."""
    for statement in _SEARCHES:
        db.execute(statement)
    for number, document in db.execute("SELECT number, document FROM attempts").fetchall():
        db.execute("INSERT INTO searches VALUES (?, ?)", (number, _search_3(document)))


def _search_3(document: str) -> str:
    """The search text of a document as version 2 wrote it; empty where it can't be read."""
    try:
        data = json.loads(document)
        contact, receipt = data["draft"]["shipping"]["contact"], data["state"]["receipt"]
        parts = [
            f"{contact['first_name']} {contact['last_name']}",
            "".join(filter(str.isdecimal, contact["phone"])),
            contact["email"],
            receipt["order_number"],
            data["attempt_id"],
            receipt["cart_id"],
            data["card"]["last_four"],
            data["began_at"][:10],
        ]
        for line in (*data["draft"]["cart"]["lines"], *receipt["lines"]):
            parts += [line["sku"], line["title"], line["variant_title"]]
    except (ValueError, LookupError, TypeError):
        return ""
    whole = unicodedata.normalize("NFKD", "\n".join(dict.fromkeys(filter(None, parts))).casefold())
    return "".join(char for char in whole if not unicodedata.combining(char))


def _add_customers(db: sqlite3.Connection) -> None:
    """Have the orders of a customer found by phone and e-mail; also those already there."""
    for statement in _CUSTOMERS:
        db.execute(statement)
    for number, document in db.execute("SELECT number, document FROM attempts").fetchall():
        db.execute("INSERT INTO customers VALUES (?, ?, ?)", (number, *_customer_4(document)))


def _customer_4(document: str) -> tuple[str, str]:
    """The last seven digits of the phone before its extension, and the e-mail; or empty texts."""
    try:
        contact = json.loads(document)["draft"]["shipping"]["contact"]
        number = _EXTENSION_4.split(contact["phone"])[0]
        email = unicodedata.normalize("NFKC", contact["email"]).strip().casefold()
    except (ValueError, LookupError, TypeError):
        return "", ""
    digits = "".join(str(unicodedata.decimal(char)) for char in number if char.isdecimal())
    return digits[-7:], email


_EXTENSION_4 = re.compile(r"[A-Za-z#;]")

MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    _add_attempts,
    _add_drafts,
    _add_search,
    _add_customers,
)
NEWEST = len(MIGRATIONS)


def version_of(db: sqlite3.Connection) -> int:
    """The number of the last migration applied."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: sqlite3.Connection, up_to: int = NEWEST) -> None:
    """Apply what is missing, each migration in a transaction of its own."""
    for number in range(version_of(db) + 1, up_to + 1):
        db.execute("BEGIN IMMEDIATE")
        try:
            MIGRATIONS[number - 1](db)
            db.execute(f"PRAGMA user_version = {number}")
            db.execute("COMMIT")
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")
