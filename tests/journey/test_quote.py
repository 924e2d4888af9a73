"""Exact quotes in the real window: told, stale, told again, placed; and what comes between."""

from __future__ import annotations

from bench_line import Line
from PySide6.QtCore import Qt

from pos_app.domain.address import Block, Field, FieldRef
from pos_app.domain.catalogue_news import Reading
from pos_app.domain.checkout import Verdict
from pos_app.domain.errors import Code
from pos_app.domain.money import Money
from pos_app.gui.delivery_choice import DeliveryChoice
from pos_app.gui.quote_box import QuoteBox
from pos_app.gui.quoting import QuoteState, Quoting
from pos_app.gui.receipt_view import ReceiptRows
from pos_app.gui.widgets import Banner
from tests.journey.conftest import Clerk, Shopfront


def usd(cents: int) -> Money:
    return Money.of_minor(cents, "USD")


def quoting(clerk: Clerk) -> Quoting:
    return clerk.page.quoting


def box(clerk: Clerk) -> QuoteBox:
    found = clerk.page.cart.foot.box
    assert found is not None
    return found


def until_quoted(clerk: Clerk) -> Money:
    """Wait for the exact total; the button says it."""
    clerk.until(lambda: quoting(clerk).state is QuoteState.FRESH)
    total = quoting(clerk).total
    assert total is not None
    shown = clerk.page.cart.totals.total_text
    assert shown in clerk.page.pay.place_button.text()
    return total


def charged(clerk: Clerk) -> list[Money]:
    """What the merchant really took."""
    assert clerk.training.store is not None
    return [usd(entry.total) for entry in clerk.training.store.ledger()]


def outcome_words(clerk: Clerk) -> str:
    """What the screen says about the outcome."""
    (status,) = [
        part
        for part in clerk.page.placing.outcome.findChildren(Banner)
        if part.accessibleName() == "Status"
    ]
    return status.accessibleDescription()


def receipt_words(clerk: Clerk) -> str:
    """All that stands on the receipt."""
    (rows,) = clerk.page.placing.receipt.findChildren(ReceiptRows)
    return rows.accessibleDescription()


def is_at_hand(clerk: Clerk) -> bool:
    """Whether the whole catalogue is."""
    news = clerk.window.status.catalogue
    return news is not None and news.reading is Reading.COMPLETE


def apply_code(clerk: Clerk, code: str) -> None:
    """Type a promo code and apply it."""
    box(clerk).promo.setFocus()
    clerk.field(code)


def delivery(clerk: Clerk) -> DeliveryChoice:
    (choice,) = box(clerk).deliveries
    return choice


def test_a_quote_turns_stale_with_the_state_and_a_new_one_is_what_is_charged(clerk: Clerk) -> None:
    clerk.type_order()
    first = until_quoted(clerk)
    assert first == usd(2938)
    assert [name for name, _ in clerk.page.cart.totals.rows] == [
        "Subtotal",
        "Standard shipping",
        "Tax",
    ]
    assert "Exact quote from the merchant" in box(clerk).words
    for place, text in ((Field.STATE, "OR"), (Field.POSTAL_CODE, "97201")):
        clerk.page.party.focus_field(FieldRef(Block.SHIPPING, place))
        clerk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        clerk.field(text)
    assert quoting(clerk).state is not QuoteState.FRESH
    assert quoting(clerk).total is None
    second = until_quoted(clerk)
    assert second == usd(2795)
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    assert clerk.page.state is not None
    assert clerk.page.state.receipt.total == second
    assert charged(clerk) == [second]


def test_promo_codes_are_taken_or_refused_with_the_reason_and_charged_so(clerk: Clerk) -> None:
    clerk.type_order()
    until_quoted(clerk)
    apply_code(clerk, "EXPIRED5")
    apply_code(clerk, "WELCOME10")
    clerk.until(lambda: quoting(clerk).total == usd(2704))
    assert "EXPIRED5 was refused: The promo code EXPIRED5 has expired." in box(clerk).remarks
    assert ("Discount (WELCOME10)", "\u2212$2.20") in clerk.page.cart.totals.rows
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    assert charged(clerk) == [usd(2704)]


def test_another_shipping_method_is_what_is_charged(clerk: Clerk) -> None:
    clerk.type_order()
    until_quoted(clerk)
    delivery(clerk).setFocus()
    clerk.key(Qt.Key.Key_Down)
    clerk.until(lambda: quoting(clerk).total == usd(3838))
    assert delivery(clerk).currentText() == "Express, 1–2 days · $14.95"
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    assert clerk.page.state is not None
    assert clerk.page.state.receipt.shipping_label == "Express"
    assert charged(clerk) == [usd(3838)]


