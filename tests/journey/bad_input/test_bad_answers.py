"""A merchant that answers nonsense: the clerk reads why and what to do, and nothing is lost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from pos_app.domain.checkout import Verdict
from tests.journey.bad_input.conftest import Typist
from tests.journey.bad_input.front import (
    BROKEN_JSON,
    HTML,
    KEY,
    PAGES,
    PLACE,
    PRODUCTS,
    SEARCH,
    SESSION,
    TOO_LARGE,
    Answer,
    Front,
)
from tests.services.payment_host import public_key

WEB_PAGE = "A web page came instead of the merchant's answer."
UNREADABLE = "The merchant's answer could not be read."
NOT_CHARGED = (
    "Nothing was charged. You can place it again. "
    "If it stays so, tell whoever looks after this register."
)
UNSAFE_KEY = (
    "Nothing was sent. The merchant's payment key is not safe, so the card was not sent. "
    "Tell whoever looks after this register."
)
NONSENSE = {
    "html": (HTML, WEB_PAGE),
    "html-502": (Answer(HTML.body, "text/html", 502), WEB_PAGE),
    "broken-json": (BROKEN_JSON, UNREADABLE),
    "too-large": (TOO_LARGE, UNREADABLE),
    "no-object": (Answer(b"[1]"), UNREADABLE),
}
every_nonsense = pytest.mark.parametrize(("answer", "why"), NONSENSE.values(), ids=NONSENSE)


def refused_before_sending(clerk: Typist, front: Front) -> str:
    """Place an order that must not leave, with nothing lost; what the clerk reads."""
    clerk.type_order()
    before = clerk.page.draft()
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.NOT_SENT
    assert front.orders == []
    assert clerk.ledger_size() == 0
    assert clerk.page.draft() == before
    assert clerk.page.payment.number_field.last_four == "1111"
    return clerk.said()


@every_nonsense
def test_nonsense_instead_of_the_payment_key(
    at_merchant: Typist, front: Front, answer: Answer, why: str
) -> None:
    front.answers[KEY] = answer
    said = refused_before_sending(at_merchant, front)
    assert said == f"Nothing was sent. {why} {NOT_CHARGED}"
    del front.answers[KEY]
    action = at_merchant.page.placing.primary_action()
    assert action is not None
    action.click()
    assert at_merchant.wait_for_verdict() is Verdict.PLACED
    assert at_merchant.ledger_size() == len(front.orders) == 1


@pytest.mark.parametrize(
    "key",
    [{"kty": "oct", "k": "AAAA"}, public_key(1024), {"kty": "EC", "crv": "P-256"}],
    ids=["not-rsa", "too-short", "elliptic"],
)
def test_a_key_that_no_card_is_encrypted_to(
    at_merchant: Typist, front: Front, key: dict[str, object]
) -> None:
    front.answers[KEY] = Answer(json.dumps(key).encode())
    assert refused_before_sending(at_merchant, front) == UNSAFE_KEY


@pytest.mark.parametrize("answer", [told for told, _ in NONSENSE.values()], ids=NONSENSE)
def test_nonsense_instead_of_an_order_is_unknown(
    at_merchant: Typist, front: Front, answer: Answer
) -> None:
    at_merchant.type_order()
    before = at_merchant.page.draft()
    front.answers[PLACE] = answer
    at_merchant.place()
    assert at_merchant.wait_for_verdict() is Verdict.UNKNOWN
    said = at_merchant.said()
    assert said.startswith("Do not place it again yet. It may have gone through. ")
    at_merchant.place()
    assert len(front.orders) == 1
    assert at_merchant.page.draft() == before


@every_nonsense
@pytest.mark.parametrize("path", [SESSION, SEARCH, PRODUCTS])
def test_nonsense_instead_of_the_catalogue(
    at_merchant: Typist, front: Front, path: str, answer: Answer, why: str
) -> None:
    at_merchant.until(lambda: any(one.path.startswith(SESSION) for one in front.asked))
    front.answers[path] = answer
    if path == SESSION:
        front.answers[SEARCH] = Answer(b"{}", status=401)  # so that a session is asked for anew
    words = said_to_a_search(at_merchant, "WS12-XS-Orange")
    hint = " Check whether this network asks you to sign in." if why == WEB_PAGE else ""
    assert words == f"{why}{hint} Press Enter to try again."
    front.answers.clear()
    at_merchant.key(Qt.Key.Key_Return)
    at_merchant.until(lambda: bool(at_merchant.page.cart.cart().lines))


def said_to_a_search(clerk: Typist, text: str) -> str:
    """Search, with the customer already typed; the words under the field, which keeps its text."""
    clerk.key(Qt.Key.Key_F2)
    clerk.field("2065551212")
    before = clerk.page.draft()
    clerk.key(Qt.Key.Key_F5)
    clerk.field(text)
    popup = clerk.page.cart.search.popup
    clerk.until(lambda: popup.isVisible() and popup.message not in ("", "Searching…"))
    assert clerk.page.cart.search.field.text() == text
    assert clerk.page.draft() == before
    return popup.message


def ends_in(seconds: int) -> Callable[[Any], object]:
    """A change to a session's answer: its token ends so soon."""

    def change(told: Any) -> object:
        return {**told, "expires": int(time.time()) + seconds}

    return change


