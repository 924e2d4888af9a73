"""The checks: lint, the tests without Qt, all tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import dev_environments
from dev_environments import ROOT

_SOURCES = ("pos_app", "packaging", "tests")

_LINT_STEPS: Mapping[str, Sequence[str]] = {
    "ruff check": ("-m", "ruff", "check", "--quiet", *_SOURCES),
    "ruff format": ("-m", "ruff", "format", "--quiet", "--diff", *_SOURCES),
    "mypy": ("-m", "mypy", "--no-error-summary"),
    "import contracts": (
        "-c",
        "from importlinter.cli import lint_imports_command as check; check()",
        "--no-logo",
    ),
    "house rules": ("-m", "tests.house"),
}

# Minutes of forking and killing: once is enough.
_FAULTS = "tests/faults"

# Exit code of pytest when it was given arguments that choose no test of this run.
_NO_TESTS_CHOSEN = 5


def lint() -> int:
    """Run every lint step, say how long each took, return the worst exit code."""
    python = dev_environments.ensure(dev_environments.FULL)
    worst = 0
    for name, arguments in _LINT_STEPS.items():
        started = time.monotonic()
        code = _call([str(python), *arguments])
        verdict = "ok" if code == 0 else "FAILED"
        print(f"{name}: {verdict} ({time.monotonic() - started:.1f} s)", flush=True)
        worst = max(worst, code)
    return worst


def test(arguments: Sequence[str], *, fast: bool) -> int:
    """Run lint, the tests without Qt, then all tests; return the worst exit code.

    ``fast`` leaves out the first two. pytest's closing line of the last run is printed last.
    """
    python = dev_environments.ensure(dev_environments.FULL)
    if fast:
        print("All tests:", flush=True)
        return _call([str(python), *_pytest(arguments)])
    codes = [lint(), _test_without_qt(arguments)]
    print(f"All tests but {_FAULTS}, which knows no Qt and ran above:", flush=True)
    codes.append(_call([str(python), *_pytest([f"--ignore={_FAULTS}", *arguments])]))
    return max(codes)


def _test_without_qt(arguments: Sequence[str]) -> int:
    python = dev_environments.ensure(dev_environments.WITHOUT_QT)
    print("Tests where Qt is not installed:", flush=True)
    code = _call([str(python), *_pytest(arguments)])
    return 0 if code == _NO_TESTS_CHOSEN and arguments else code


def _pytest(arguments: Sequence[str]) -> Sequence[str]:
    # One group of tests, those that need a desktop, stays in one worker.
    return ("-m", "pytest", "-q", "-n", "auto", "--dist", "loadgroup", *arguments)


def _call(command: Sequence[str]) -> int:
    """Run a command in the project's folder; a signal that ended it counts as 1."""
    sys.stdout.flush()
    code = subprocess.run(command, cwd=ROOT, env=child_environment(), check=False).returncode
    return code if code >= 0 else 1


def child_environment() -> dict[str, str]:
    """Return the environment for Python programs of this project.

    Bytecode is kept: with PYTHONDONTWRITEBYTECODE each start would compile all sources again.
    """
    left_out = {"PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH"}
    return {name: value for name, value in os.environ.items() if name not in left_out}


def bench(arguments: Sequence[str]) -> int:
    """Run the benchmarks and return their exit code."""
    python = dev_environments.ensure(dev_environments.FULL)
    script = Path(__file__).with_name("bench.py")
    return _call([str(python), str(script), *arguments])


def faults(arguments: Sequence[str]) -> int:
    """Run the fault harness, which needs no Qt; return 1 if an order was lost, doubled or wrong."""
    python = dev_environments.ensure(dev_environments.WITHOUT_QT)
    return _call([str(python), "-m", "tests.faults", *arguments])


def audit(arguments: Sequence[str]) -> int:
    """Look up each locked package among the known vulnerabilities; 1 if one is found.

    That needs PyPI's JSON service, which a mirror of packages may not have: a package that can't
    be looked up is a failure too, never a pass.
    """
    python = dev_environments.ensure(dev_environments.AUDIT)
    lock = str(dev_environments.FREEZE.requirements)
    options = ("--strict", "--disable-pip", "--require-hashes", "--progress-spinner", "off")
    return _call([str(python), "-m", "pip_audit", *options, "-r", lock, *arguments])
