"""A test that leaves Qt objects behind, or makes Qt complain, fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

_SETTINGS = """
[pytest]
filterwarnings = error
qt_log_level_fail = WARNING
markers =
    expect_logs(*regexes): declared log records
"""

_LEAKS = """
import pytest
from PySide6.QtCore import QThread, QTimer, qWarning
from PySide6.QtWidgets import QApplication, QWidget

kept = []

def test_clean(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    timer = QTimer(window)
    timer.start(1000)

def test_leaks_a_window(qapp):
    kept.append(QWidget(windowTitle="the-window"))

def test_leaks_a_timer(qapp):
    kept.append(QTimer(objectName="the-timer"))
    kept[-1].start(100000)

def test_leaks_a_qthread(qapp):
    kept.append(QThread(objectName="the-qthread"))
    kept[-1].start()

def test_is_not_blamed_for_others(qapp):
    pass

def test_warns(qapp):
    qWarning("the-warning")

@pytest.fixture
def warns_at_the_end(qapp):
    yield
    qWarning("the-last-warning")

def test_warns_while_taken_down(warns_at_the_end):
    pass

def test_cleans_up(qapp):
    kept[-1].quit()
    kept[-1].wait()
    kept.clear()
"""


def test_left_windows_timers_threads_and_qt_warnings_fail(pytester: pytest.Pytester) -> None:
    pytester.makeini(_SETTINGS)
    pytester.makepyfile(_LEAKS)
    os.environ["PYTHONPATH"] = str(ROOT)  # pytester restores the environment
    result = pytester.runpytest_subprocess("-p", "tests.support.guards", "-rA", "-p", "no:xdist")

    result.assert_outcomes(passed=7, failed=1, errors=4)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_leaks_a_window *",
            "leaked window: QWidget 'the-window'",
            "*ERROR at teardown of test_leaks_a_timer *",
            "leaked active timer: *'the-timer'",
            "*ERROR at teardown of test_leaks_a_qthread *",
            "leaked running QThread: *'the-qthread'",
            "*ERROR at teardown of test_warns_while_taken_down *",
            "Qt while taking down: the-last-warning",
        ]
    )
