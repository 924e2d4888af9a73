"""Which version is newer, and what is a key."""

from __future__ import annotations

import pytest

from pos_app.domain.updates import is_newer, is_public_key


@pytest.mark.parametrize(
    ("version", "than"),
    [("0.1.1", "0.1.0"), ("0.10.0", "0.9.9"), ("1.0", "0.9.9"), ("1.0.0.1", "1.0"), ("2.0", "1.9")],
)
def test_newer(version: str, than: str) -> None:
    assert is_newer(version, than)
    assert not is_newer(than, version)


@pytest.mark.parametrize(
    "version",
    ["0.1.0", "0.1", "0.1.0.0", "", "2", "v2.0", "2.0rc1", "2.0\n", "02.0", "٢.0", "2..0"],
)
def test_not_newer_than_0_1_0(version: str) -> None:
    assert not is_newer(version, "0.1.0")


@pytest.mark.parametrize(
    ("text", "good"),
    [("A" * 43, True), ("A" * 42, False), ("A" * 44, False), ("", False), ("ä" * 43, False)],
)
def test_a_public_key_is_32_bytes(text: str, good: bool) -> None:
    assert is_public_key(text) is good
