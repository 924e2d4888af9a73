"""The program's icon, drawn for each system."""

from __future__ import annotations

import struct
from pathlib import Path

import freeze_icons
from PySide6.QtGui import QColor, QImage


def test_each_size_is_drawn_with_clear_corners(tmp_path: Path) -> None:
    freeze_icons.write(tmp_path)

    for size in freeze_icons.SIZES:
        image = QImage(str(tmp_path / f"{size}.png"))
        assert (image.width(), image.height()) == (size, size)
        assert image.pixelColor(0, 0).alpha() == 0
        assert image.pixelColor(size // 2, size // 10) == QColor("#1f4fd8")


def test_the_windows_icon_holds_every_size(tmp_path: Path) -> None:
    freeze_icons.write(tmp_path)
    icon = (tmp_path / "pos-app.ico").read_bytes()
    reserved, kind, count = struct.unpack_from("<HHH", icon)
    entries = [struct.unpack_from("<BBBBHHII", icon, 6 + 16 * number) for number in range(count)]

    assert (reserved, kind) == (0, 1)
    assert [entry[0] for entry in entries] == [16, 24, 32, 48, 64, 128, 0]
    for width, *_, length, offset in entries:
        picture = QImage.fromData(icon[offset : offset + length])
        assert picture.width() == (width or 256)


def test_the_apple_icon_holds_its_sizes(tmp_path: Path) -> None:
    freeze_icons.write(tmp_path)
    icon = (tmp_path / "pos-app.icns").read_bytes()
    assert icon[:4] == b"icns"
    assert struct.unpack_from(">I", icon, 4)[0] == len(icon)
    sizes: dict[bytes, int] = {}
    at = 8
    while at < len(icon):
        kind, length = struct.unpack_from(">4sI", icon, at)
        sizes[kind] = QImage.fromData(icon[at + 8 : at + length]).width()
        at += length

    assert sizes[b"ic07"] == 128
    assert sizes[b"ic10"] == 1024
