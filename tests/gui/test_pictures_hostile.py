"""Bytes that claim to be a picture: bombs, other formats, damage, what a decoder would choke on."""

from __future__ import annotations

import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter
from pytestqt.qtbot import QtBot

from pos_app.gui.pictures import decode


def encoded(image: QImage, kind: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(kind.encode())).write(image)
    return bytes(buffer.data().data())


def picture(width: int = 40, height: int = 30, kind: str = "png") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFF8800)
    return encoded(image, kind)


def png(width: int, height: int, rows: bytes) -> bytes:
    """A PNG of one-bit pixels with a true checksum (PNG specification, 5 and 11)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def bomb(side: int) -> bytes:
    """A square of nothing: some kilobytes that unfold to gigabytes."""
    return png(side, side, zlib.compress(b"\0" * ((side // 8 + 1) * side), 9))


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_an_honest_picture_is_shown(qtbot: QtBot, kind: str) -> None:
    image = decode(picture(kind=kind))
    assert image is not None
    assert (image.width(), image.height()) == (40, 30)


@pytest.mark.qt_log_ignore("JPEG|Huffman|marker", extend=True)  # the decoder says that it is torn
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"<svg xmlns='http://www.w3.org/2000/svg'><rect width='9' height='9'/></svg>",
        b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'a'>]><svg/>",
        picture(kind="bmp"),
        picture(kind="ppm"),
        b"II*\x00\x08\x00\x00\x00",
        b'/* XPM */ static char *x[] = {"1 1 1 1","a c #fff","a"};',
    ],
    ids=["nothing", "gif", "png", "jpeg", "webp", "svg", "xml", "bmp", "ppm", "tiff", "xpm"],
)
def test_what_is_no_picture_of_the_four_kinds_is_refused(qtbot: QtBot, data: bytes) -> None:
    assert decode(data) is None


@pytest.mark.parametrize("side", [5_001, 12_000])
def test_a_bomb_is_refused_by_its_header(qtbot: QtBot, side: int) -> None:
    data = bomb(side)
    assert len(data) < 100_000
    assert decode(data) is None


@pytest.mark.parametrize(("width", "height"), [(2_000_000_000, 2_000_000_000), (20_000, 1), (1, 0)])
def test_a_lie_about_the_size_is_refused(qtbot: QtBot, width: int, height: int) -> None:
    assert decode(png(width, height, zlib.compress(b"\0\0"))) is None


@pytest.mark.qt_log_ignore("JPEG|Huffman|marker", extend=True)  # the decoder says that it is torn
@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_a_torn_picture_does_no_harm(qtbot: QtBot, kind: str) -> None:
    whole = picture(300, 200, kind)
    for end in range(0, len(whole), max(1, len(whole) // 40)):
        image = decode(whole[:end])
        assert image is None or max(image.width(), image.height()) <= 512


def test_a_kind_s_bytes_behind_another_s_beginning_are_refused(qtbot: QtBot) -> None:
    assert decode(b"\x89PNG\r\n\x1a\n" + picture(kind="jpeg")) is None
    assert decode(b"GIF89a" + picture()) is None
