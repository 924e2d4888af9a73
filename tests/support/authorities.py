"""A certificate authority that this computer trusts: the app's real settings are tried."""

from __future__ import annotations

from pathlib import Path

import pytest
import trustme


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """One made for a test, trusted for as long as it runs."""
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "trusted.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    return made
