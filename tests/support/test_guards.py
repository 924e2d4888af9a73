"""A test that leaves something behind fails: each guard is shown a test that must not pass."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

_SETTINGS = """
[pytest]
filterwarnings = error
markers =
    expect_logs(*regexes): declared log records
"""

_LOG_AND_THREAD_LEAKS = """
import logging, threading, pytest
from tests.support import leaks

leaks._GRACE_SECONDS = 0.1
stop = threading.Event()

def test_clean():
    thread = threading.Thread(target=int)
    thread.start()

def test_logs():
    logging.getLogger("x").warning("unasked")

@pytest.mark.expect_logs("asked for")
def test_declares():
    logging.getLogger("x").warning("asked for")

@pytest.mark.expect_logs("never comes")
def test_declares_in_vain():
    pass

def test_leaks_a_thread():
    threading.Thread(target=stop.wait, name="the-leak", daemon=True).start()

def test_after():
    stop.set()
"""


def _run(pytester: pytest.Pytester, settings: str, source: str) -> pytest.RunResult:
    pytester.makeini(settings)
    pytester.makepyfile(source)
    os.environ["PYTHONPATH"] = str(ROOT)  # pytester restores the environment
    return pytester.runpytest_subprocess("-p", "tests.support.guards", "-rA", "-p", "no:xdist")


def test_unasked_log_records_and_left_threads_fail(pytester: pytest.Pytester) -> None:
    result = _run(pytester, _SETTINGS, _LOG_AND_THREAD_LEAKS)

    result.assert_outcomes(passed=6, errors=3)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_logs *",
            "unexpected log record: WARNING x: unasked",
            "*ERROR at teardown of test_declares_in_vain *",
            "expected log record did not come: never comes",
            "*ERROR at teardown of test_leaks_a_thread *",
            "leaked thread: the-leak",
        ]
    )
