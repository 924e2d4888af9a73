"""The audit log's entries and the chain that holds them together. Pure: bytes in, findings out.

Each entry is one line: canonical JSON (sorted names, no spaces, ASCII) with the number and the hash
of the entry before, and as its last member its own hash: SHA-256 over all the bytes before that
member, closed with a brace. Taking out, changing, swapping or adding a line breaks the chain.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from pos_app.domain.card_traces import masked_fields

MAX_TEXT = 200  # characters of a subject or a detail
_OWN_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # an attempt's, RFC 9562
_HASH = 64  # hexadecimal digits of SHA-256
_BEFORE_HASH, _AFTER_HASH = b',"hash":"', b'"}'
# A hash in an entry's text is spelled in letters: its digits could pass for a card number.
_LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopabcdef")
_TAIL = len(_BEFORE_HASH) + _HASH + len(_AFTER_HASH)


class Action(StrEnum):
    """What is written down."""

    LOG_START = "log-start"
    LOG_REPAIRED = "log-repaired"
    LOG_PRUNED = "log-pruned"
    LOG_VERIFIED = "log-verified"
    EXPORT = "export"
    SIGN_IN = "sign-in"
    LOCK = "lock"
    LOCKOUT = "lockout"
    CLERK_ADDED = "clerk-added"
    CLERK_CHANGED = "clerk-changed"
    CLERKS_MISSING = "clerks-missing"
    PIN_RESET = "pin-reset"
    APPROVAL = "approval"
    SETTINGS = "settings"
    ORDER_BEGUN = "order-begun"
    ORDER_ENDED = "order-ended"
    ORDER_DECIDED = "order-decided"
    RECORDER = "recorder"


class Outcome(StrEnum):
    """How it went, where the action alone does not say."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Happening:
    """What is to be written down: who (empty: the register itself), what, about what.

    `outcome` is an :class:`Outcome`, or how an order ended. Texts are cut, and card numbers in them
    masked, when the entry is made.
    """

    what: Action
    who: str = ""
    subject: str = ""
    outcome: str = Outcome.DONE
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log.

    `at` is ISO 8601 in UTC; `steady_ms` milliseconds of a clock that never jumps, comparable within
    one `process` ("HOST:PID:STARTED") only.
    """

    number: int
    at: str
    steady_ms: int
    process: str
    who: str
    what: str
    subject: str
    outcome: str
    detail: str
    previous: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the chain: the number and the hash of the last entry before it."""

    number: int = 0
    hash: str = "0" * _HASH


class FaultKind(StrEnum):
    """What is wrong at a place in the log."""

    CHANGED = "changed"
    """The line is not what its hash says, or no entry at all."""
    GAP = "gap"
    """Entries are missing before this one, or it is out of its place."""
    END_MISSING = "end-missing"
    """The log ends before the last entry that is known to have been written."""
    NO_SECOND_PLACE = "no-second-place"
    """The end of the log is not remembered elsewhere: nobody can say whether it is whole."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong. `line` counts from 1 over all files, `number` is the entry expected there.

    `missing` is how many entries are missing, where that is known.
    """

    kind: FaultKind
    line: int
    number: int
    missing: int = 0


def taken_out(who: str, end: Mark) -> Happening:
    """`who` signs that the entries up to `end` are removed from the beginning of the log."""
    return Happening(Action.LOG_PRUNED, who, str(end.number), detail=_spelled(end.hash))


def _spelled(digest: str) -> str:
    return digest.translate(_LETTERS)


def entry_of(happening: Happening, after: Mark, at: str, steady_ms: int, process: str) -> Entry:
    """The entry that comes after a place in the chain."""
    texts = (happening.who, happening.subject, str(happening.outcome), happening.detail)
    who, subject, outcome, detail = masked_fields([" ".join(text.split()) for text in texts])
    if _OWN_ID.fullmatch(happening.subject):
        subject = happening.subject  # its digits pass for a card number once in 250 orders
    return Entry(
        number=after.number + 1,
        at=at,
        steady_ms=steady_ms,
        process=process,
        who=who[:MAX_TEXT],
        what=happening.what.value,
        subject=subject[:MAX_TEXT],
        outcome=outcome[:MAX_TEXT],
        detail=detail[:MAX_TEXT],
        previous=after.hash,
    )


def line_of(entry: Entry) -> bytes:
    """The line of an entry, with the newline that ends it."""
    body = _canonical(asdict(entry))
    digest = hashlib.sha256(body).hexdigest().encode()
    return body[:-1] + _BEFORE_HASH + digest + _AFTER_HASH + b"\n"


