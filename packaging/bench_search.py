"""From a key in the search field to the painted list, and what the first reading costs typing.

The real window, offscreen, with the real worker; the training store in a process of its own, with
1,000, 20,000 and 100,000 products. While the list is read for the first time, keys go into the
phone field. Then words are typed into the search field, key by key, some with a slip; the clock of
a key stops in the first idle moment after the paint of the list that shows its results. Baselines:
a key in a bare field, and the same pages fetched and parsed with nothing kept. Keys while reading
are pooled over several first readings, as one has too few for a p99; where Linux tells it,
they are also given without what the window's thread, ready to run, waited for a core.

Run by itself it prints JSON. With a number it measures one catalogue of that size, once.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench_probes import Wait
from bench_report import Figure, as_json, percentile
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from pos_app.app import Shop, Training, build
from pos_app.domain.catalogue_news import Reading
from pos_app.gui.main_window import MainWindow

_SIZES = (1_000, 20_000, 100_000)
# What is put into the field at once, and what is typed after it, each key of it measured.
_WORDS = (
    *(("", "radiant tee"), ("", "hoodie"), ("", "bonfire candle"), ("", "mug cabin"), ("", "note")),
    *(("", "backpack as"), ("", "aria pen"), ("", "tote"), ("raid", "ant tee"), ("hodi", "e hero")),
    *(("cande", "l"), ("", "jacket c"), ("", "socks"), ("", "to da"), ("", "cap aspen"), ("", "s")),
)
_BETWEEN_SECONDS = 0.03
_BARE_KEYS = 300
_READINGS = {20_000: 5}  # else one
_WAITED = Path("/proc/thread-self/schedstat")  # of a thread: seconds run, and waited for a core


class Keys(QObject):
    """Presses keys and waits for the paint that answers each.

    `latencies` in seconds; `waited`: what of each the thread waited for a core.
    """

    def __init__(self) -> None:
        super().__init__()
        self.latencies: list[float] = []
        self.waited: list[float] = []
        self._begun = 0.0
        self._loop = QEventLoop()
        self._idle = QTimer(self, singleShot=True, interval=0)
        self._idle.timeout.connect(self._settle)
        self._late = QTimer(self, singleShot=True, interval=10_000)
        self._late.timeout.connect(self._loop.quit)

    def is_answered(self) -> bool:
        """Whether what is painted now answers the key."""
        return True

    def watch(self, widget: QWidget) -> None:
        """Look at the paints of a widget."""
        widget.installEventFilter(self)

    def press(self, field: QWidget, char: str) -> None:
        """One key, and its paint."""
        before = _waited_for_a_core()
        self._begun = time.perf_counter()
        QTest.keyClicks(field, char)
        self._late.start()
        self._loop.exec()
        self._late.stop()
        if self._begun:
            raise TimeoutError(f"nothing was painted for {char!r}")
        self.waited.append(_waited_for_a_core() - before)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note paints, change nothing."""
        if self._begun and event.type() == QEvent.Type.Paint and self.is_answered():
            self._idle.start()
        return False

    @Slot()
    def _settle(self) -> None:
        if self._begun:
            self.latencies.append(time.perf_counter() - self._begun)
            self._begun = 0.0
            self._loop.quit()


