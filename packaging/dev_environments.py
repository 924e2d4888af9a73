"""Virtual environments made from hash-pinned requirement files, by a uv that is pinned too.

A stamp in each environment says what it was made from: while that is still the same, nothing is
started and the environment is used as it is.
"""

from __future__ import annotations

import ast
import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import dev_system
from dev_system import NotReadyError

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "packaging" / "requirements"
_STAMP = "made-from.txt"
_QT_PACKAGES = ("pyside6-essentials", "shiboken6", "pytest-qt")


@dataclass(frozen=True, slots=True)
class Environment:
    """A folder for a virtual environment and the requirement file it is made from."""

    folder: Path
    requirements: Path

    @property
    def python(self) -> Path:
        """The interpreter in the environment."""
        return python_in(self.folder)


FULL = Environment(ROOT / ".venv", REQUIREMENTS / "dev.txt")
AUDIT = Environment(ROOT / ".cache" / "audit", REQUIREMENTS / "audit.txt")
FREEZE = Environment(ROOT / ".cache" / "freeze", REQUIREMENTS / "freeze.txt")
WITHOUT_QT = Environment(ROOT / ".cache" / "without-qt", REQUIREMENTS / "nogui.txt")


def python_in(folder: Path) -> Path:
    """Return the interpreter of the virtual environment in ``folder``."""
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def ensure(environment: Environment) -> Path:
    """Make or update the environment where that is needed; return its interpreter.

    Raises `NotReadyError` when something of the machine's is missing, and
    `subprocess.CalledProcessError` when an installer fails; the installer has said why.
    """
    stamp = environment.folder / _STAMP
    wanted = _made_from(environment.requirements)
    if environment.python.exists() and _read(stamp) == wanted:
        return environment.python
    print(f"Setting up {environment.folder.relative_to(ROOT)} …", flush=True)
    uv = _uv()
    stamp.unlink(missing_ok=True)
    _create(environment.folder, with_pip=False)
    command = (
        *("pip", "sync", "--quiet", "--python", str(environment.python)),
        # Nothing is built: no code of a package runs while it is installed.
        *("--require-hashes", "--no-build", "--compile-bytecode"),
        str(environment.requirements),
    )
    _run([uv, *command], installer_environment())
    _make_project_importable(environment)
    stamp.write_text(wanted, encoding="utf-8")
    return environment.python


def lock(extra_arguments: Sequence[str] = ()) -> None:
    """Write the requirement files anew; the versions in them stay where they still fit.

    ``extra_arguments`` go to ``uv pip compile``: ``--upgrade`` moves all versions on.
    """
    uv = _uv()
    project = "pyproject.toml"
    same = ("-c", "packaging/requirements/dev.txt")
    without_qt = [part for name in _QT_PACKAGES for part in ("--no-emit-package", name)]
    sources: dict[str, Sequence[str]] = {
        "uv.txt": ("packaging/requirements/uv.in",),
        "dev.txt": (project, "--group", "dev"),
        "runtime.txt": (project, *same),
        "nogui.txt": (project, "--group", "test", *same, *without_qt),
        "freeze.txt": (project, "--group", "freeze", *same),
        "audit.txt": ("--group", "audit"),
    }
    for name, source in sources.items():
        command = (
            *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
            *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),
            *("--custom-compile-command", "python3 packaging/dev.py lock"),
            *("-o", f"packaging/requirements/{name}"),
        )
        _run([uv, *command, *source, *extra_arguments], installer_environment())


def installer_environment() -> dict[str, str]:
    """Return the environment for uv, which reads none of pip's settings by itself.

    What pip is told on this machine (its files and its variables) is told to uv: the index, the
    certificates, the proxy. Variables that are set for uv itself are left as they are.
    """
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    environment.pop("VIRTUAL_ENV", None)
    for setting, value in _pip_settings().items():
        name = _UV_NAMES.get(setting)
        if name is not None:
            environment.setdefault(name, value)
    return environment


_UV_NAMES = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE", "proxy": "ALL_PROXY"}


def parse_pip_settings(listing: str) -> Mapping[str, str]:
    """Read the output of ``pip config list``; a variable wins over a file, as it does in pip."""
    from_files: dict[str, str] = {}
    from_variables: dict[str, str] = {}
    for line in listing.splitlines():
        key, separator, value = line.partition("=")
        section, _, setting = key.rpartition(".")
        if separator and section in {":env:", "global", "install"}:
            found = from_variables if section == ":env:" else from_files
            found[setting] = str(ast.literal_eval(value))
    return from_files | from_variables


def _pip_settings() -> Mapping[str, str]:
    command = [str(python_in(_bootstrap_folder())), "-m", "pip", "config", "list"]
    # Never printed: an index address may hold a password.
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return parse_pip_settings(answer.stdout)


def _bootstrap_folder() -> Path:
    return ROOT / ".cache" / "uv"


def _uv() -> str:
    """Return the path of the pinned uv; install it with pip where it is not there yet."""
    folder = _bootstrap_folder()
    requirements = REQUIREMENTS / "uv.txt"
    stamp = folder / _STAMP
    program = python_in(folder).with_name("uv.exe" if os.name == "nt" else "uv")
    wanted = _made_from(requirements)
    if not program.exists() or _read(stamp) != wanted:
        dev_system.ensure_venv_module()
        stamp.unlink(missing_ok=True)
        _create(folder, with_pip=True)
        command = ("-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(requirements))
        _run(
            [str(python_in(folder)), *command],
            {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_USER": "0"},
        )
        stamp.write_text(wanted, encoding="utf-8")
    return str(program)


def _create(folder: Path, *, with_pip: bool) -> None:
    """Make an empty environment; an existing one that this interpreter made is kept."""
    settings = folder / "pyvenv.cfg"
    home = str(Path(getattr(sys, "_base_executable", sys.executable)).parent)
    kept = f"home = {home}\n" in (_read(settings) or "") and python_in(folder).exists()
    version = ".".join(map(str, sys.version_info[:3]))
    if kept and f"version = {version}\n" in (_read(settings) or ""):
        return
    if Path(sys.prefix).resolve() == folder.resolve():
        message = f"{folder} must be made anew: start this with another Python than the one in it"
        raise NotReadyError(message)
    builder = venv.EnvBuilder(clear=True, symlinks=os.name != "nt", with_pip=with_pip)
    builder.create(folder)


def _make_project_importable(environment: Environment) -> None:
    """Let ``python -m pos_app`` work from every folder."""
    pattern = "Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"
    for packages in environment.folder.glob(pattern):
        (packages / "pos_app_source.pth").write_text(f"{ROOT}\n", encoding="utf-8")


def _made_from(requirements: Path) -> str:
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    return f"{digest}\n{sys.version}\n{sys.base_prefix}\n{ROOT}\n"


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    sys.stdout.flush()
    subprocess.run(command, env=dict(environment), cwd=ROOT, check=True)
