"""What goes along with a frozen program: the licences of its parts, and what it is made of.

The list of parts is a CycloneDX 1.6 document: each part with the files it has in the folder, each
file with its SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from freeze_origins import Origins, Part, package

_RULE = "\n\n" + "=" * 78 + "\n"
# Texts that many parts share are taken from a part that brings them.
_LGPL_FROM = "jwcrypto"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a build put together: modules and files, each as name or path, and source."""

    modules: Sequence[tuple[str, str]]
    files: Sequence[tuple[str, str]]

    def parts(self, origins: Origins) -> Mapping[Part, list[str]]:
        """All parts, each with its files in the folder; those inside the executable have none."""
        found: dict[Part, list[str]] = {origins.own: [], package("pyinstaller"): []}
        for _, source in self.modules:
            if source not in {"", "-"}:
                found.setdefault(origins.of(source), [])
        for path, source in self.files:
            found.setdefault(origins.of(source), []).append(path.replace("\\", "/"))
        return found


def licences(parts: Mapping[Part, object]) -> str:
    """The parts in one line each, then their licences whole, as a text for people."""
    ordered = sorted(parts, key=lambda part: part.name.casefold())
    lines = [f"{part.name} {part.version}: {part.licence}" for part in ordered]
    texts = [
        f"{_RULE}{part.name} {part.version}\n\n{text}"
        for part in ordered
        for text in _texts_of(part)
    ]
    return "\n".join(lines) + "".join(texts) + "\n"


def _texts_of(part: Part) -> list[str]:
    files = part.texts
    if not files and "LGPL-3.0" in part.licence:
        files = package(_LGPL_FROM).texts
    return [file.read_text(encoding="utf-8", errors="replace").strip() for file in files]


def bill_of_materials(parts: Mapping[Part, list[str]], folder: Path, epoch: int) -> str:
    """The CycloneDX document of a finished folder; `epoch` in seconds stands for its time."""
    internal = folder / "_internal"
    own = next(part for part in parts if part.name == "pos-app")
    components = [
        _component(part, [internal / path for path in files], folder)
        for part, files in sorted(parts.items(), key=lambda item: item[0].purl)
        if part is not own
    ]
    taken = {file["name"] for c in components for file in c.get("components", ())}
    rest = [f for f in _files_in(folder) if f.relative_to(folder).as_posix() not in taken]
    document: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {**_component(own, rest, folder), "type": "application"},
        },
        "components": components,
    }
    digest = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(document, sort_keys=True))
    return json.dumps({**document, "serialNumber": f"urn:uuid:{digest}"}, indent=1) + "\n"


def _component(part: Part, files: Sequence[Path], folder: Path) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "licenses": [{"license": {"name": part.licence}}],
    }
    inside = [_file(file, folder) for file in sorted(files)]
    return {**component, "components": inside} if inside else component


def _file(file: Path, folder: Path) -> dict[str, Any]:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    name = file.relative_to(folder).as_posix()
    return {"type": "file", "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}


def _files_in(folder: Path) -> list[Path]:
    """All files but links."""
    return sorted(f for f in folder.rglob("*") if f.is_file() and not f.is_symlink())


def read_contents(written: str) -> Contents:
    """What the recipe wrote into `contents.json`."""
    table = json.loads(written)
    modules = [(name, source) for name, source in table["modules"]]
    files = [
        (str(PurePosixPath(path.replace("\\", "/"))), source) for path, source in table["files"]
    ]
    return Contents(modules, files)
