"""The quote box and its controller: when it asks, what it says, and what can be chosen in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.bridge import messages as m
from pos_app.domain.cart import Cart
from pos_app.domain.choices import Choices
from pos_app.domain.draft import OrderDraft
from pos_app.domain.errors import Code, Problem
from pos_app.domain.money import Money
from pos_app.domain.pickup import PickupStore
from pos_app.domain.quote import (
    Addon,
    CodeRefused,
    Fulfillment,
    MerchantCart,
    Quote,
    QuotedLine,
    QuoteFailed,
    Shipment,
    ShippingOption,
    basis_of,
)
from pos_app.domain.receipt import Charge, Notice, Receipt
from pos_app.gui.cart_foot import CartFoot
from pos_app.gui.cart_model import NOTE_ROLE, CartModel
from pos_app.gui.quote_box import QuoteBox
from pos_app.gui.quote_words import LineNote
from pos_app.gui.quoting import QuoteState, Quoting
from tests.domain.attempts import CONNECTION, draft, line

ORDER = draft(line("A"), line("B", 1))
NO_STOCK = Problem(Code.OTHER, text="3 left", error_id="ErrorNotEnoughStock", status=409)
GONE = Problem(Code.NOT_FOUND, error_id="ErrorProductNotFound", status=404)


def usd(cents: int) -> Money:
    return Money.of_minor(cents, "USD")


def quote(order: OrderDraft, total: int | None = 7000, **changes: object) -> Quote:
    """What the merchant tells of an order."""
    options = (
        ShippingOption("std", "Standard", usd(595), "3–5 days"),
        ShippingOption("exp", "Express", usd(1495)),
    )
    kinds = (Fulfillment("SHIP_TO_ADDRESS", "Ship"), Fulfillment("PICKUP", "Pick up", "Today"))
    receipt = Receipt(
        subtotal=usd(6600),
        discounts=(Charge("Discount (TEN)", usd(-660)),),
        shipping=usd(595),
        shipping_label="Standard",
        tax=usd(465),
        total=None if total is None else usd(total),
    )
    told = Quote(
        basis_of(order),
        MerchantCart(receipt, (Shipment("s", options, "std", kinds, "SHIP_TO_ADDRESS"),)),
        (QuotedLine(usd(4400), usd(0), 2), QuotedLine(usd(2200), usd(0), 1)),
        ("std",),
        ("SHIP_TO_ADDRESS",),
    )
    return replace(told, **changes)  # type: ignore[arg-type]


@dataclass
class Desk:
    """An order page reduced to its cart's foot, and what it asked the worker."""

    window: QWidget
    foot: CartFoot
    model: CartModel
    quoting: Quoting = field(init=False)
    order: OrderDraft = ORDER
    asked: list[m.AskQuote] = field(default_factory=list)

    @property
    def box(self) -> QuoteBox:
        assert self.foot.box is not None
        return self.foot.box

    def post(self, request: m.Request) -> None:
        assert isinstance(request, m.AskQuote)
        self.asked.append(request)

    def draft(self) -> OrderDraft:
        return replace(self.order, choices=self.quoting.choices)

    def show(self, order: OrderDraft) -> None:
        self.order = order
        self.model.show(order.cart)
        self.foot.show_cart(order.cart)
        self.quoting.look()

    @property
    def codes(self) -> tuple[str, ...]:
        return self.quoting.choices.promo_codes

    def told(self, told: Quote | QuoteFailed, ticket: int | None = None) -> None:
        number = self.asked[-1].ticket if ticket is None else ticket
        self.quoting.receive(m.QuoteTold(1, number, told))

    def ask(self) -> None:
        assert self.quoting.ask_now() == ()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    window, model = QWidget(), CartModel()
    foot = CartFoot(model)
    model.setParent(foot)
    column, before, after = QVBoxLayout(window), QLineEdit(), QLineEdit()
    before.setObjectName("before")
    after.setObjectName("after")
    for part in (before, foot, after):
        column.addWidget(part)
    foot.follow(before)
    qtbot.addWidget(window)
    made = Desk(window, foot, model)
    made.quoting = Quoting(1, made.post, made.draft, window)
    made.quoting.chosen.connect(made.quoting.look)
    foot.use(made.quoting)
    window.resize(520, 280)
    made.show(ORDER)
    return made


