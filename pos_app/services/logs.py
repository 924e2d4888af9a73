"""The log: one private file in the data folder, in which no card and nothing typed stands.

Every record passes :func:`cleanse` before anything is written. Of an exception only the classes
and lines are kept. The HTTP libraries, which log headers and bodies, are heard from WARNING on.
"""

from __future__ import annotations

import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from pos_app.services.tracebacks import bug_lines

FILE_NAME = "pos-app.log"
MAX_BYTES = 1_000_000
KEPT = 3  # older files beside the one that is written
MAX_MESSAGE = 8_000  # characters
# They tell of headers, tokens, addresses and bodies; the keyring's of what they are asked to keep.
_TALKATIVE = (
    *("httpx", "httpcore", "h11", "hpack", "urllib3", "requests", "asyncio"),
    *("keyring", "secretstorage", "jeepney", "truststore", "jwcrypto"),
)
# Attributes that are cleansed apart, and those that say where and when, of which nobody types one.
_FROM_CODE = frozenset(vars(logging.makeLogRecord({}))) - {"name", "threadName", "taskName"}
# What turning an object into words raises, when its __str__ or a format is wrong.
_FORMATTING = (TypeError, ValueError, LookupError, AttributeError, RuntimeError, OSError)
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(0x20), 0x7F, *range(0x80, 0xA0))}


def cleanse(record: logging.LogRecord) -> bool:
    """Take card data and values out of a record, for whoever handles it next; always True.

    Message and arguments become one text on one line, an exception its classes and lines, and
    each other attribute is masked; a number that runs on from one attribute to the next as well.
    """
    record.msg, record.args = _message(record), None
    if record.exc_info:
        record.exc_text = _bug(record.exc_info)
        record.exc_info = None
    elif record.exc_text:
        record.exc_text = _masked(record.exc_text)
    if record.stack_info:
        record.stack_info = _masked(record.stack_info)
    _mask_extras(record)
    return True


def is_worth_hearing(record: logging.LogRecord) -> bool:
    """False for what the talkative libraries say below WARNING, whatever their levels are."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] not in _TALKATIVE


class LogFile(logging.Handler):
    """Writes to `pos-app.log` in a folder; begins a new file at 1 MB and keeps three old ones.

    The files are readable by this user alone. A disk that takes nothing loses records, never an
    order: `lost` counts them.
    """

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        super().__init__()
        self._path, self._max_bytes = folder / FILE_NAME, max_bytes
        self._descriptor: int | None = None
        self.lost = 0
        form = logging.Formatter(
            "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"
        )
        form.converter = time.gmtime
        self.setFormatter(form)
        self.addFilter(is_worth_hearing)
        self.addFilter(cleanse)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record, at once."""
        line = f"{self.format(record)}\n".encode(errors="backslashreplace")
        try:
            descriptor = self._open()
            if os.fstat(descriptor).st_size + len(line) > self._max_bytes:
                descriptor = self._next_file()
            os.write(descriptor, line)
        except OSError:
            self.lost += 1

    def close(self) -> None:
        """Close the file; a record that comes later opens it again."""
        self.acquire()
        try:
            self._shut()
        finally:
            self.release()
        super().close()

    def _open(self) -> int:
        if self._descriptor is None:
            self._descriptor = open_private(self._path)
        return self._descriptor

    def _shut(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _next_file(self) -> int:
        self._shut()
        for number in range(KEPT, 0, -1):
            older = self._path if number == 1 else self._numbered(number - 1)
            # Not there yet, or held by another program: then the file grows a little longer.
            with suppress(OSError):
                os.replace(older, self._numbered(number))
        return self._open()

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{FILE_NAME}.{number}")


def open_private(path: Path) -> int:
    """Open a file to append to, for this user alone, never through a link; raises OSError."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags, 0o600)
    if hasattr(os, "fchmod"):  # made by an older version, or by hand
        os.fchmod(descriptor, 0o600)
    return descriptor


def set_up(folder: Path) -> LogFile:
    """Send everything that is logged to the folder's file, and nowhere else unmasked.

    Handlers that were there before get the same filter, and so does the one of last resort.
    """
    root = logging.getLogger()
    log_file = LogFile(folder)
    last = logging.lastResort
    for handler in (*root.handlers, *([] if last is None else [last])):
        handler.addFilter(is_worth_hearing)
        handler.addFilter(cleanse)
    root.addHandler(log_file)
    root.setLevel(logging.INFO)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    # A record that can't be formatted would be printed with its arguments.
    logging.raiseExceptions = False
    return log_file


def _masked(text: str) -> str:
    # Not before the first paint: nothing is logged until then, unless something is wrong.
    from pos_app.domain.card_traces import masked

    return masked(text)


def _message(record: logging.LogRecord) -> str:
    try:
        text = record.getMessage()
    except _FORMATTING:
        args = record.args if isinstance(record.args, tuple) else (record.args,)
        text = " ".join(map(_words, (record.msg, *args)))
    return _masked(text)[:MAX_MESSAGE].translate(_CONTROL)


def _words(value: object) -> str:
    try:
        return value if isinstance(value, str) else repr(value)
    except _FORMATTING:
        return f"<{type(value).__qualname__}>"


def _bug(told: object) -> str:
    match told:
        case (type() as kind, BaseException() as error, TracebackType() | None as trace):
            return _masked("".join(bug_lines(kind, error, trace)).rstrip("\n"))
        case _:
            return ""


def _mask_extras(record: logging.LogRecord) -> None:
    from pos_app.domain.card_traces import masked_fields

    extras = {name: value for name, value in vars(record).items() if name not in _FROM_CODE}
    texts = [_words(value) for value in extras.values()]
    for name, text, hidden in zip(extras, texts, masked_fields(texts), strict=True):
        if hidden != text:
            setattr(record, name, hidden)
