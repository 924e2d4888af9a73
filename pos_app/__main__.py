"""``python -m pos_app``: flags, then the app."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the app with the process's arguments and return its exit code."""
    arguments = sys.argv[1:]
    if "--self-test" in arguments:
        from pos_app.selftest import run as self_test

        return self_test([each for each in arguments if each != "--self-test"])
    gc.disable()  # until the first paint: then the composition root turns it on
    from pos_app.app import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