def test_it_asks_by_itself_after_a_pause_and_once(desk: Desk, qtbot: QtBot) -> None:
    desk.window.show()
    desk.show(draft(line("A", 3)))
    assert desk.asked == []
    qtbot.waitUntil(lambda: len(desk.asked) == 1)
    assert desk.asked[0].draft == draft(line("A", 3))
    assert desk.quoting.state is QuoteState.ASKING


def test_out_of_sight_it_waits_until_it_is_looked_at(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.quoting._pause.isActive())
    assert desk.asked == []
    desk.window.show()
    desk.quoting.look_again()
    qtbot.waitUntil(lambda: len(desk.asked) == 1)


def test_the_exact_total_stands_where_the_catalogue_s_stood(desk: Desk) -> None:
    assert desk.foot.totals.total_text == "$66.00"
    desk.ask()
    desk.told(quote(ORDER))
    assert desk.quoting.total == usd(7000)
    assert desk.foot.totals.total_text == "$70.00"
    assert desk.foot.totals.rows == (
        ("Subtotal", "$66.00"),
        ("Discount (TEN)", "\u2212$6.60"),
        ("Standard shipping", "$5.95"),
        ("Tax", "$4.65"),
    )
    assert desk.box.words.startswith("Exact quote from the merchant · 0 s ago.")


def test_it_is_stale_as_soon_as_the_order_is_another_one_and_good_again_when_taken_back(
    desk: Desk,
) -> None:
    desk.ask()
    desk.told(quote(ORDER))
    desk.show(draft(line("A", 3), line("B", 1)))
    assert desk.quoting.state is QuoteState.STALE
    assert desk.quoting.total is None
    assert desk.foot.totals.total_text == "$88.00"
    assert desk.box.words.startswith("The quote is out of date.")
    desk.show(ORDER)
    assert desk.quoting.total == usd(7000)


def test_only_the_answer_to_the_newest_question_counts(desk: Desk) -> None:
    desk.ask()
    first = desk.asked[-1].ticket
    desk.show(draft(line("A", 3)))
    desk.ask()
    desk.told(quote(ORDER), first)
    assert desk.quoting.state is QuoteState.ASKING
    desk.told(quote(desk.order, 9000))
    assert desk.quoting.total == usd(9000)


def test_what_an_order_found_is_the_new_quote(desk: Desk) -> None:
    desk.ask()
    desk.told(quote(ORDER))
    desk.told(quote(ORDER, 7200), 0)
    assert desk.quoting.total == usd(7200)
    desk.told(quote(draft(line("Z")), 100), 0)
    assert desk.quoting.total == usd(7200)


def test_what_is_missing_is_told_instead_of_asking(desk: Desk) -> None:
    shipping = replace(ORDER.shipping, address=replace(ORDER.shipping.address, city=""))
    desk.show(replace(ORDER, shipping=shipping))
    assert [problem.ref.field.value for problem in desk.quoting.ask_now()] == ["city"]
    assert desk.asked == []
    assert desk.quoting.state is QuoteState.INCOMPLETE


@pytest.mark.parametrize(
    ("problem", "row", "words", "note"),
    [
        (NO_STOCK, 1, "Not enough stock: Radiant Tee.", "not in stock"),
        (GONE, 0, "No longer sold: Radiant Tee.", "not sold"),
    ],
)
def test_a_line_that_is_to_blame_is_named(
    desk: Desk, problem: Problem, row: int, words: str, note: str
) -> None:
    desk.ask()
    desk.told(QuoteFailed(basis_of(ORDER), problem, row))
    assert desk.box.words.startswith(words)
    assert desk.model.index(row).data(NOTE_ROLE) == LineNote(note)


@pytest.mark.parametrize("code", list(Code))
def test_every_failure_has_words_that_end(desk: Desk, code: Code) -> None:
    desk.ask()
    desk.told(QuoteFailed(basis_of(ORDER), Problem(code, where="api.example", text="No.")))
    assert desk.box.words.endswith(".")
    assert "{" not in desk.box.words
    assert desk.quoting.total is None


