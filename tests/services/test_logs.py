"""What goes into the log: no card in whatever place of a record, and no values of a bug."""

from __future__ import annotations

import logging
import os
import random
import re
import stat
import threading
import unicodedata
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.domain.card import luhn_ok
from pos_app.services import logs

_CARD = "4111111111111111"
_PREFIXES = ("4", "51", "2221", "34", "37", "6011", "36", "3528", "62", "58")
_LENGTHS = {"34": 15, "37": 15, "36": 14}
_NUMBERS = {"created", "msecs", "relativeCreated", "thread", "process"}
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[logging.Logger]:
    """A logger that writes to a file in `tmp_path` and nowhere else."""
    made = logging.Logger("pos_app.any")
    file = logs.LogFile(tmp_path, max_bytes=200_000_000)
    made.addHandler(file)
    yield made
    file.close()


def written(folder: Path) -> str:
    return (folder / logs.FILE_NAME).read_text(encoding="utf-8")


def record_of(words: str) -> logging.LogRecord:
    return logging.makeLogRecord({"name": "pos_app", "levelno": logging.INFO, "msg": words})


def digits_of(text: str) -> str:
    if text.isascii():
        return re.sub(r"[^0-9]", "", text)
    return "".join(str(unicodedata.digit(char, "")) for char in text)


class Witness(logging.Handler):
    """Stands behind the filter and keeps the digits of all that a record still holds."""

    def __init__(self) -> None:
        super().__init__()
        self.addFilter(logs.cleanse)
        self.seen = ""

    def emit(self, record: logging.LogRecord) -> None:
        values = [value for name, value in vars(record).items() if name not in _NUMBERS]
        self.seen = digits_of(f"{record.getMessage()} {values}")


def new_card(draw: random.Random) -> str:
    prefix = draw.choice(_PREFIXES)
    length = _LENGTHS.get(prefix, 16)
    body = prefix + "".join(draw.choices("0123456789", k=length - len(prefix) - 1))
    return next(f"{body}{check}" for check in "0123456789" if luhn_ok(f"{body}{check}"))


def written_somehow(draw: random.Random, card: str) -> str:
    size, between = (
        draw.choice((2, 4, 5, 16)),
        draw.choice(("", " ", "-", ".", "\u00a0", ", ", "'")),
    )
    text = between.join(card[at : at + size] for at in range(0, len(card), size))
    return text.translate(_WIDE) if draw.random() < 0.1 else text


def fail(words: str) -> None:
    raise ValueError(words)


def say(log: logging.Logger, place: int, text: str, draw: random.Random) -> None:
    """Log something with the card in one of the places of a record."""
    half = len(text) // 2
    match place:
        case 0:
            log.info("paid with " + text)
        case 1:
            log.warning("order %s: %s left", draw.randrange(10), text)
        case 2:
            log.error("order %(id)s", {"id": 7, "body": {"number": text}, "n": text})
        case 3:
            log.info("order", extra={"card": text})
        case 4:
            log.info("order", extra={"first": text[:half], "second": text[half:], "third": None})
        case 5:
            log.info("%s%s", text[:half], text[half:])
        case 6:
            log.info("%d parts", text)  # a format that does not fit
        case 8:
            log.info("%s", {"a": [text]}, stack_info=True)
        case 7:
            record = log.makeRecord(text, logging.INFO, "f", 1, "m", (), None)
            record.threadName = record.exc_text = text
            log.handle(record)
        case _:
            try:
                fail(text)
            except ValueError as error:
                error.add_note(text)
                log.exception("order", extra={"error": error})


def test_none_of_a_hundred_thousand_cards_passes() -> None:
    draw = random.Random(20_261_124)  # noqa: S311 - the same cards on each run
    log, witness = logging.Logger("pos_app.any"), Witness()
    log.addHandler(witness)
    passed = 0
    for number in range(100_000):
        card = new_card(draw)
        # Stacks and tracebacks are dear to write: one record in fifty has one.
        place = number % 8 if number % 50 else 8 + number % 100 // 50
        say(log, place, written_somehow(draw, card), draw)
        passed += card in witness.seen
    assert passed == 0


@pytest.mark.parametrize("place", range(10))
def test_no_place_of_a_record_keeps_a_card(log: logging.Logger, place: int, tmp_path: Path) -> None:
    draw = random.Random(place)  # noqa: S311 - the same on each run
    witness = Witness()
    log.addHandler(witness)
    for _ in range(50):
        say(log, place, _CARD, draw)
        assert _CARD not in witness.seen
    assert _CARD not in digits_of(written(tmp_path))


