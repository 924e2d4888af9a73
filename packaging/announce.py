"""Sign what announces a version: ``announce.py new-key FILE``, ``announce.py sign FILE VERSION``.

The private key stays in FILE (an OKP key as JSON, RFC 8037); its public part, which is printed,
goes into the settings of the registers. The signed announcement is printed, too, to be put where
the registers look for it.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from jwcrypto import jwk, jws  # type: ignore[import-untyped]

_USAGE = "announce.py new-key FILE | announce.py sign FILE VERSION"


def new_key(file: Path) -> str:
    """Make a key, keep it in `file` for this user alone, and return its public part."""
    key = jwk.JWK.generate(kty="OKP", crv="Ed25519")
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as opened:
        opened.write(key.export_private())
    return str(key.export_public(as_dict=True)["x"])


def signed(file: Path, version: str) -> str:
    """The announcement of `version`, one line of JSON; raises ValueError for what is no version."""
    if not re.fullmatch(r"\d{1,6}(\.\d{1,6}){1,3}", version, re.ASCII):
        raise ValueError(f"not a version: {version}")
    key = jwk.JWK.from_json(file.read_text(encoding="utf-8"))
    token = jws.JWS(json.dumps({"product": "pos-app", "version": version}))
    token.add_signature(key, None, json.dumps({"alg": "EdDSA"}))
    return str(token.serialize())


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says."""
    match arguments:
        case ["new-key", file]:
            print(new_key(Path(file)))
        case ["sign", file, version]:
            print(signed(Path(file), version))
        case _:
            print(_USAGE, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
