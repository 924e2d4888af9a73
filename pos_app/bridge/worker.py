"""The one worker: a QThread that runs an asyncio loop, and one signal of frozen values.

Everything slow lives here: network, keyring, disk, and the import of the libraries they need.
`post` and `stop` are called directly from the window's thread; reports come back queued.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QThread, Signal

from pos_app.bridge import messages as m

if TYPE_CHECKING:
    import asyncio

    from pos_app.bridge.office import Office

# Makes the office inside the worker's thread, so that its imports happen there.
OfficeMaker: TypeAlias = "Callable[[Callable[[m.Report], None]], Office]"


class Worker(QThread):
    """Runs the office. `crashed` carries an exception that nobody foresaw, for the crash hook."""

    reported = Signal(object)
    crashed = Signal(object)

    def __init__(self, make_office: OfficeMaker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_office = make_office
        self._guard = threading.Lock()
        self._waiting: list[m.Request] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._office: Office | None = None
        self._stop_asked = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._writes: set[asyncio.Task[None]] = set()

    def post(self, request: m.Request) -> None:
        """Ask for something; from the window's thread. Kept until the worker is ready."""
        with self._guard:
            if self._loop is None:
                self._waiting.append(request)
            else:
                self._loop.call_soon_threadsafe(self._accept, request)

    def cancel_order(self, order_id: int) -> None:
        """Stop an order of which nothing has left yet; without effect on any other."""
        with self._guard:
            if self._loop is not None and self._office is not None:
                self._loop.call_soon_threadsafe(self._office.cancel_order, order_id)

    def stop(self) -> None:
        """End the worker and wait for it. An order whose body has left ends as unknown."""
        with self._guard:
            self._stop_asked = True
            self._waiting.clear()
            if self._loop is not None and self._stopping is not None:
                self._loop.call_soon_threadsafe(self._stopping.set)
        self.wait()

    def run(self) -> None:
        """Qt calls this in the new thread; asyncio, too, is imported here."""
        import asyncio

        asyncio.run(self._main())

    async def _main(self) -> None:
        import asyncio

        asyncio.get_running_loop().set_exception_handler(self._lost)
        office = self._make_office(self.reported.emit)
        stopping = asyncio.Event()
        with self._guard:
            self._loop, self._stopping = asyncio.get_running_loop(), stopping
            self._office = office
            waiting, self._waiting = self._waiting, []
            if self._stop_asked:
                stopping.set()
        for request in waiting:
            self._accept(request)
        await stopping.wait()
        with self._guard:
            self._loop = self._office = None
        # What was told to be kept is kept; it is written in milliseconds, or refused in seconds.
        await asyncio.gather(*self._writes, return_exceptions=True)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await office.close()

    def _accept(self, request: m.Request) -> None:
        if self._office is None:
            return
        import asyncio

        task = asyncio.get_running_loop().create_task(self._office.handle(request))
        self._tasks.add(task)
        staff = m.AddClerk | m.ChangeClerk | m.ResetPin | m.LockUp
        if isinstance(request, m.KeepDraft | m.DropDraft | m.Decide | m.SaveSettings | staff):
            self._writes.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._writes.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.crashed.emit(error)

    def _lost(self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """An error that no task asked for; asyncio itself would log its words and its objects."""
        error = context.get("exception")
        self.crashed.emit(error if isinstance(error, BaseException) else RuntimeError())
