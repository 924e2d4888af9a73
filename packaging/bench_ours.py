"""The program's own window on an empty data folder, ended once painted and ready for a key.

With the word "whole" behind the folder it ends when the rest of the window is painted, too.
"""

from __future__ import annotations

import gc
import os
import sys

from pos_app.qt_start import load_qt

gc.disable()  # as the program's own first lines do
load_qt()

from pathlib import Path  # noqa: E402

from PySide6.QtWidgets import QLineEdit  # noqa: E402

from pos_app.app import Shop, build, install_crash_hook  # noqa: E402
from pos_app.services import process  # noqa: E402

process.protect()
os.environ.update(POS_APP_TRAINING="1", POS_APP_DATA_DIR=sys.argv[1])
app, window = build([])
install_crash_hook(Path(sys.argv[1]))
if not isinstance(window.shop, Shop):
    sys.exit("nothing runs behind the window")
window.painted.disconnect(window.shop.open)  # the start of the worker is another matter
window.show()
app.processEvents()
if not isinstance(app.focusWidget(), QLineEdit):
    sys.exit("no field takes a key")
if "whole" in sys.argv:
    window.orders.fill()
    app.processEvents()
os._exit(0)
