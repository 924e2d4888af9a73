"""The window closed while an order is in flight: it waits for the answer, and says so."""

from __future__ import annotations

from pos_app.domain.checkout import Verdict
from tests.journey.bad_input.conftest import Typist


def test_closing_waits_and_says_so(clerk: Typist) -> None:
    clerk.type_order()
    before = clerk.page.draft()
    clerk.training.set_next("slow")
    clerk.place()
    for _ in range(3):
        assert not clerk.window.close()
    assert clerk.window.isVisible()
    said = "An order is being placed. The window stays open until the answer is here."
    assert said in clerk.reads()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    assert said not in clerk.reads()
    assert clerk.page.draft() == before
    assert clerk.ledger_size() == 1
    assert clerk.window.close()
