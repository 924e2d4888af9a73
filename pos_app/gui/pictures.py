"""Product pictures: asked for once, decoded with care, kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QImageReader, QPixmap

from pos_app.bridge import messages as m
from pos_app.domain.picture import picture_kind

if TYPE_CHECKING:
    from pos_app.gui.ports import Post

_MAX_PIXELS = 25_000_000
_MAX_SIDE = 16_000
_MAX_MEGABYTES = 128  # of one decoded picture, whatever its header says
_MASTER = 128  # pixels: the largest picture shown is 64 points, at two pixels a point
_RATIO = 2.0
_KEPT = 300
_PAUSE_MS = 120
_AT_ONCE = 40


class PictureCache(QObject):
    """Pictures by address. `get` answers at once; `arrived(url)` tells that asking again pays.

    While somebody types (`typing`), each key brings other products, whose pictures would keep
    worker and window from the next key: they are asked for after a moment without a key.
    """

    arrived = Signal(str)

    def __init__(self, post: Post, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._post = post
        self._asked: set[str] = set()
        self._wanted: dict[str, None] = {}
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._missing: set[str] = set()
        self._masters: OrderedDict[str, QImage] = OrderedDict()
        self._shown: OrderedDict[tuple[str, int], QPixmap] = OrderedDict()

    def get(self, url: str, size: int) -> QPixmap | None:
        """The picture cut to a square of `size` points, or None while or because there is none.

        The first call for an address asks the worker for it.
        """
        if not url or url in self._missing:
            return None
        key = (url, size)
        if key in self._shown:
            self._shown.move_to_end(key)
            return self._shown[key]
        master = self._masters.get(url)
        if master is None:
            if url not in self._asked:
                self._wanted[url] = None
                if not self._pause.isActive():
                    self._ask()
            return None
        self._masters.move_to_end(url)
        self._shown[key] = _square(master, size)
        _trim(self._shown)
        return self._shown[key]

    @Slot(object)
    def receive(self, loaded: m.ImageLoaded) -> None:
        """Take the answer to a request of this cache; others' answers are not kept."""
        if loaded.url not in self._asked:
            return
        self._asked.discard(loaded.url)
        image = decode(loaded.data)
        if image is None:
            self._missing.add(loaded.url)
        else:
            self._masters[loaded.url] = image
            _trim(self._masters)
        self.arrived.emit(loaded.url)

    def typing(self) -> None:
        """A key was pressed that may bring other products."""
        self._pause.start()

    def retry_missing(self) -> None:
        """Ask again for what could not be had: the connection is back."""
        self._missing.clear()

    @Slot()
    def _ask(self) -> None:
        """Ask for those wanted last; the others are not seen any more."""
        wanted, self._wanted = [*self._wanted][-_AT_ONCE:], {}
        for url in wanted:
            self._asked.add(url)
            self._post(m.LoadImage(url))


def decode(data: bytes) -> QImage | None:
    """The first frame of an encoded picture, at most 128 pixels on its shorter side, upright.

    None for anything that is not PNG, JPEG, WebP or GIF, is damaged, or has more than
    25 megapixels: the size is read from the header before anything is decoded. Bytes come from
    anywhere, so the kind is told by their beginning and only that kind's decoder sees them.
    """
    kind = picture_kind(data)
    if kind is None:
        return None
    QImageReader.setAllocationLimit(_MAX_MEGABYTES)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    longest = max(size.width(), size.height())
    if size.isEmpty() or longest > _MAX_SIDE or size.width() * size.height() > _MAX_PIXELS:
        return None
    if min(size.width(), size.height()) > _MASTER:
        reader.setScaledSize(_scaled(size))
    image = reader.read()
    return None if image.isNull() else image


def _scaled(size: QSize) -> QSize:
    """Just covering the square; a banner of 10,000 × 10 pixels does not become a long strip."""
    wanted = QSize(_MASTER, _MASTER)
    covering = size.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    return covering.boundedTo(QSize(4 * _MASTER, 4 * _MASTER))


def _square(image: QImage, size: int) -> QPixmap:
    pixels = round(size * _RATIO)
    scaled = image.scaled(
        pixels,
        pixels,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    left, top = (scaled.width() - pixels) // 2, (scaled.height() - pixels) // 2
    pixmap = QPixmap.fromImage(scaled.copy(left, top, pixels, pixels))
    pixmap.setDevicePixelRatio(_RATIO)
    return pixmap


def _trim(kept: OrderedDict[str, QImage] | OrderedDict[tuple[str, int], QPixmap]) -> None:
    while len(kept) > _KEPT:
        kept.popitem(last=False)
