from __future__ import annotations

import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter
from pytestqt.qtbot import QtBot

from pos_app.bridge.messages import ImageLoaded, LoadImage, Request
from pos_app.gui.pictures import PictureCache, decode

_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>'


def _encoded(kind: str, width: int = 300, height: int = 200) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xE4782B)
    array = QByteArray()
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(kind.encode())).write(image)
    return bytes(array.data())


def _png_that_claims(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + chunk + _encoded("PNG")[33:]


def test_a_picture_is_asked_for_once_and_shown_square(qtbot: QtBot) -> None:
    asked: list[Request] = []
    cache = PictureCache(asked.append)
    assert cache.get("u", 44) is None
    assert cache.get("u", 40) is None
    assert asked == [LoadImage("u")]
    with qtbot.waitSignal(cache.arrived, check_params_cb=lambda url: bool(url == "u")):
        cache.receive(ImageLoaded("u", _encoded("PNG")))
    shown = cache.get("u", 44)
    assert shown is not None
    assert shown.deviceIndependentSize().toTuple() == (44.0, 44.0)
    assert asked == [LoadImage("u")]


def test_a_missing_picture_is_not_asked_for_again_until_told(qtbot: QtBot) -> None:
    asked: list[Request] = []
    cache = PictureCache(asked.append)
    cache.get("u", 44)
    cache.receive(ImageLoaded("u"))
    assert cache.get("u", 44) is None
    assert len(asked) == 1
    cache.retry_missing()
    cache.get("u", 44)
    assert len(asked) == 2


def test_answers_to_others_and_empty_addresses_are_ignored(qtbot: QtBot) -> None:
    asked: list[Request] = []
    cache = PictureCache(asked.append)
    cache.receive(ImageLoaded("other", _encoded("PNG")))
    assert cache.get("", 44) is None
    assert asked == []


def test_the_oldest_pictures_go_when_there_are_too_many(qtbot: QtBot) -> None:
    asked: list[Request] = []
    cache = PictureCache(asked.append)
    data = _encoded("PNG", 8, 8)
    for i in range(301):
        cache.get(str(i), 44)
        cache.receive(ImageLoaded(str(i), data))
    assert cache.get("0", 44) is None
    assert cache.get("300", 44) is not None
    assert asked[-1] == LoadImage("0")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_large_pictures_are_scaled_down_while_decoding(qtbot: QtBot, kind: str) -> None:
    image = decode(_encoded(kind, 3000, 2000))
    assert image is not None
    assert image.height() == 128


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>no picture</html>",
        _SVG,
        _png_that_claims(60_000, 60_000),
        _png_that_claims(0, 10),
        b"BM" + bytes(60),
    ],
    ids=["empty", "html", "svg", "huge", "no-width", "bmp"],
)
def test_what_is_no_sound_picture_is_none(qtbot: QtBot, data: bytes) -> None:
    assert decode(data) is None