def test_what_is_no_card_is_kept_as_it_was(log: logging.Logger, tmp_path: Path) -> None:
    log.info("order %s of %s: %d lines", "WS12-XS", "staging.luma.gift", 3, extra={"size": 4})
    assert (
        written(tmp_path)
        .rstrip()
        .endswith("INFO pos_app.any: order WS12-XS of staging.luma.gift: 3 lines")
    )


def test_a_bug_is_its_classes_and_lines(log: logging.Logger, tmp_path: Path) -> None:
    try:
        try:
            fail("Mara Lindqvist")
        except ValueError as error:
            raise KeyError("12 Elm St") from error
    except KeyError:
        log.exception("it broke")
    text = written(tmp_path)
    assert "builtins.KeyError\n" in text
    assert "builtins.ValueError\n" in text
    assert "test_a_bug_is_its_classes_and_lines" in text
    assert "Error: " not in text


def test_a_record_is_one_line(log: logging.Logger, tmp_path: Path) -> None:
    log.info("one\ntwo\x1b[2J %s", "\r\n2026-01-01 ERROR forged")
    assert written(tmp_path).count("\n") == 1
    assert "one\\x0atwo\\x1b[2J" in written(tmp_path)


def test_a_value_that_has_no_words_is_named_by_its_class(
    log: logging.Logger, tmp_path: Path
) -> None:
    class Wordless:
        def __repr__(self) -> str:
            raise AttributeError(_CARD)

    log.info("%s", Wordless(), extra={"value": Wordless()})
    assert "Wordless" in written(tmp_path)
    assert _CARD not in written(tmp_path)


def test_the_file_is_private_even_if_it_was_not(tmp_path: Path) -> None:
    path = tmp_path / logs.FILE_NAME
    path.touch(0o644)
    file = logs.LogFile(tmp_path)
    file.handle(record_of("hello"))
    file.close()
    assert stat.S_IMODE(path.stat().st_mode) == (0o600 if hasattr(os, "fchmod") else 0o666)


def test_files_are_turned_over_and_the_oldest_goes(tmp_path: Path) -> None:
    file = logs.LogFile(tmp_path, max_bytes=500)
    for number in range(60):
        file.handle(record_of(f"record {number}"))
    file.close()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [logs.FILE_NAME, *(f"{logs.FILE_NAME}.{n}" for n in range(1, logs.KEPT + 1))]
    assert all(path.stat().st_size <= 500 for path in tmp_path.iterdir())
    assert "record 59" in written(tmp_path)


def test_a_folder_that_takes_nothing_loses_records_only(tmp_path: Path) -> None:
    file = logs.LogFile(tmp_path / "gone")
    file.handle(record_of("hello"))
    assert file.lost == 1
    file.close()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / logs.FILE_NAME).symlink_to(elsewhere)
    file = logs.LogFile(tmp_path)
    file.handle(record_of("hello"))
    file.close()
    assert not elsewhere.exists()


@pytest.fixture
def root(tmp_path: Path) -> Iterator[logging.Logger]:
    """The root logger, set up, and as it was before afterwards."""
    made = logging.getLogger()
    handlers, level, raises = list(made.handlers), made.level, logging.raiseExceptions
    last = [] if logging.lastResort is None else [logging.lastResort]
    filters = {handler: list(handler.filters) for handler in (*handlers, *last)}
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "h11")}
    file = logs.set_up(tmp_path)
    yield made
    logging.captureWarnings(capture=False)
    made.removeHandler(file)
    file.close()
    made.setLevel(level)
    logging.raiseExceptions = raises
    for handler, kept in filters.items():
        handler.filters = kept
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)


def test_set_up_covers_every_logger_and_thread(root: logging.Logger, tmp_path: Path) -> None:
    thread = threading.Thread(
        target=logging.getLogger("elsewhere").info, args=("card %s", _CARD), name="a thread"
    )
    thread.start()
    thread.join()
    assert root.level == logging.INFO
    assert f"INFO elsewhere: card {'*' * 16}" in written(tmp_path)


def test_the_http_libraries_are_not_heard_below_warning(
    root: logging.Logger, tmp_path: Path
) -> None:
    # As when somebody turns their debugging on.
    for name in ("httpx", "httpcore.http11", "h11"):
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).debug("send_request_headers x-firmly-authorization: secret")
        logging.getLogger(name).info("HTTP Request: GET https://h/?q=secret")
    logging.getLogger("httpcore.http11").setLevel(logging.NOTSET)
    root.info("this is heard")
    assert "secret" not in written(tmp_path)
    assert "this is heard" in written(tmp_path)


@pytest.mark.expect_logs("UserWarning")
def test_python_s_warnings_pass_the_filter(root: logging.Logger, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(f"card {_CARD}", stacklevel=1)
    assert root.handlers
    assert "UserWarning: card ****" in written(tmp_path)
