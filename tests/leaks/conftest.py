"""Memory of another process is read through ``/proc``: Linux alone has it."""

from __future__ import annotations

import sys

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]