class SearchKeys(Keys):
    """Keys in the search field, answered when the list shows what fits the whole text."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._search = window.page.cart.search

    def is_answered(self) -> bool:
        """Whether the list is that of the words in the field."""
        popup, words = self._search.popup, self._search.field.text().strip()
        return popup.isVisible() and popup.words == words and popup.current() is not None

    def type(self, start: str, text: str) -> None:
        """Type a text into the field after a start of it."""
        self._search.field.setText(start)
        for char in text:
            if char == " ":
                QTest.keyClicks(self._search.field, char)
            else:
                self.press(self._search.field, char)


def _waited_for_a_core() -> float:
    """Seconds that this thread was ready to run and did not, since it began; 0 if not told."""
    return float(_WAITED.read_text().split()[1]) / 1e9 if _WAITED.exists() else 0.0


@contextmanager
def _store(products: int) -> Iterator[dict[str, str]]:
    """The training store in a process of its own."""
    command = [sys.executable, "-m", "pos_app.training", "--products", str(products)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield json.loads(line)
        finally:
            process.terminate()


def _bare_keys() -> list[float]:
    """Seconds from key to paint in a field in a bare window."""
    field, keys = QLineEdit(), Keys()
    field.resize(400, 34)
    field.show()
    keys.watch(field)
    Wait().seconds(0.3)
    for number in range(_BARE_KEYS):
        keys.press(field, "abcdefgh"[number % 8])
    field.close()
    return keys.latencies


def _bare_pages(at: dict[str, str]) -> float:
    """Seconds to fetch and parse the whole list."""
    session = urllib.request.Request(  # noqa: S310 - our own server on loopback
        f"{at['api_url']}/api/v1/browser-session",
        method="POST",
        headers={"x-firmly-app-id": at["app_id"]},
    )
    with urllib.request.urlopen(session) as answer:  # noqa: S310
        token = json.load(answer)["access_token"]
    begun = time.perf_counter()
    for page in range(1, 1000):
        url = f"{at['api_url']}/api/v1/domains-products/{at['domain']}?page={page}&size=2000"
        headers = {"x-firmly-authorization": token}
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:  # noqa: S310
            if not json.load(answer):
                break
    return time.perf_counter() - begun


def _measure(products: int) -> dict[str, Any]:
    """One catalogue, from an empty folder; latencies in milliseconds, times in seconds."""
    _app = QApplication(["pos-app"])
    bare = _bare_keys()
    with _store(products) as at, tempfile.TemporaryDirectory() as folder:
        pages = _bare_pages(at)
        argv = ["--api-url", at["api_url"], "--payment-url", at["payment_url"]]
        argv += ["--app-id", at["app_id"], "--domain", at["domain"], "--data-dir", folder]
        _, window = build(argv, Training())
        window.show()
        window.activateWindow()
        begun = time.perf_counter()
        during = _type_while_read(window)
        first = time.perf_counter() - begun
        news = window.status.catalogue
        if news is None or news.products < products:
            raise RuntimeError(f"read {news} of {products}")
        found = _type_words(window)
        if isinstance(window.shop, Shop):
            window.shop.close()
        window.close()
    return {
        "bare_p95": 1000 * percentile(bare, 95),
        "bare_p99": 1000 * percentile(bare, 99),
        "key_p50": 1000 * percentile(found, 50),
        "key_p95": 1000 * percentile(found, 95),
        "during": [1000 * each for each in during.latencies],
        "waited": [1000 * each for each in during.waited],
        "first_s": first,
        "pages_s": pages,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _type_words(window: MainWindow) -> list[float]:
    """Seconds from key to painted list."""
    keys, popup = SearchKeys(window), window.page.cart.search.popup
    for part in (popup, *popup.findChildren(QWidget)):
        keys.watch(part)
    keys.type("", "mug")
    keys.latencies.clear()
    for start, words in _WORDS:
        keys.type(start, words)
    return keys.latencies


def _type_while_read(window: MainWindow) -> Keys:
    """Keys into the phone field, from the first paint to the whole list."""
    wait, keys = Wait(), Keys()
    wait.until(lambda: window.status.catalogue is not None)
    QTest.keyClick(window, Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    if not isinstance(field, QLineEdit):
        raise TypeError("the phone field has no focus")
    keys.watch(field)
    while window.status.catalogue is None or window.status.catalogue.reading in (
        Reading.READING,
        Reading.WAITING,
    ):
        if len(field.text()) >= 10:
            field.clear()
        keys.press(field, "2065551212"[len(field.text()) % 10])
        wait.seconds(_BETWEEN_SECONDS)
    return keys


def _while_reading(size: int, one: dict[str, Any]) -> list[Figure]:
    """None where the list was read before a key could be pressed."""
    during, waited = one["during"], one["waited"]
    if not during:
        return []
    told = f"Key to paint while reading, p99 of {len(during)}, {size:,} products / bare key"
    ready = [each - wait for each, wait in zip(during, waited, strict=True)]
    return [
        Figure(told, percentile(during, 99), one["bare_p99"], limit=16.7),
        Figure(f"{told}, without waiting for a core", percentile(ready, 99), one["bare_p99"]),
    ]


def _figures(at: dict[int, dict[str, Any]]) -> list[Figure]:
    figures = []
    for size, one in at.items():
        name, p95 = f"{size:,} products / bare key", one["bare_p95"]
        figures += [
            Figure(f"Key to painted list, median, {name}", one["key_p50"], p95),
            Figure(f"Key to painted list, p95, {name}", one["key_p95"], p95, limit=16.0),
        ]
        figures += _while_reading(size, one)
        told = f"First reading, {size:,} products / pages alone"
        figures.append(Figure(told, one["first_s"], one["pages_s"], "s"))
    least, most = at[_SIZES[0]], at[_SIZES[-1]]
    name = f"Peak memory, {_SIZES[-1]:,} / {_SIZES[0]:,} products"
    return [*figures, Figure(name, most["peak_mb"], least["peak_mb"], "MB")]


def _apart(size: int) -> dict[str, Any]:
    """One catalogue, measured in a process of its own."""
    command = [sys.executable, __file__, str(size)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    told: dict[str, Any] = json.loads(answer.stdout.decode().splitlines()[-1])
    return told


def _pooled(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """All keys of all runs; of what is one number for each run, the median."""
    first = runs[0]
    return {
        name: [each for run in runs for each in run[name]]
        if isinstance(first[name], list)
        else statistics.median(run[name] for run in runs)
        for name in first
    }


def main(arguments: list[str]) -> int:
    """Measure each size in a process of its own and print the figures, or one size here."""
    if arguments:
        print(json.dumps(_measure(int(arguments[0]))))
        return 0
    measured = {
        size: _pooled([_apart(size) for _ in range(_READINGS.get(size, 1))]) for size in _SIZES
    }
    print(as_json(_figures(measured)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
