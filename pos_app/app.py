"""The composition root: puts the rooms together, catches what nobody foresaw, ends in order."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtWidgets import QApplication

from pos_app import options
from pos_app.bridge import messages as m
from pos_app.bridge import qt_messages
from pos_app.bridge.instance import AlreadyRunning, Instance
from pos_app.bridge.worker import Worker
from pos_app.domain.connection import Connection, Settings
from pos_app.domain.errors import PosError
from pos_app.gui import theme
from pos_app.gui.main_window import MainWindow
from pos_app.gui.raising import Raiser
from pos_app.gui.resources import load_fonts
from pos_app.services import logs, process
from pos_app.services.crashes import CrashKeeper
from pos_app.services.settings import SettingsFile, default_data_dir, prepare_data_dir

if TYPE_CHECKING:
    from pos_app.bridge.office import Office
    from pos_app.training import TrainingStore

# The style is chosen here: setStyle() would hand out a QStyle, which costs twenty enums to wrap.
_QT_ARGUMENTS = ["pos-app", "-style", "Fusion"]


class Training:
    """The training store, loaded and started only when it is asked for. `pace` in seconds."""

    def __init__(self, pace: float = 0.4) -> None:
        self._pace = pace
        # Started and stopped from threads of the worker's; closing the window may come between.
        self._guard = threading.Lock()
        self.store: TrainingStore | None = None
        self._connection: Connection | None = None

    def start(self) -> Connection:
        """Start the store if it does not run yet."""
        with self._guard:
            if self._connection is None:
                from pos_app.training import TrainingStore

                store = TrainingStore(pace=self._pace)
                at = store.start()
                self.store = store
                self._connection = Connection(
                    at.app_id, at.domain, at.api_url, at.payment_url, training=True
                )
            return self._connection

    def set_next(self, scenario: str) -> None:
        """Choose how the next order will go."""
        if self.store is not None:
            self.store.set_next(scenario)

    def stop(self) -> None:
        """End it."""
        with self._guard:
            if self.store is not None:
                self.store.stop()


class Shop(QObject):
    """Owns worker, settings and the data folder for as long as the window lives."""

    def __init__(
        self,
        app: QApplication,
        window: MainWindow,
        settings: Settings,
        worker: Worker,
        instance: Instance,
    ) -> None:
        super().__init__(app)
        self._app, self._window = app, window
        self._settings, self._worker, self._instance = settings, worker, instance
        worker.setParent(self)
        instance.setParent(self)
        app.aboutToQuit.connect(self.close)

    @Slot()
    def open(self) -> None:
        """After the first paint: start the worker, bring back what was open, then connect."""
        from pos_app.training.scenarios import SCENARIOS

        self._window.top.set_scenarios((each.name, each.title) for each in SCENARIOS)
        gc.enable()  # off since the first line of the program: a start leaves no garbage
        # Python hands its lock on after 5 ms of computing: too long for a key that waits for it.
        sys.setswitchinterval(0.001)
        self._worker.start()
        self._worker.post(m.OpenStaff())
        self._worker.post(m.OpenJournal())
        if self._settings.connection is not None:
            self._worker.post(m.Connect(self._settings.connection))
        self._instance.listen()
        from pos_app.gui.window_icon import show_icon

        show_icon()

    @Slot(object)
    def use(self, settings: Settings) -> None:
        """New settings: the look follows at once."""
        self._settings = settings
        theme.state.apply(self._app, settings.theme)

    @Slot()
    def close(self) -> None:
        """End the worker; nothing of it is left when this returns, and the folder is free."""
        self._instance.close_door()
        self._worker.stop()
        self._instance.close()

    @Slot(object)
    def crashed(self, error: BaseException) -> None:
        """A bug in the worker reaches the same hook as one in the window."""
        sys.excepthook(type(error), error, error.__traceback__)


def build(argv: Sequence[str], training: Training | None = None) -> tuple[QApplication, MainWindow]:
    """The real window, wired, not yet executing. `argv` without the program's name.

    Raises:
        ConfigError: hosts, domain or app id on the command line can't be used.
        SystemExit: for --version and --help.
        AlreadyRunning: another copy has the data folder.
    """
    return _open(options.parse(argv, os.environ), training or Training())


def _open(asked: options.Options, training: Training) -> tuple[QApplication, MainWindow]:
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(_QT_ARGUMENTS)
    app.setApplicationName("pos-app")
    folder = asked.data_dir or default_data_dir()
    instance = _claim(folder)
    load_fonts()
    settings_file = SettingsFile(folder)
    settings = settings_file.load()
    if asked.connection is not None:
        settings = replace(settings, connection=asked.connection)
    theme.state.set_colours(app, settings.theme)
    worker = Worker(_office_maker(folder, settings_file, training))
    memory = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(settings, worker.post, worker.cancel_order, memory)
    shop = Shop(app, window, settings, worker, instance)
    instance.raise_asked.connect(Raiser(window).bring_to_front)
    if instance.unlocked:
        window.status.say(shop.tr("The data folder can't be written to: nothing is kept."), "warn")
    elif settings_file.unread is not None:
        words = shop.tr("The settings for all registers can't be used: {0}")
        window.status.say(words.format(settings_file.unread), "warn")
    worker.reported.connect(window.receive)
    worker.crashed.connect(shop.crashed)
    window.painted.connect(shop.open)
    window.settings_chosen.connect(shop.use)
    app.commitDataRequest.connect(window.log_out)
    window.shop = shop
    theme.state.set_sheet(app)
    return app, window


def _claim(folder: Path) -> Instance:
    # A folder that can't be made can't be locked either: the window opens and says so.
    with contextlib.suppress(OSError):
        prepare_data_dir(folder)
    instance = Instance(folder)
    if not instance.take():
        raise instance.refusal
    return instance


def _office_maker(
    folder: Path, settings: SettingsFile, training: Training
) -> Callable[[Callable[[m.Report], None]], Office]:
    """What the worker calls in its own thread: the heavy imports happen there."""

    def make(report: Callable[[m.Report], None]) -> Office:
        from pos_app.bridge.office import Office
        from pos_app.gui.printers import printer_names
        from pos_app.services.journal import Journal

        return Office(report, settings, training, Journal(folder), printer_names)

    return make


def install_crash_hook(folder: Path) -> None:
    """Keep a log in the data folder, and what is left of a bug; without any values in either."""
    logs.set_up(folder)
    CrashKeeper(folder).install()
    qt_messages.send_to_log()


def run(argv: Sequence[str]) -> int:
    """Open the window and return the exit code."""
    process.protect()
    try:
        asked = options.parse(argv, os.environ)
        app, window = _open(asked, Training())
    except PosError as error:
        sys.stderr.write(f"pos-app can't start with these options.\n{error.problem.details()}\n")
        return 2
    except AlreadyRunning as other:
        sys.stderr.write(other.sentence)
        return other.exit_code
    install_crash_hook(asked.data_dir or default_data_dir())
    from pos_app.gui.capture import note_capture

    window.show()
    note_capture(window, left_out=process.hide_from_capture(int(window.winId())))
    return app.exec()
