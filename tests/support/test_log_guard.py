from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest

from tests.support.log_guard import LogGuard


@pytest.fixture
def guard() -> Iterator[LogGuard]:
    guard = LogGuard()
    guard.install()
    yield guard
    guard.remove()


@pytest.mark.expect_logs("the printer is on fire")
def test_a_warning_is_a_problem_unless_it_was_announced(guard: LogGuard) -> None:
    logging.getLogger("pos_app.any").warning("the printer is on %s", "fire")

    assert guard.problems(()) == [
        "unexpected log record: WARNING pos_app.any: the printer is on fire"
    ]
    assert guard.problems(("printer .* fire",)) == []


@pytest.mark.expect_logs("from a thread")
def test_records_of_other_threads_count(guard: LogGuard) -> None:
    thread = threading.Thread(target=logging.getLogger().error, args=("from a thread",))
    thread.start()
    thread.join()

    assert guard.problems(()) == ["unexpected log record: ERROR root: from a thread"]


def test_an_announced_record_that_does_not_come_is_a_problem(guard: LogGuard) -> None:
    assert guard.problems(("never said",)) == ["expected log record did not come: never said"]


def test_records_below_warning_are_nobodys_business(guard: LogGuard) -> None:
    logging.getLogger("pos_app.any").info("all is well")

    assert guard.problems(()) == []