def test_each_line_shows_where_the_merchant_is_off_the_catalogue(desk: Desk) -> None:
    lines = (QuotedLine(usd(4600), usd(200), 2), QuotedLine(quantity=0))
    desk.ask()
    desk.told(quote(ORDER, lines=lines))
    notes = [desk.model.index(row).data(NOTE_ROLE) for row in range(2)]
    assert notes == [LineNote("+$2.00", usd(4600)), LineNote("not in the quote")]
    spoken = desk.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("quantity 2, $46.00, +$2.00")
    desk.show(draft(line("A"), line("B", 2)))
    assert desk.model.index(0).data(NOTE_ROLE) is None


def test_delivery_is_chosen_by_keyboard_and_the_merchant_s_own_is_no_choice(desk: Desk) -> None:
    desk.window.show()
    desk.ask()
    desk.told(quote(ORDER))
    (choice,) = desk.box.deliveries
    words = [choice.itemText(row) for row in range(choice.count())]
    assert words == ["Standard, 3–5 days · $5.95", "Express · $14.95", "Pick up · Today"]
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert desk.quoting.choices == Choices(methods=("exp",))
    assert choice.currentText() == "Express · $14.95"
    assert not desk.quoting.may_place
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert desk.quoting.choices == Choices(fulfillments=("PICKUP",))
    QTest.keyClick(choice, Qt.Key.Key_Up)
    QTest.keyClick(choice, Qt.Key.Key_Up)
    assert desk.quoting.choices.is_default
    assert desk.quoting.total == usd(7000)


def test_promo_codes_are_added_by_enter_and_taken_off_by_their_buttons(desk: Desk) -> None:
    desk.window.show()
    desk.ask()
    desk.told(quote(ORDER))
    for code in ("TEN", "OLD5", "ten", "4111 1111 1111 1111"):
        QTest.keyClicks(desk.box.promo, code)
        QTest.keyClick(desk.box.promo, Qt.Key.Key_Return)
    assert list(desk.codes) == ["TEN", "OLD5"]
    assert desk.box.promo.text() == ""
    desk.ask()
    order = desk.draft()
    refused = (CodeRefused("OLD5", Problem(Code.OTHER, text="It has expired.")),)
    desk.told(quote(order, 6500, refused=refused))
    assert desk.box.remarks == "OLD5 was refused: It has expired."
    remove = [button for button in desk.box._codes if button.text() == "Remove OLD5"]
    remove[0].click()
    assert list(desk.codes) == ["TEN"]
    assert desk.quoting.state is QuoteState.STALE


def test_what_is_offered_beside_the_goods_is_a_box_to_tick(desk: Desk) -> None:
    told = quote(ORDER)
    offers = (Addon("care", "2 years of care", usd(900)), Addon("wrap", "Gift wrap"))
    desk.ask()
    desk.told(replace(told, cart=replace(told.cart, addons=offers)))
    assert [box.text() for box in desk.box.addons] == ["2 years of care · $9.00", "Gift wrap"]
    desk.box.addons[0].click()
    assert desk.quoting.choices == Choices(addons=("care",))
    assert not desk.quoting.may_place
    desk.box.addons[0].click()
    assert desk.quoting.total == usd(7000)


