"""Every problem has words: what to do, calm, complete sentences."""

from __future__ import annotations

import re

import pytest

from pos_app.domain.address import Block, Field, FieldRef
from pos_app.domain.address_layout import Label, layout_for
from pos_app.domain.errors import Code, Problem
from pos_app.domain.field_problem import CardProblem, FieldProblem, FormProblem
from pos_app.gui.field_labels import field_label
from pos_app.gui.problem_words import problem_said, problem_sentence
from pos_app.gui.words import card_problem, field_problem, place_label

_JARGON = re.compile(r"error|fail|invalid|illegal|abort|wrong|oops|please|\{|\}|!", re.IGNORECASE)


def assert_calm_sentence(text: str) -> None:
    assert text.endswith(".")
    assert text[0] == text[0].upper()
    assert not _JARGON.search(text), text


def assert_calm_headline(text: str) -> None:
    assert text
    assert not text.endswith(".")
    assert not _JARGON.search(text), text


@pytest.mark.parametrize("code", FormProblem)
def test_each_problem_of_each_field(code: FormProblem) -> None:
    for field in Field:
        for example in ("", "98101"):
            problem = FieldProblem(FieldRef(Block.SHIPPING, field), code, example)
            assert_calm_sentence(field_problem(problem, field_label(field)))
            assert_calm_sentence(field_problem(problem))


@pytest.mark.parametrize("code", CardProblem)
def test_each_problem_of_a_card(code: CardProblem) -> None:
    problem = FieldProblem(FieldRef(Block.CARD, Field.CARD_NUMBER), code)
    assert_calm_sentence(card_problem(code))
    assert field_problem(problem) == card_problem(code)


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("where", ["", "api.example"])
def test_each_known_error(code: Code, where: str) -> None:
    said = problem_said(Problem(code, where=where))
    assert_calm_headline(said.headline)
    assert_calm_sentence(said.sentence)
    assert problem_sentence(Problem(code, where=where)) == said.sentence


@pytest.mark.parametrize("label", Label)
def test_the_english_label_is_the_domains(label: Label) -> None:
    assert place_label(label) == label.value


@pytest.mark.parametrize(
    ("country", "sentence"),
    [
        ("US", "Enter a ZIP code like 95014."),
        ("IE", "Enter an Eircode like A65 F4E2."),
        ("CA", "Enter a postal code like H3Z 2Y7."),
    ],
)
def test_the_postal_code_is_called_as_in_the_country(country: str, sentence: str) -> None:
    spec = layout_for(country).spec(Field.POSTAL_CODE)
    assert spec is not None
    ref = FieldRef(Block.SHIPPING, Field.POSTAL_CODE)
    problem = FieldProblem(ref, FormProblem.POSTAL_CODE_INVALID, spec.example)
    assert field_problem(problem, place_label(spec.label)) == sentence


def test_a_missing_part_is_asked_for_by_its_name() -> None:
    ref = FieldRef(Block.SHIPPING, Field.STATE)
    missing = FieldProblem(ref, FormProblem.REQUIRED)
    assert field_problem(missing, "Prefecture") == "Ask for the prefecture."
    assert field_problem(missing, "ZIP code") == "Ask for the ZIP code."
    phone = FieldProblem(FieldRef(Block.SHIPPING, Field.PHONE), FormProblem.REQUIRED)
    assert field_problem(phone, "Phone") == "Ask for the phone number."


def test_the_host_is_named_as_it_is() -> None:
    text = problem_sentence(Problem(Code.DNS, where="{api}.example"))
    assert text == "The address {api}.example was not found. Check the host name and the network."
    waiting = Problem(Code.RATE_LIMITED, retry_after=12)
    assert problem_sentence(waiting) == "Wait 12 s, then try again."
