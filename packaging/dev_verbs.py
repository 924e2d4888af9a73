"""The verbs of the command line; each one sets up first what it needs."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

import dev_checks
import dev_environments
import dev_freeze
import dev_system

_NOT_READY = 2


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says and return the exit code; 2 when the machine is not ready."""
    chosen, rest = _parser().parse_known_args(arguments[:1])
    verb = VERBS[chosen.verb]
    try:
        return verb([*rest, *arguments[1:]])
    except dev_system.NotReadyError as error:
        print(error, file=sys.stderr)
        return _NOT_READY
    except subprocess.CalledProcessError as error:
        # Its own output stands above; its arguments are not repeated.
        print(f"Setting up failed (exit code {error.returncode}).", file=sys.stderr)
        return _NOT_READY
    except KeyboardInterrupt:
        return 130


def _setup(_arguments: Sequence[str]) -> int:
    """Make .venv and the system libraries ready."""
    dev_system.ensure_for_run()
    dev_environments.ensure(dev_environments.FULL)
    return 0


def _run(arguments: Sequence[str]) -> int:
    """Open the app: on the training store, or with the arguments given."""
    wanted = list(arguments) or ["--training"]
    dev_system.require_screen(wanted)
    dev_system.ensure_for_run()
    python = str(dev_environments.ensure(dev_environments.FULL))
    command = [python, "-m", "pos_app", *wanted]
    environment = dev_checks.child_environment()
    sys.stdout.flush()
    if os.name != "nt":  # there the prompt would come back while the app still runs
        os.execve(python, command, environment)  # noqa: S606
    return subprocess.run(command, env=environment, check=False).returncode


def _test(arguments: Sequence[str]) -> int:
    """Run all checks and tests; --fast: all tests only; other arguments go to pytest."""
    dev_system.ensure_for_test()
    rest = [argument for argument in arguments if argument != "--fast"]
    return dev_checks.test(rest, fast="--fast" in arguments)


def _lint(_arguments: Sequence[str]) -> int:
    """Run ruff, mypy, the import contracts and the house rules."""
    return dev_checks.lint()


def _bench(arguments: Sequence[str]) -> int:
    """Measure start-up, streaming and round trips against their baselines."""
    dev_system.ensure_for_test()
    return dev_checks.bench(arguments)


def _faults(arguments: Sequence[str]) -> int:
    """Place 10,000 orders that go wrong, and judge each; --count N, --seed N."""
    return dev_checks.faults(arguments)


def _freeze(arguments: Sequence[str]) -> int:
    """Build dist/pos-app and this system's package; --twice: compare two builds."""
    return dev_freeze.freeze(arguments)


def _audit(arguments: Sequence[str]) -> int:
    """Ask PyPI's advisories about what is inside a frozen program, and the tools that make it."""
    return dev_checks.audit(arguments)


def _lock(arguments: Sequence[str]) -> int:
    """Write the hash-pinned requirement files anew; --upgrade moves all versions on."""
    dev_environments.lock(arguments)
    return 0


VERBS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "run": _run,
    "test": _test,
    "lint": _lint,
    "bench": _bench,
    "freeze": _freeze,
    "audit": _audit,
    "faults": _faults,
    "setup": _setup,
    "lock": _lock,
}


def _parser() -> argparse.ArgumentParser:
    lines = [f"  {name:<8}{verb.__doc__}" for name, verb in VERBS.items()]
    parser = argparse.ArgumentParser(
        prog="dev.py",
        usage="python3 packaging/dev.py VERB [arguments]",
        description="verbs:\n" + "\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=VERBS, help=argparse.SUPPRESS)
    return parser