def test_what_is_offered_beside_the_goods_is_charged(clerk: Clerk) -> None:
    clerk.type_order()
    clerk.key(Qt.Key.Key_F5)
    clerk.field("2x WS12-XS-Orange")
    clerk.until(lambda: clerk.page.cart.cart().item_count == 3)
    before = until_quoted(clerk)
    (care,) = box(clerk).addons
    assert care.text() == "2 years of care · $9.00"
    care.setFocus()
    clerk.key(Qt.Key.Key_Space)
    clerk.until(lambda: quoting(clerk).total == before + usd(900))
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    assert charged(clerk) == [before + usd(900)]


def test_picking_it_up_is_charged_and_the_store_is_named(clerk: Clerk) -> None:
    clerk.type_order()
    shipped = until_quoted(clerk)
    delivery(clerk).setFocus()
    clerk.key(Qt.Key.Key_End)
    clerk.until(lambda: quoting(clerk).total == shipped - usd(595))
    store = "Pick up at Training store, Main Street, 1 Main Street, Seattle, WA, 98101: in stock."
    assert box(clerk).stores == store
    assert ("Pick up in the store", "$0.00") in clerk.page.cart.totals.rows
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    assert charged(clerk) == [shipped - usd(595)]


def test_a_merchant_that_says_nothing_keeps_nobody_from_typing(shopfront: Shopfront) -> None:
    at = shopfront.merchant.start()
    with Line(at.api_url) as api, shopfront.till(api.url) as clerk:
        clerk.type_order()
        until_quoted(clerk)
        clerk.until(lambda: is_at_hand(clerk))
        api.delay = 3600.0
        clerk.key(Qt.Key.Key_F7)
        assert quoting(clerk).state is QuoteState.ASKING
        clerk.key(Qt.Key.Key_F2)
        clerk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        clerk.write("(503) 555-0100")
        assert clerk.page.party.shipping().contact.phone == "(503) 555-0100"
        clerk.key(Qt.Key.Key_F5)
        clerk.write("raidant")
        clerk.until(lambda: clerk.page.cart.search.hit_at_hand() is not None)
        assert quoting(clerk).total is None


def test_prices_up_since_the_quote_are_told_before_the_card_is_charged(clerk: Clerk) -> None:
    clerk.type_order()
    until_quoted(clerk)
    apply_code(clerk, "WELCOME10")
    clerk.until(lambda: quoting(clerk).total == usd(2704))
    clerk.training.set_next("price-up")
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.NOT_SENT
    assert charged(clerk) == []
    words = outcome_words(clerk)
    assert "It was quoted at $27.04 and is $29.15 now: $2.11 more." in words
    button = clerk.page.placing.primary_action()
    assert button is not None
    button.click()
    assert until_quoted(clerk) == usd(2915)
    assert clerk.page.payment.card().summary().last_four == "1111"
    clerk.place()
    clerk.until(lambda: clerk.verdict() is Verdict.PLACED)
    assert charged(clerk) == [usd(2915)]


def test_a_total_that_differs_from_the_quoted_one_is_told_on_the_receipt(clerk: Clerk) -> None:
    """place-order tells the total only while it charges: then both stand there."""
    clerk.type_order()
    assert until_quoted(clerk) == usd(2938)
    clerk.training.set_next("price-up")
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    said = "Quoted $29.38, charged $31.72: $2.34 more. Tell the customer."
    assert said in receipt_words(clerk)


def test_what_is_sold_out_since_the_quote_is_not_charged(clerk: Clerk) -> None:
    clerk.type_order()
    until_quoted(clerk)
    apply_code(clerk, "WELCOME10")
    clerk.until(lambda: quoting(clerk).total == usd(2704))
    clerk.training.set_next("sold-out")
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.NOT_SENT
    assert clerk.page.state is not None
    assert clerk.page.state.problem is not None
    assert clerk.page.state.problem.code is Code.CART_CHANGED
    assert charged(clerk) == []
    assert outcome_words(clerk).startswith("The merchant changed the cart.")


def test_sold_out_without_a_choice_is_refused_by_name(clerk: Clerk) -> None:
    clerk.type_order()
    until_quoted(clerk)
    clerk.training.set_next("sold-out")
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.REFUSED
    assert charged(clerk) == []
    assert "Not enough stock" in outcome_words(clerk)


def test_f7_leads_to_what_is_missing_for_a_quote(clerk: Clerk) -> None:
    clerk.key(Qt.Key.Key_F5)
    clerk.field("WS12-XS-Orange")
    clerk.until(lambda: bool(clerk.page.cart.cart().lines))
    clerk.key(Qt.Key.Key_F7)
    assert clerk.focus().accessibleName() == "Phone"
    assert quoting(clerk).state is QuoteState.INCOMPLETE


def test_no_quote_is_asked_for_while_the_cart_may_prove_an_order(clerk: Clerk) -> None:
    clerk.type_order()
    clerk.training.set_next("late")
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.UNKNOWN
    first = clerk.page
    clerk.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    clerk.type_order(phone="5035550100")
    clerk.until(lambda: quoting(clerk).state is QuoteState.FAILED)
    assert "An order is not settled yet" in box(clerk).words
    clerk.until(lambda: first.is_placed, 60_000)
    assert until_quoted(clerk) == usd(2938)