@pytest.mark.parametrize("front", [{SESSION: ends_in(200)}], indirect=True)
def test_a_session_about_to_end_is_renewed_before_the_order(
    at_merchant: Typist, front: Front
) -> None:
    at_merchant.type_order()
    # Once at the start, once for the card: the line is warm. A quote may be under way by now.
    at_merchant.until(lambda: [one.method for one in front.asked].count("HEAD") >= 2)
    old = {one.token for one in front.asked}
    front.asked.clear()
    at_merchant.place()
    assert at_merchant.wait_for_verdict() is Verdict.PLACED
    paths = [one.path.partition("?")[0] for one in front.asked]
    assert paths.index(SESSION) < paths.index(KEY)
    assert [one.token in old for one in front.orders] == [False]
    assert at_merchant.ledger_size() == 1


@pytest.mark.parametrize("status", [500, 503])
def test_catalogue_down(at_merchant: Typist, front: Front, status: int) -> None:
    front.answers[SEARCH] = Answer(b"{}", status=status)
    assert said_to_a_search(at_merchant, "radiant") == (
        "The merchant's catalogue is not available at the moment. Press Enter to try again."
    )


def without(*names: str) -> Callable[[Any], object]:
    """A change that leaves members out, however deep they stand."""

    def change(told: Any) -> object:
        if isinstance(told, list):
            return [change(item) for item in told]
        if isinstance(told, dict):
            return {name: change(value) for name, value in told.items() if name not in names}
        return told

    return change


def test_a_catalogue_without_prices_still_sells(at_merchant: Typist, front: Front) -> None:
    change = without("price", "msrp", "price_range")
    front.changes = {SEARCH: change, PRODUCTS: change}
    at_merchant.type_order()
    before = at_merchant.page.draft()
    assert before.cart.lines[0].unit_price is None
    assert "Price comes from the merchant" in at_merchant.reads()
    assert not any("$" in words for words in at_merchant.reads())
    assert at_merchant.page.pay.place_button.text() == "Place order"
    at_merchant.place()
    assert at_merchant.wait_for_verdict() is Verdict.PLACED
    assert at_merchant.ledger_size() == 1
    assert at_merchant.page.draft() == before


@pytest.mark.parametrize("variants", [[], None, "none"], ids=["empty", "null", "no-list"])
def test_a_product_without_variants(at_merchant: Typist, front: Front, variants: object) -> None:
    def change(told: Any) -> object:
        return {**told, "variants": variants} if "variants" in told else told

    front.changes[PAGES] = change
    link = f"https://{front.behind.domain}/products/radiant-tee"
    at_merchant.key(Qt.Key.Key_F5)
    at_merchant.field(link)
    search = at_merchant.page.cart.search
    at_merchant.until(lambda: bool(search.note))
    assert search.note == "“Radiant Tee” can't be ordered by phone. Offer another product."
    assert search.field.text() == link
    assert not at_merchant.page.cart.cart().lines
