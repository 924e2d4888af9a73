"""What others can see of the process, and what the environment can make of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pos_app.services import process

_BUNDLE = os.path.join(os.sep, "opt", "pos-app", "_internal")
_HOSTILE = {
    "LD_PRELOAD": "/mnt/mallory/spy.so",
    "LD_LIBRARY_PATH": f"{_BUNDLE}{os.pathsep}/mnt/mallory",
    "LD_AUDIT": "/mnt/mallory/spy.so",
    "DYLD_INSERT_LIBRARIES": "spy.dylib",
    "PYTHONPATH": "/mnt/mallory",
    "PYTHONSTARTUP": "spy.py",
    "QT_PLUGIN_PATH": "/mnt/mallory",
    "QT_QPA_PLATFORM_PLUGIN_PATH": f"{_BUNDLE}-of-mallory",
    "QT_QPA_PLATFORM": "vnc:port=5901",
    "QML2_IMPORT_PATH": "/mnt/mallory",
    "OPENSSL_CONF": "/mnt/mallory/openssl.cnf",
}
_TRUST = {"SSL_CERT_FILE": "/m.pem", "SSL_CERT_DIR": "/m", "SSLKEYLOGFILE": "/m.keys"}
_KEPT = {
    "HOME": "/mnt/mara",
    "HTTPS_PROXY": "http://proxy:3128",
    "QT_SCALE_FACTOR": "2",
    "QT_ACCESSIBILITY": "1",
}


def test_the_frozen_app_follows_no_override() -> None:
    inside = {"LD_LIBRARY_PATH": _BUNDLE}
    environment = {**_HOSTILE, **_TRUST, **_KEPT}
    assert set(process.scrub(environment, _BUNDLE)) == {*_HOSTILE, *_TRUST}
    assert environment == _KEPT
    assert process.scrub(inside, _BUNDLE) == ()


def test_from_source_only_trust_is_not_to_be_overridden() -> None:
    environment = {**_HOSTILE, **_TRUST, **_KEPT, "QT_QPA_PLATFORM": "offscreen"}
    assert set(process.scrub(environment)) == set(_TRUST)
    assert environment["PYTHONPATH"] == "/mnt/mallory"
    assert environment["QT_QPA_PLATFORM"] == "offscreen"


_CHILD = """
import ctypes, os, resource
os.environ["SSLKEYLOGFILE"] = "keys"
resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
from pos_app.services import process
process.protect()
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), *resource.getrlimit(resource.RLIMIT_CORE))
print("SSLKEYLOGFILE" in os.environ, os.stat("/proc/self/environ").st_uid)
"""


def test_the_process_can_not_be_dumped() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _CHILD],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    # PR_GET_DUMPABLE, both limits of core files; what /proc shows belongs to root.
    assert ended.stdout.split() == ["0", "0", "0", "False", "0"]


def test_a_killed_process_leaves_no_core(tmp_path: Path) -> None:
    code = "import os\nfrom pos_app.services import process\nprocess.protect()\nos.abort()"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=False,
    )
    assert ended.returncode < 0
    assert list(tmp_path.iterdir()) == []


def test_only_windows_leaves_a_window_out_of_screenshots() -> None:
    assert process.hide_from_capture(0) is False
