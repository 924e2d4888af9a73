"""``python -m pos_app``: flags, then the app."""

from __future__ import annotations

import gc
import os
import sys

from pos_app.qt_start import load_qt


def main() -> int:
    """Run the app with the process's arguments and return its exit code."""
    arguments = sys.argv[1:]
    if any(each.partition("=")[0] == "--verify-audit" for each in arguments):
        return _verify_audit(arguments)
    load_qt()
    if "--self-test" in arguments:
        from pos_app.selftest import run as self_test

        return self_test([each for each in arguments if each != "--self-test"])
    gc.disable()  # until the first paint: then the composition root turns it on
    from pos_app.app import run

    return run(arguments)


def _verify_audit(arguments: list[str]) -> int:
    from pos_app import options
    from pos_app.services.audit_command import verify_audit
    from pos_app.services.settings import default_data_dir

    asked = options.parse(arguments, os.environ)
    return verify_audit(asked.data_dir or default_data_dir(), asked.verify_audit or "")


if __name__ == "__main__":
    sys.exit(main())
