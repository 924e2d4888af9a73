"""Product pictures drawn by code: an outline in the product's colour, as a PNG (ISO/IEC 15948).

A scanline fill row by row, not pixel by pixel: a picture takes about a millisecond, so that a
list of a hundred does not hold up an order that streams at the same time.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Mapping, Sequence

SIZE = 128

_Point = tuple[float, float]
_Polygon = tuple[_Point, ...]
_Shape = tuple[_Polygon, ...]  # where two of its polygons overlap there is a hole
_Colour = tuple[int, int, int]


def _round(cx: float, cy: float, rx: float, ry: float) -> _Polygon:
    turn = math.tau / 32
    return tuple((cx + rx * math.cos(i * turn), cy + ry * math.sin(i * turn)) for i in range(32))


def _box(left: float, top: float, right: float, bottom: float) -> _Polygon:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def _mirrored(*half: _Point) -> _Polygon:
    """A shape that is the same on both sides of the middle, from its right half, top to bottom."""
    return half + tuple((SIZE - x, y) for x, y in reversed(half))


_SLEEVES = ((74.0, 30.0), (80.0, 30.0), (108.0, 46.0), (100.0, 64.0), (88.0, 58.0), (88.0, 104.0))
_OUTLINES: Mapping[str, tuple[_Shape, ...]] = {
    "tee": ((_mirrored((64, 40), *_SLEEVES),),),
    "tank": ((_mirrored((64, 46), (72, 40), (74, 24), (81, 24), (82, 50), (90, 58), (88, 104)),),),
    "hoodie": (
        (_mirrored((76, 34), (84, 36), (108, 86), (97, 92), (88, 70), (88, 106)),),
        (_round(64, 32, 18, 16), _round(64, 35, 10, 11)),
    ),
    "sock": (
        (((52, 24), (80, 24), (80, 74), (72, 96), (44, 106), (30, 98), (32, 88), (52, 74)),),
        (_box(52, 32, 80, 36),),
    ),
    "cap": ((_mirrored((64, 40), (84, 46), (94, 66), (94, 78)),), (_round(84, 80, 32, 7),)),
    "mug": ((_box(34, 36, 82, 98),), (_round(84, 66, 19, 20), _round(84, 66, 11, 12))),
    "tumbler": ((_mirrored((86, 32), (80, 106)),), (_box(39, 24, 89, 32),)),
    "tote": ((_mirrored((92, 52), (98, 108)),), (_round(64, 52, 20, 28), _round(64, 52, 15, 23))),
    "backpack": ((_round(64, 48, 28, 26),), (_box(34, 48, 94, 106),), (_box(44, 74, 84, 98),)),
    "candle": ((_box(42, 58, 86, 106),), (_box(63, 44, 65, 58),), (_round(64, 36, 6, 11),)),
    "gift": ((_box(32, 54, 96, 106),), (_box(28, 42, 100, 56),), (_box(58, 42, 70, 106),)),
    "notebook": ((_box(38, 26, 94, 106),), (_box(46, 26, 50, 106),), (_box(60, 44, 86, 56),)),
    "pen": (
        (((88, 22), (102, 36), (50, 90), (38, 78)),),
        (((38, 78), (50, 90), (30, 100)),),
    ),
}


def draw(outline: str, colour: str) -> bytes:
    """A square PNG of SIZE pixels; `colour` is ``#RRGGBB``. Raises KeyError for an outline."""
    ink = _parse(colour)
    shapes = _OUTLINES[outline]
    rows = b"".join(b"\0" + _row(y, shapes, ink) for y in range(SIZE))
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _parse(colour: str) -> _Colour:
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def _mix(a: _Colour, b: _Colour, share: float) -> _Colour:
    """`share` of b in a."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def _row(y: int, shapes: Sequence[_Shape], ink: _Colour) -> bytes:
    """One row: a soft gradient, and the shapes over it, each a little darker than the one below."""
    depth = y / SIZE
    ground = _mix((250, 250, 252), _mix(ink, (255, 255, 255), 0.72), depth)
    pixels = bytearray(bytes(ground) * SIZE)
    for order, shape in enumerate(shapes):
        fill = _mix(_mix(ink, (0, 0, 0), 0.16 * (order % 2)), (0, 0, 0), 0.12 * depth)
        crossings = _crossings(shape, y + 0.5)
        for start, end in zip(crossings[::2], crossings[1::2], strict=True):
            _span(pixels, start, end, fill)
    return bytes(pixels)


def _crossings(shape: _Shape, y: float) -> list[float]:
    """Where a horizontal line crosses the outlines, from left to right: an even number."""
    found = []
    for polygon in shape:
        for (x1, y1), (x2, y2) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
            if (y1 <= y) != (y2 <= y):
                found.append(x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    return sorted(found)


def _span(pixels: bytearray, start: float, end: float, fill: _Colour) -> None:
    """Fills from start to end; the two pixels at the ends by how much of them is covered."""
    first, last = math.ceil(start), math.floor(end)
    if first > last:
        return
    pixels[3 * first : 3 * last] = bytes(fill) * (last - first)
    for x, share in ((first - 1, first - start), (last, end - last)):
        if share > 0 and 0 <= x < SIZE:
            below: _Colour = (pixels[3 * x], pixels[3 * x + 1], pixels[3 * x + 2])
            pixels[3 * x : 3 * x + 3] = bytes(_mix(below, fill, share))
