"""The harness forks, which only Linux does safely; elsewhere its tests are not collected."""

from __future__ import annotations

import sys

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]