def test_the_tab_key_goes_from_the_top_down_whatever_was_made_last(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.window.show()
    desk.window.activateWindow()
    desk.quoting.choose(Choices(promo_codes=("TEN",)))
    desk.ask()
    told = quote(desk.draft())
    desk.told(replace(told, cart=replace(told.cart, addons=(Addon("care", "Care"),))))
    first = desk.window.findChild(QLineEdit, "before")
    assert isinstance(first, QLineEdit)
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    met = []
    for _ in range(6):
        QTest.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        met.append(focus.accessibleName() or focus.objectName())
    assert met == ["Delivery", "Care", "Promo code", "Apply", "Remove TEN", "after"]


def test_notices_and_a_store_that_ships_its_own_way_are_said(desk: Desk) -> None:
    desk.ask()
    told = quote(ORDER)
    receipt = replace(told.receipt, notices=(Notice("Gone", "ITEM_OUT_OF_STOCK"),))
    cart = replace(told.cart, receipt=receipt)
    desk.told(replace(told, cart=cart, methods_fixed=True))
    assert desk.box.remarks == "Gone\nThis store chooses the way of shipping itself."
    assert "It can't be ordered like this." in desk.box.words
    assert not desk.box.deliveries[0].isEnabled()


def test_where_it_can_be_picked_up_is_said(desk: Desk) -> None:
    desk.ask()
    stores = (
        PickupStore("Main Street", "1 Main Street", available=True),
        PickupStore("Pine", available=False),
        PickupStore("Elm"),
    )
    desk.told(quote(ORDER, stores=stores))
    assert desk.box.remarks == ""
    assert desk.box.stores.splitlines() == [
        "Pick up at Main Street, 1 Main Street: in stock.",
        "Pick up at Pine: not all of it is in stock.",
        "Pick up at Elm.",
    ]


def test_it_carries_its_age_and_grows_too_old(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.window.show()
    desk.ask()
    desk.told(quote(ORDER))
    assert re.search(r"· \d+ (s|min) ago\.", desk.box.words)
    assert desk.quoting.fresh is not None
    monkeypatch.setattr("pos_app.domain.quote.MAX_AGE_SECONDS", 0.0)
    qtbot.waitUntil(lambda: desk.quoting.state is QuoteState.OLD)  # the clock of the box
    assert "The quote is too old." in desk.box.words
    assert desk.quoting.best_total == ORDER.cart.subtotal
    desk.ask()
    monkeypatch.undo()
    desk.told(quote(ORDER))
    assert desk.quoting.total == usd(7000)


def test_choices_that_the_merchant_could_not_take_are_taken_back(desk: Desk) -> None:
    desk.quoting.choose(Choices(methods=("drone",)))
    desk.ask()
    desk.told(quote(ORDER))
    assert desk.quoting.choices.is_default
    assert desk.quoting.may_place


def test_while_an_order_is_in_flight_nothing_is_asked_or_chosen(desk: Desk) -> None:
    desk.ask()
    desk.told(quote(ORDER))
    desk.quoting.set_locked(locked=True)
    desk.quoting.choose(Choices(methods=("exp",)))
    assert desk.quoting.choices.is_default
    assert desk.quoting.ask_now() == ()
    assert len(desk.asked) == 1
    assert not desk.box.promo.isEnabled()


def test_what_was_not_told_before_the_order_went_out_is_asked_for_when_it_is_back(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.window.show()
    desk.ask()
    asked = desk.asked[-1].ticket
    desk.quoting.set_locked(locked=True)
    desk.told(quote(ORDER), asked)
    assert desk.quoting.quote is None
    assert desk.box.words == "No exact quote. The order can't be changed now."
    desk.quoting.set_locked(locked=False)
    qtbot.waitUntil(lambda: len(desk.asked) == 2)


def test_a_superseded_quote_is_asked_for_again_when_its_page_is_looked_at(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.window.show()
    desk.ask()
    desk.told(QuoteFailed(basis_of(ORDER), Problem(Code.SUPERSEDED)))
    desk.quoting.look_again()
    qtbot.waitUntil(lambda: len(desk.asked) == 2)


def test_another_merchant_s_quote_is_none(desk: Desk) -> None:
    desk.quoting.set_merchant(CONNECTION)
    desk.ask()
    desk.told(quote(ORDER))
    desk.quoting.set_merchant(CONNECTION)
    assert desk.quoting.total == usd(7000)
    desk.quoting.set_merchant(replace(CONNECTION, domain="other.example"))
    assert desk.quoting.quote is None
    assert desk.quoting.state is QuoteState.SOON


def test_the_foot_is_hidden_while_there_is_nothing_to_quote(desk: Desk) -> None:
    desk.window.show()
    desk.show(replace(ORDER, cart=Cart()))
    assert not desk.foot.isVisible()
    assert desk.quoting.state is QuoteState.NOTHING
