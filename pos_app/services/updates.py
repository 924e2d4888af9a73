"""Whether a newer version of this program is announced. Nothing is downloaded.

The announcement is a JWS in its flattened JSON serialisation (RFC 7515, 7.2.2), signed with
Ed25519 (RFC 8037); its payload is ``{"product": "pos-app", "version": "1.2.3"}``. An old
announcement that is replayed says an old version, which is no news.
"""

from __future__ import annotations

import json

from pos_app.domain.errors import Code, Problem, UnreadableError
from pos_app.domain.updates import UpdateSource, is_newer, is_version
from pos_app.firmly.http import Http

PRODUCT = "pos-app"
MAX_BYTES = 16 * 1024


async def newer_version(http: Http, source: UpdateSource, running: str) -> str:
    """The version that is announced, or "" if `running` is not older.

    Raises:
        PosError: no answer, or one that is not signed by whoever has the key.
    """
    where = source.url.partition("//")[2]
    data, _ = await http.only(source.url).json("GET", source.url, limit=MAX_BYTES)
    payload = _verified(data, source.public_key, where)
    version = payload.get("version")
    if payload.get("product") != PRODUCT or not isinstance(version, str) or not is_version(version):
        raise UnreadableError(Problem(Code.BAD_SHAPE, where=where, text="not an announcement"))
    return version if is_newer(version, running) else ""


def _verified(data: object, public_key: str, where: str) -> dict[str, object]:
    from jwcrypto import jwk, jws  # type: ignore[import-untyped]
    from jwcrypto.common import JWException  # type: ignore[import-untyped]

    key = jwk.JWK(kty="OKP", crv="Ed25519", x=public_key)
    token = jws.JWS()
    token.allowed_algs = ["EdDSA"]
    try:
        token.deserialize(json.dumps(data), key)
        payload = json.loads(token.payload)
    except (JWException, ValueError):
        text = "not signed with the key of the settings"
        raise UnreadableError(Problem(Code.BAD_SHAPE, where=where, text=text)) from None
    if not isinstance(payload, dict):
        raise UnreadableError(Problem(Code.BAD_SHAPE, where=where, text="not an announcement"))
    return payload
