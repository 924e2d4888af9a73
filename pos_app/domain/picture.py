"""Which kind of picture some bytes are: told by their beginning, before a decoder sees them."""

from __future__ import annotations

from enum import StrEnum


class PictureKind(StrEnum):
    """Kinds that have a decoder meant for bytes from anywhere; values are Qt's format names."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    GIF = "gif"


# Media types (IANA; "image/jpg" and "image/pjpeg" are wrong and common).
PICTURE_TYPES = {
    "image/png": PictureKind.PNG,
    "image/jpeg": PictureKind.JPEG,
    "image/jpg": PictureKind.JPEG,
    "image/pjpeg": PictureKind.JPEG,
    "image/webp": PictureKind.WEBP,
    "image/gif": PictureKind.GIF,
}


def picture_kind(data: bytes) -> PictureKind | None:
    """The kind by the first bytes (WHATWG MIME Sniffing, 6.1), or None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureKind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return PictureKind.JPEG
    if data[:4] == b"RIFF" and data[8:14] == b"WEBPVP":
        return PictureKind.WEBP
    return PictureKind.GIF if data[:6] in (b"GIF87a", b"GIF89a") else None
