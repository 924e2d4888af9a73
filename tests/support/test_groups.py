"""What a group of tests shares is made once: the group stays in one worker."""

from __future__ import annotations

import pytest

_TESTS = """
import pytest

@pytest.mark.xdist_group("together")
@pytest.mark.parametrize("number", range(8))
def test_in_a_group(number, testrun_uid, worker_id):
    print("in", worker_id)
"""


def test_a_group_stays_in_one_worker(pytester: pytest.Pytester) -> None:
    # Groups get lost without a word where pytest and pytest-xdist don't fit together.
    pytester.makepyfile(_TESTS)
    options = ("-n", "2", "--dist", "loadgroup", "-rP", "-p", "no:cacheprovider")
    answer = pytester.runpytest_subprocess(*options)

    answer.assert_outcomes(passed=8)
    assert len({line for line in answer.outlines if line.startswith("in gw")}) == 1