def _canonical(values: object) -> bytes:
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def read_line(line: bytes) -> tuple[Entry, Mark] | None:
    """The entry in a line without its newline, and the place after it; None if it was changed."""
    body = line[:-_TAIL] + b"}"
    digest = hashlib.sha256(body).hexdigest()
    if line[-_TAIL:] != _BEFORE_HASH + digest.encode() + _AFTER_HASH:
        return None
    try:
        entry = Entry(**json.loads(body))
    except (ValueError, TypeError):
        return None
    return entry, Mark(entry.number, digest)


class Chain:
    """Follows a log line by line from a place on, and collects what is wrong.

    `start` None: from wherever the first line is, as in a log whose oldest months are gone.
    `known` is a place that the chain must pass, remembered elsewhere. After a fault it goes on with
    what is there, so that one change is one fault.
    """

    def __init__(self, start: Mark | None = None, known: Mark | None = None) -> None:
        self.start, self._known = start, known
        self.at = start or Mark()
        self.lines = self.entries = 0
        self.first = self.last = ""
        self.faults: list[Fault] = []
        self._sure = start is not None

    def follow(self, line: bytes) -> Entry | None:
        """Take the next line, without its newline; its entry if it can be read."""
        self.lines += 1
        found = read_line(line)
        if found is None:
            self._changed()
            # Where the next one belongs is known; what its `previous` should be is not.
            self.at, self._sure = Mark(self.at.number + 1), False
            return None
        entry, mark = found
        if self.start is None:
            self.start = self.at = Mark(entry.number - 1, entry.previous)
        expected = self.at.number + 1
        if entry.number != expected or (self._sure and entry.previous != self.at.hash):
            missing = max(entry.number - expected, 0)
            self.faults.append(Fault(FaultKind.GAP, self.lines, expected, missing))
        elif self._known and self._known.number == mark.number and self._known != mark:
            self._changed()
        self.at, self._sure = mark, True
        self.entries += 1
        self.first, self.last = self.first or entry.at, entry.at
        return entry

    def follow_all(self, data: bytes) -> Iterator[Entry]:
        """Take all lines of a file; one that has no newline at its end was cut off in writing."""
        *lines, rest = data.split(b"\n")
        for line in lines:
            if (entry := self.follow(line)) is not None:
                yield entry
        if rest:
            self.lines += 1
            self._changed()

    def end(self) -> None:
        """No more lines: the end that is remembered elsewhere must be among them.

        More entries than remembered are fine: the program ended between the two writes.
        """
        known = self._known
        if known is None:
            self.faults.append(Fault(FaultKind.NO_SECOND_PLACE, self.lines, self.at.number))
        elif known.number > self.at.number:
            missing = known.number - self.at.number
            kind = FaultKind.END_MISSING
            self.faults.append(Fault(kind, self.lines, self.at.number + 1, missing))

    def _changed(self) -> None:
        self.faults.append(Fault(FaultKind.CHANGED, self.lines, self.at.number + 1))


@dataclass(frozen=True, slots=True)
class Verified:
    """What looking through a log found: how much there is, from when to when, and its faults.

    `end` is the last place in the chain: written down elsewhere, it lets anybody prove later that
    the log of now was not made anew. `whole` False: a file that was taken out, which may end early.
    """

    entries: int
    first: str
    last: str
    end: Mark
    faults: tuple[Fault, ...]
    whole: bool = True

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verify(files: Iterable[bytes], known: Mark | None) -> Verified:
    """Look through a whole log, oldest file first.

    Entries may be missing at its beginning only where a later entry says that they were taken out.
    """
    chain, removed = Chain(known=known), {(0, _spelled(Mark().hash))}
    for data in files:
        for entry in chain.follow_all(data):
            if entry.what == Action.LOG_PRUNED and entry.subject.isdecimal():
                removed.add((int(entry.subject), entry.detail))
    chain.end()
    start = chain.start or Mark()
    if (start.number, _spelled(start.hash)) not in removed:
        chain.faults.insert(0, Fault(FaultKind.GAP, 1, 1, start.number))
    return _verified(chain, whole=True)


def verify_part(data: bytes) -> Verified:
    """Look through a file that was taken out of a log, from wherever it begins."""
    chain = Chain()
    for _entry in chain.follow_all(data):
        pass
    return _verified(chain, whole=False)


def _verified(chain: Chain, *, whole: bool) -> Verified:
    faults = tuple(chain.faults)
    return Verified(chain.entries, chain.first, chain.last, chain.at, faults, whole)
