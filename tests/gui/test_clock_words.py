"""What the window says when a certificate is out of date because of this computer's clock."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from pos_app.domain.errors import Code, Problem
from pos_app.gui.clock_words import clock_off
from pos_app.gui.problem_words import problem_said
from pos_app.gui.search_text import problem_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-10_800, "about 3 hours behind"),
        (3_600, "about 1 hour ahead"),
        (-1_200, "about 20 minutes behind"),
        (172_800, "about 2 days ahead"),
        (-31_536_000, "about 365 days behind"),
    ],
)
def test_how_far_the_clock_is_off(qtbot: QtBot, seconds: int, words: str) -> None:
    assert clock_off(seconds) == words


def test_the_sentence_names_the_clock_and_what_to_do(qtbot: QtBot) -> None:
    problem = Problem(Code.TLS_CLOCK, where="api.firmly.work", clock_off=-10_800)
    assert problem_said(problem).sentence == (
        "This computer's clock is about 3 hours behind, so the certificate of api.firmly.work "
        "can't be checked. Set date and time, then try again."
    )
    assert "clock ahead by seconds: -10800" in problem.details()


@pytest.mark.parametrize("code", [Code.TLS_CLOCK, Code.TLS_TOO_EARLY])
def test_a_search_names_the_clock_too(qtbot: QtBot, code: Code) -> None:
    assert problem_words(Problem(code)).startswith("This computer's clock is off.")


@pytest.mark.parametrize("code", [Code.TLS_OLD, Code.HOST_REFUSED, Code.TLS_TOO_EARLY])
def test_the_other_causes_have_words_and_name_the_host(qtbot: QtBot, code: Code) -> None:
    said = problem_said(Problem(code, where="h.example")).sentence
    assert "h.example" in said.casefold()
