"""The draft as a whole: what is missing before it can be placed, in the order of the form."""

from __future__ import annotations

from pos_app.domain.address import Block, Contact, Field, FieldRef, Party, PostalAddress
from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.draft import CART_EMPTY, OrderDraft, problems
from pos_app.domain.field_problem import FormProblem
from pos_app.domain.product import AddToCartRef

PARTY = Party(
    Contact("206 555 1212", "Bo", "Li", "bo@example.com"),
    PostalAddress("US", "123 Main St", city="Seattle", state_or_province="WA", postal_code="98101"),
)
CART = Cart((CartLine(AddToCartRef('{"variant_id": "1"}'), "MH07", "Hero Hoodie", "", 1, None),))


def test_a_complete_draft_has_no_problems() -> None:
    assert problems(OrderDraft(shipping=PARTY, cart=CART)) == ()
    assert problems(OrderDraft(shipping=PARTY, billing=PARTY, cart=CART)) == ()


def test_an_empty_draft_starts_with_the_phone_and_ends_with_the_cart() -> None:
    found = problems(OrderDraft())
    assert found[0].ref == FieldRef(Block.SHIPPING, Field.PHONE)
    assert found[-1] == CART_EMPTY


def test_the_same_billing_address_is_not_complained_about_twice() -> None:
    found = problems(OrderDraft(cart=CART))
    assert {problem.ref.block for problem in found} == {Block.SHIPPING}


def test_another_billing_address_is_checked_by_its_own_country() -> None:
    billing = Party(PARTY.contact, PostalAddress("FR", "1 rue de Rivoli", city="Paris"))
    found = problems(OrderDraft(shipping=PARTY, billing=billing, cart=CART))
    assert [(p.ref, p.code) for p in found] == [
        # Ten digits without a country code are no number in France.
        (FieldRef(Block.BILLING, Field.PHONE), FormProblem.PHONE_INVALID),
        (FieldRef(Block.BILLING, Field.POSTAL_CODE), FormProblem.REQUIRED),
    ]


def test_bill_to_is_whichever_party_pays() -> None:
    assert OrderDraft(shipping=PARTY).bill_to is PARTY
    other = Party()
    assert OrderDraft(shipping=PARTY, billing=other).bill_to is other
