"""That the search for cards finds each form, wherever it stands, and nothing else."""

from __future__ import annotations

import base64
import json

import pytest

from tests.support.card_forms import CardSearch, TypedCard, around, count_jwe, forms_of

CARDS = (TypedCard("4111111111111111", "737"), TypedCard("4000000000000002", "123"))
SEARCH = CardSearch(CARDS)


@pytest.mark.parametrize("card", CARDS)
def test_each_form_is_found_among_other_bytes(card: TypedCard) -> None:
    for form in forms_of(card):
        found = SEARCH.count(b"\x004" + form.octets + b"\x000")
        assert found[form.name] >= 1, form.name


@pytest.mark.parametrize("offset", range(3))
def test_a_card_inside_longer_base64_is_found(offset: int) -> None:
    plaintext = {"x": "y" * offset, "number": CARDS[0].number, "verification_value": "737"}
    data = base64.urlsafe_b64encode(json.dumps(plaintext, separators=(",", ":")).encode())
    names = {name.partition(",")[0] for name in SEARCH.count(data)}
    assert names == {"number", "code"}


def test_other_numbers_are_not_found() -> None:
    data = b"5500000000000004 4222222222222 code 737 411111 1111 " + bytes(100)
    assert not SEARCH.count(data)


def test_surroundings_show_no_digit() -> None:
    data = b"left here: 4111111111111111 by somebody"
    assert around(data, data.index(b"4")) == repr(b"left here: **************** by somebody")


def test_encrypted_cards_are_counted() -> None:
    whole = ".".join(("eyJ" + "a" * 40, "b" * 342, "c" * 16, "d" * 130, "e" * 22)).encode()
    assert count_jwe(b'"' + whole + b'","' + whole + b'"') == 2
    assert count_jwe(whole[:-2]) == 0
