"""A pytest plugin: a test that logs, leaks or makes Qt complain unasked has failed.

Each guard is tested in ``tests/support/test_guards.py`` with a test that must fail.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Generator

import pytest

from tests.support import leaks, rooms
from tests.support.log_guard import LogGuard

_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed: its traceback keeps objects alive that it did not leak."""
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture(autouse=True)
def _guards(request: pytest.FixtureRequest) -> Generator[None]:
    item = request.node
    with_qt = not rooms.runs_without_qt(item.path)
    before = leaks.snapshot(with_qt=with_qt)
    logs = LogGuard()
    logs.install()
    yield
    left = [] if item.stash.get(_FAILED, False) else leaks.leaks(before, with_qt=with_qt)
    logs.remove()
    if item.stash.get(_FAILED, False):
        return
    marks = item.iter_markers("expect_logs")
    expected = tuple(str(regex) for mark in marks for regex in mark.args)
    if problems := left + logs.problems(expected):
        pytest.fail("\n".join(problems), pytrace=False)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Fail on Qt messages while a test is taken down; pytest-qt watches the rest of it."""
    if "PySide6.QtCore" not in sys.modules:
        yield
        return
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    ignored = [str(regex) for regex in item.config.getini("qt_log_ignore")]
    serious = {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}
    messages: list[str] = []

    def collect(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind in serious and not any(re.search(regex, message) for regex in ignored):
            messages.append(message)

    previous = qInstallMessageHandler(collect)
    try:
        yield
    finally:
        qInstallMessageHandler(previous)
    if messages:
        pytest.fail("\n".join(f"Qt while taking down: {text}" for text in messages), pytrace=False)
