"""The chain of the audit log: whatever is done to a line is found."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.audit import (
    Action,
    Chain,
    Fault,
    FaultKind,
    Happening,
    Mark,
    entry_of,
    line_of,
    read_line,
    taken_out,
    verify,
    verify_part,
)

PAN = "4111111111111111"


def log(count: int, after: Mark | None = None) -> list[bytes]:
    """Lines, with their newlines, that follow one another."""
    at, made = after or Mark(), []
    for number in range(count):
        happening = Happening(Action.ORDER_ENDED, "Mara", f"order-{number}", "placed", "details")
        line = line_of(entry_of(happening, at, f"2026-11-24T09:30:{number:06}Z", number, "till:1"))
        made.append(line)
        at = mark_of(line)
    return made


def mark_of(line: bytes) -> Mark:
    found = read_line(line.rstrip(b"\n"))
    assert found is not None
    return found[1]


def kinds(lines: list[bytes], known: Mark | None) -> list[FaultKind]:
    return [fault.kind for fault in verify([b"".join(lines)], known).faults]


def test_a_whole_log_is_good() -> None:
    lines = log(20)
    found = verify([b"".join(lines[:7]), b"".join(lines[7:])], mark_of(lines[-1]))
    assert found.is_good
    assert (found.entries, found.end) == (20, mark_of(lines[-1]))
    assert (found.first, found.last) == ("2026-11-24T09:30:000000Z", "2026-11-24T09:30:000019Z")


def test_each_flipped_byte_of_a_thousand_rows_is_found() -> None:
    """From the place before the line that was touched: what comes before it is as it was."""
    lines = log(1000)
    at, flipped = Mark(), 0
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else b""
        for place in range(len(line)):
            damaged = bytearray(line)
            damaged[place] ^= 1 << (place % 8)
            chain = Chain(at)
            for _entry in chain.follow_all(bytes(damaged) + following):
                pass
            assert chain.faults, (number, place)
            flipped += 1
        at = mark_of(line)
    assert flipped == sum(map(len, lines))


def test_a_flipped_byte_is_found_in_the_whole_log() -> None:
    whole = b"".join(log(60))
    known = mark_of(log(60)[-1])
    for place in range(0, len(whole), 37):
        damaged = bytearray(whole)
        damaged[place] ^= 0x15
        assert verify([bytes(damaged)], known).faults


def test_what_is_taken_out_is_found_with_its_place() -> None:
    lines = log(10)
    known = mark_of(lines[-1])
    found = verify([b"".join(lines[:4] + lines[7:])], known)
    assert found.faults == (Fault(FaultKind.GAP, 5, 5, 3),)
    assert kinds(lines[2:], known) == [FaultKind.GAP]
    swapped = [*lines[:3], lines[4], lines[3], *lines[5:]]
    assert FaultKind.GAP in kinds(swapped, known)
    assert FaultKind.GAP in kinds([*lines[:3], lines[2], *lines[3:]], known)


def test_a_missing_end_is_found_by_the_second_place() -> None:
    lines = log(10)
    known = mark_of(lines[-1])
    assert verify([b"".join(lines[:7])], known).faults == (Fault(FaultKind.END_MISSING, 7, 8, 3),)
    assert verify([], known).faults == (Fault(FaultKind.END_MISSING, 0, 1, 10),)
    assert kinds(lines, None) == [FaultKind.NO_SECOND_PLACE]


def test_an_end_made_anew_is_found() -> None:
    lines = log(10)
    other = [*lines[:6], *_other(mark_of(lines[5]), 6)]
    assert kinds(other, mark_of(lines[-1])) == [FaultKind.CHANGED]


def _other(after: Mark, count: int) -> list[bytes]:
    made = []
    for number in range(count):
        line = line_of(entry_of(Happening(Action.SIGN_IN, "Eve"), after, "2026", number, "till:2"))
        made.append(line)
        after = mark_of(line)
    return made


def test_more_entries_than_remembered_are_fine() -> None:
    lines = log(10)
    assert kinds(lines, mark_of(lines[7])) == []


def test_a_line_cut_off_in_writing_is_found() -> None:
    lines = log(3)
    assert kinds([*lines[:2], lines[2][:-20]], mark_of(lines[1])) == [FaultKind.CHANGED]


def test_a_beginning_may_be_missing_where_an_entry_says_so() -> None:
    lines = log(6)
    gone = mark_of(lines[2])
    signed = taken_out("Ada", gone)
    lines.append(line_of(entry_of(signed, mark_of(lines[-1]), "2026", 0, "till:1")))
    known = mark_of(lines[-1])
    assert kinds(lines[3:], known) == []
    assert kinds(lines, known) == []
    assert kinds(lines[2:], known) == [FaultKind.GAP]


def test_a_part_is_good_from_wherever_it_begins() -> None:
    lines = log(6)
    assert verify_part(b"".join(lines[2:5])).is_good
    assert not verify_part(b"".join([*lines[2:4], lines[5]])).is_good


def test_an_entry_is_canonical_json() -> None:
    line = log(1)[0]
    values = json.loads(line)
    body = json.dumps(
        {name: value for name, value in values.items() if name != "hash"},
        sort_keys=True,
        separators=(",", ":"),
    )
    assert line.decode().startswith(body[:-1])
    assert list(values)[-1] == "hash"


@given(st.text(max_size=30), st.sampled_from(["", " ", "-", "."]))
def test_no_card_number_gets_in(around: str, between: str) -> None:
    pan = between.join(PAN[at : at + 4] for at in range(0, 16, 4))
    happening = Happening(Action.SETTINGS, f"{around} {pan} {around}", pan, pan, f"a {pan}b")
    line = line_of(entry_of(happening, Mark(), "2026", 0, "till:1")).decode()
    assert pan not in line


def test_a_card_number_in_two_fields_is_masked() -> None:
    happening = Happening(Action.SETTINGS, "Mara", PAN[:8], PAN[8:])
    values = json.loads(line_of(entry_of(happening, Mark(), "2026", 0, "till:1")))
    assert (values["subject"], values["outcome"]) == ("*" * 8, "*" * 8)


def test_an_attempts_own_id_stays_whole() -> None:
    own = "41111111-1111-4111-8111-111111111111"
    happening = Happening(Action.ORDER_ENDED, "Mara", own, "placed")
    values = json.loads(line_of(entry_of(happening, Mark(), "2026", 0, "till:1")))
    assert values["subject"] == own


def test_other_digits_stay() -> None:
    happening = Happening(Action.ORDER_ENDED, "Mara", "order 100000012345", "placed")
    values = json.loads(line_of(entry_of(happening, Mark(), "2026", 0, "till:1")))
    assert values["subject"] == "order 100000012345"
