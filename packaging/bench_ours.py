"""The program's own window on an empty data folder, ended once painted and ready for a key."""

from __future__ import annotations

import gc
import os
import sys

gc.disable()  # as the program's own first line does

from pos_app.app import build  # noqa: E402

app, window = build(["--training", "--data-dir", sys.argv[1]])
window.show()
app.processEvents()
os._exit(0)
