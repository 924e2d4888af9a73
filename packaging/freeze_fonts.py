"""Run first by the frozen program: a machine without a configuration of fonts gets ours.

The library complains on standard error otherwise. Where there is one, nothing is changed: what a
program that is opened from here inherits stays the machine's own.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform.startswith("linux") and not Path("/etc/fonts/fonts.conf").exists():
    ours = Path(getattr(sys, "_MEIPASS", "")) / "resources" / "fonts" / "fonts.conf"
    os.environ.setdefault("FONTCONFIG_FILE", str(ours))
