"""The house rules: each is a name, the reason for it, and a function that finds what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.house import card_data, card_types, qt_habits, shape, words
from tests.house.source import Finding, Source


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; ``check`` yields line and message for each place that breaks it."""

    name: str
    reason: str
    check: Callable[[Source], Iterator[tuple[int, str]]]
    python_only: bool = True

    def findings(self, source: Source) -> list[Finding]:
        """Return every place in the file that breaks the rule."""
        if self.python_only and not source.is_python:
            return []
        return [
            Finding(source.path, line, f"{message}  [{self.name}: {self.reason}]")
            for line, message in self.check(source)
        ]


RULES: Sequence[Rule] = (
    Rule("small files", "one idea each, read in one go", shape.long_files),
    Rule("small functions", "one idea each, read at a glance", shape.long_functions),
    Rule("annotations", "types are never run", shape.missing_future_import),
    Rule(
        "no namespace clash",
        "packaging/ is a folder of scripts; as a package it would hide the library of that name",
        shape.packaging_as_package,
    ),
    Rule(
        "catch-all handlers at the edges only",
        "anywhere else they hide bugs, and a hidden bug can charge a card twice",
        shape.catch_all_handlers,
    ),
    Rule(
        "bound methods as slots",
        "a lambda or a partial connected to a worker's signal runs in the worker's thread",
        qt_habits.anonymous_slots,
    ),
    Rule(
        "no modal dialogs",
        "the clerk is on the phone: nothing may block the window",
        qt_habits.modal_dialogs,
    ),
    Rule(
        "no nested event loops",
        "events handled in the middle of other code find half-changed state",
        qt_habits.nested_event_loops,
    ),
    Rule("Qt in its rooms", "the other rooms run where Qt is not installed", qt_habits.qt_imports),
    Rule(
        "no card data in words", "logs and messages outlive the order", card_data.card_data_in_words
    ),
    Rule(
        "no card type in words",
        "assessors look into logs, settings, files and titles for cards",
        card_types.card_types_in_words,
    ),
    Rule(
        "links lead nowhere",
        "a server's text must not make this computer open or load anything",
        qt_habits.links_and_markup,
    ),
    Rule("no fixed waits in tests", "wait for what is to happen, not for time", words.fixed_waits),
    Rule("finished work", "what is not there is not announced", words.unfinished_work),
    Rule(
        "no addresses of registries or paths of a machine",
        "the project is set up from anywhere, by the settings of whoever sets it up",
        words.machine_traces,
        python_only=False,
    ),
)


def check_all(sources: Sequence[Source]) -> list[Finding]:
    """Return everything in the files that breaks a rule."""
    return [finding for source in sources for rule in RULES for finding in rule.findings(source)]
