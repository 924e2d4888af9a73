"""A disk that refuses, and a damaged journal: said in words, and nothing typed is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from pos_app.domain.checkout import Verdict
from pos_app.gui.outcome_words import Action
from tests.journey.conftest import Clerk, Shopfront


def said(clerk: Clerk) -> str:
    """All that the status bar says."""
    return " ".join(label.text() for label in clerk.window.status.findChildren(QLabel))


@pytest.mark.xdist_group("disk")
def test_no_order_goes_out_without_its_row(clerk: Clerk, data_dir: Path) -> None:
    """The journal's place is taken by something that can't be written to."""
    clerk.type_order()
    draft = clerk.page.draft()
    for name in ("journal.db", "journal.db-wal", "journal.db-shm"):
        (data_dir / name).unlink(missing_ok=True)
    (data_dir / "journal.db").mkdir()
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.NOT_SENT
    assert clerk.ledger_size() == 0
    assert clerk.page.draft() == draft
    outcome = clerk.page.placing.outcome
    assert outcome.outcome is not None
    assert "Nothing was sent" in f"{outcome.outcome.headline} {outcome.outcome.text}"
    (data_dir / "journal.db").rmdir()
    again = outcome.button(Action.TRY_AGAIN)
    assert again is not None
    again.click()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    assert clerk.ledger_size() == 1


def test_a_damaged_journal_is_set_aside_and_said(shopfront: Shopfront) -> None:
    (shopfront.data_dir / "journal.db").write_bytes(b"not a journal" * 1000)
    with shopfront.till() as clerk:
        clerk.until(lambda: "damaged" in said(clerk))
        (kept,) = shopfront.data_dir.glob("journal.damaged-*.db")
        assert kept.name in said(clerk)
        clerk.type_order()
        clerk.place()
        assert clerk.wait_for_verdict() is Verdict.PLACED
    assert kept.read_bytes() == b"not a journal" * 1000
