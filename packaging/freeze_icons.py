"""The program's icon in the formats and sizes of each system, all drawn from one SVG."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).resolve().parents[1] / "resources" / "pos-app.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512, 1024)

_ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
# Apple's four letters for each size in pixels; @2x entries are the same picture.
_ICNS_TYPES = {
    b"icp4": 16, b"icp5": 32, b"ic11": 32, b"ic12": 64, b"ic07": 128,
    b"ic08": 256, b"ic13": 256, b"ic09": 512, b"ic14": 512, b"ic10": 1024,
}  # fmt: skip


def write(folder: Path) -> None:
    """Write `N.png` for each size, `pos-app.ico` and `pos-app.icns` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {size: draw(size) for size in SIZES}
    for size, picture in pictures.items():
        (folder / f"{size}.png").write_bytes(picture)
    (folder / "pos-app.ico").write_bytes(as_ico({size: pictures[size] for size in _ICO_SIZES}))
    (folder / "pos-app.icns").write_bytes(as_icns(pictures))


def draw(size: int) -> bytes:
    """The icon as a PNG of `size` by `size` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def as_ico(pictures: Mapping[int, bytes]) -> bytes:
    """PNGs by size in pixels as a Windows icon (an ICONDIR with PNG entries)."""
    header = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(header) + 16 * len(pictures)
    entries = b""
    for size, picture in pictures.items():
        side = size % 256  # 0 stands for 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return header + entries + b"".join(pictures.values())


def as_icns(pictures: Mapping[int, bytes]) -> bytes:
    """PNGs by size in pixels as an Apple icon image."""
    body = b"".join(
        kind + struct.pack(">I", 8 + len(pictures[size])) + pictures[size]
        for kind, size in _ICNS_TYPES.items()
    )
    return b"icns" + struct.pack(">I", 8 + len(body)) + body
