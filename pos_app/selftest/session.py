"""One run of the self-test: the window is built, used, and put away without a trace."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from pos_app import option_flags
from pos_app.app import Shop, Training, build
from pos_app.domain.connection import Connection
from pos_app.gui.main_window import MainWindow
from pos_app.selftest.clerk import Clerk
from pos_app.selftest.parts import check_parts
from pos_app.selftest.results import Results
from pos_app.selftest.script import Script, Steps, TooLongError
from pos_app.services.secrets import Scope, TokenStore
from pos_app.services.settings import FILE_NAME

_SERIOUS = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
# What the platform without a screen says of itself.
_EXPECTED = "This plugin does not support"


def session(folder: Path) -> int:
    """Run it with its data in `folder`; return the exit code."""
    results = Results()
    data = folder / "data"
    data.mkdir(mode=0o700)
    # Whatever is set for all registers of this computer stays out of it.
    own: dict[str, object] = {
        "connection": {"training": True},
        "clerk": "",
        "country": "US",
        "theme": "light",
    }
    own |= {"sign_in": False, "recorder": None, "updates": None}
    (data / FILE_NAME).write_text(json.dumps(own), encoding="utf-8")
    qInstallMessageHandler(_qt_listener(results))
    training = Training(pace=0)
    app, window = build(["--training", "--data-dir", str(data)], training)
    visit = Visit(app, window, training, results, folder)
    sys.excepthook = visit.crashed
    window.show()
    window.activateWindow()
    visit.script.start()
    app.exec()
    qInstallMessageHandler(None)
    _forget_session(training.start())
    training.stop()
    results.close()
    return results.exit_code


class Visit(QObject):
    """The script at the window; ends the program when it is through."""

    def __init__(
        self,
        app: QApplication,
        window: MainWindow,
        training: Training,
        results: Results,
        folder: Path,
    ) -> None:
        super().__init__()
        self._app, self._window, self._results, self._folder = app, window, results, folder
        self._clerk = Clerk(window, training, results)
        self.script = Script(self._steps())
        self.script.ended.connect(self._leave)

    def crashed(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """A bug: its kind and its lines are told, never its message."""
        sys.excepthook = sys.__excepthook__  # once is enough
        sys.stderr.writelines([f"{kind.__qualname__}\n", *traceback.format_tb(trace)])
        self._results.tell("program", f"ended by {kind.__qualname__}", good=False)
        self.script.stop()
        self._leave()

    def _steps(self) -> Steps:
        self._results.tell("program", option_flags.version_line(), good=True)
        check_parts(self._results)
        for name, steps in (
            ("order placed", self._clerk.order()),
            ("receipt as PDF", self._clerk.receipt(self._folder)),
            ("check this register", self._clerk.register_check()),
        ):
            try:
                yield from steps
            except TooLongError as waited:
                self._results.tell(name, f"{waited} did not come", good=False)

    @Slot()
    def _leave(self) -> None:
        if isinstance(self._window.shop, Shop):
            self._window.shop.close()
        focus = self._app.focusWidget()
        if focus is not None:
            focus.clearFocus()  # while all of the window is still there to hear of it
        self._window.hide()
        self._app.exit(self._results.exit_code)


def _forget_session(connection: Connection) -> None:
    """The window keeps its session in the keyring, and this one is of no use to anybody."""
    scope = Scope(connection.api_host, connection.app_id, connection.domain)
    with closing(TokenStore()) as store:
        store.forget(scope)


def _qt_listener(
    results: Results,
) -> Callable[[QtMsgType, QMessageLogContext, str], None]:
    def listen(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind in _SERIOUS and not text.startswith(_EXPECTED):
            results.note("Qt", " ".join(text.split()))

    return listen
