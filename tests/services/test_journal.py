"""The journal's calls: what was written is there, in the order asked for, and never goes back."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pos_app.domain import checkout
from pos_app.domain.checkout import OrderReported
from pos_app.domain.draft import KeptDraft, OrderDraft
from pos_app.domain.receipt import Receipt
from pos_app.domain.record import DecidedBy, Decision, Phase, after_crash
from pos_app.services.journal import Journal, JournalNews
from tests.services.journal_values import (
    NOW,
    left,
    placed,
    record,
    unknown,
    with_journal,
)

LATER = NOW + timedelta(minutes=3)
BY_KIM = Decision(True, DecidedBy.PERSON, LATER, "Kim", "confirmation e-mail")


def test_an_attempt_is_there_after_the_journal_was_opened_anew(tmp_path: Path) -> None:
    async def write(journal: Journal) -> None:
        await journal.add(record())
        await journal.update(left(record()))

    with_journal(tmp_path, write)
    assert with_journal(tmp_path, lambda j: j.record("a-1")) == left(record())
    assert with_journal(tmp_path, lambda j: j.record("a-2")) is None


def test_opening_twice_tells_the_same_news(tmp_path: Path) -> None:
    async def twice(journal: Journal) -> tuple[JournalNews, JournalNews]:
        return await journal.open(), await journal.open()

    assert with_journal(tmp_path, twice) == (JournalNews(), JournalNews())


def test_a_journal_that_is_not_used_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    async def close_twice(journal: Journal) -> None:
        await journal.close()

    with_journal(folder, close_twice)
    assert not folder.exists()


def test_the_whole_way_to_placed(tmp_path: Path) -> None:
    async def work(journal: Journal) -> None:
        await journal.add(record())
        assert [r.phase for r in await journal.open_records()] == [Phase.PREPARED]
        await journal.update(left(record()))
        assert [r.phase for r in await journal.open_records()] == [Phase.LEAVING]
        await journal.update(placed(record()))
        assert await journal.open_records() == ()
        assert await journal.record("a-1") == placed(record())

    with_journal(tmp_path, work)


def test_open_records_are_those_that_are_not_settled_oldest_first(tmp_path: Path) -> None:
    decided = unknown(record("decided")).decided(BY_KIM)
    refused = replace(
        left(record("refused")),
        state=replace(left(record("refused")).state, verdict=checkout.Verdict.REFUSED),
        phase=Phase.ENDED,
        ended_at=LATER,
    )
    not_sent = after_crash(record("not-sent"), LATER)

    async def work(journal: Journal) -> list[str]:
        await journal.add(unknown(record("unknown", minutes=3)))
        await journal.add(left(record("leaving", minutes=2)))
        await journal.add(record("prepared", minutes=1))
        for settled in (decided, refused, not_sent, placed(record("placed"))):
            await journal.add(settled)
        return [r.attempt_id for r in await journal.open_records()]

    assert with_journal(tmp_path, work) == ["prepared", "leaving", "unknown"]


def test_records_since_a_moment_by_begin_end_decision_and_from_the_future(tmp_path: Path) -> None:
    began_long_ago = record("ended-since", minutes=-60)
    ended_since = replace(placed(began_long_ago), ended_at=LATER)
    decided_since = replace(
        left(record("decided-since", minutes=-90)), decision=replace(BY_KIM, at=LATER)
    )

    async def work(journal: Journal) -> list[str]:
        await journal.add(placed(record("before", minutes=-30)))
        await journal.add(placed(record("future", minutes=600)))
        await journal.add(record("at-the-moment"))
        await journal.add(ended_since)
        await journal.add(decided_since)
        return [r.attempt_id for r in await journal.records_since(NOW)]

    expected = ["future", "at-the-moment", "ended-since", "decided-since"]
    assert with_journal(tmp_path, work) == expected


def test_times_in_another_zone_are_compared_as_moments(tmp_path: Path) -> None:
    tokyo = datetime.fromisoformat("2026-11-25T00:00:00+09:00")  # 15:00 UTC

    async def work(journal: Journal) -> None:
        await journal.add(replace(record(), began_at=tokyo))
        assert len(await journal.records_since(NOW)) == 1
        assert await journal.records_since(NOW + timedelta(hours=1)) == ()
        with pytest.raises(ValueError, match="time zone"):
            await journal.records_since(NOW.replace(tzinfo=None))

    with_journal(tmp_path, work)


@pytest.mark.parametrize(
    "text",
    [
        "", "zoe", "ANGSTROM zoë", "(206) 555-1212", "+1 206 5551212", "0206", "zoe@example.COM",
        "186872537", "18687-2537", "find-me", "cart-1", "1111", "msh-06", "tank breathe", "white",
        NOW.astimezone().date().isoformat(),
    ],
)  # fmt: skip
def test_find_knows_the_words_of_an_order(tmp_path: Path, text: str) -> None:
    async def work(journal: Journal) -> list[str]:
        await journal.add(placed(record("find-me")))
        return [r.attempt_id for r in await journal.find(text)]

    assert with_journal(tmp_path, work) == ["find-me"]


@pytest.mark.parametrize("text", ["zoe smith", "%", "_", "555-1213", "186872538", "'; --"])
def test_find_wants_all_words_and_takes_them_as_they_are(tmp_path: Path, text: str) -> None:
    async def work(journal: Journal) -> int:
        await journal.add(placed(record("a")))
        return len(await journal.find(text))

    assert with_journal(tmp_path, work) == 0


def test_find_tells_the_newest_first_and_no_more_than_asked(tmp_path: Path) -> None:
    async def work(journal: Journal) -> list[str]:
        for minute in (2, 9, 4):
            await journal.add(record(f"a-{minute}", minutes=minute))
        return [r.attempt_id for r in await journal.find("zoe", limit=2)]

    assert with_journal(tmp_path, work) == ["a-9", "a-4"]


def test_drafts_come_back_in_their_places_without_the_captcha(tmp_path: Path) -> None:
    first = KeptDraft("one", OrderDraft(notes="Ring twice", captcha_token="x"), position=1)
    second = KeptDraft("two", record().draft, parked=True, position=0)

    async def keep(journal: Journal) -> None:
        await journal.keep_draft(first)
        await journal.keep_draft(replace(second, draft=OrderDraft(notes="an earlier one")))
        await journal.keep_draft(second)
        await journal.keep_draft(KeptDraft("three", OrderDraft()))
        await journal.drop_draft("three")
        await journal.drop_draft("never kept")

    with_journal(tmp_path, keep)
    kept = with_journal(tmp_path, lambda j: j.drafts())
    assert kept == (second, replace(first, draft=OrderDraft(notes="Ring twice")))


def test_a_placed_order_takes_the_draft_of_its_tab_with_it_for_good(tmp_path: Path) -> None:
    async def work(journal: Journal) -> list[str]:
        for tab in ("tab-1", "tab-2", "tab-3"):
            await journal.keep_draft(KeptDraft(tab, OrderDraft()))
        await journal.add(record("a-1", "tab-1"))
        await journal.update(placed(record("a-1", "tab-1")))
        await journal.add(record("a-2", "tab-2"))
        await journal.update(unknown(record("a-2", "tab-2")))
        await journal.keep_draft(KeptDraft("tab-1", OrderDraft(notes="late")))
        await journal.keep_draft(KeptDraft("tab-2", OrderDraft(notes="still here"), position=1))
        return [kept.tab for kept in await journal.drafts()]

    assert with_journal(tmp_path, work) == ["tab-3", "tab-2"]


def test_a_decision_that_it_was_placed_drops_the_draft_the_other_does_not(tmp_path: Path) -> None:
    async def work(journal: Journal) -> list[str]:
        for tab, is_placed in (("yes", True), ("no", False)):
            await journal.keep_draft(KeptDraft(tab, OrderDraft()))
            await journal.add(unknown(record(tab, tab)))
            decision = replace(BY_KIM, placed=is_placed)
            await journal.update(unknown(record(tab, tab)).decided(decision))
            await journal.keep_draft(KeptDraft(tab, OrderDraft()))
        return [kept.tab for kept in await journal.drafts()]

    assert with_journal(tmp_path, work) == ["no"]


def test_proof_of_an_order_may_follow_any_verdict(tmp_path: Path) -> None:
    ended = unknown(record())
    late = checkout.step(ended.state, OrderReported(12.0, Receipt(order_number="77")))

    async def work(journal: Journal) -> None:
        await journal.add(ended)
        await journal.update(ended.moved(late, LATER))
        stored = await journal.record("a-1")
        assert stored is not None
        assert stored.is_placed

    with_journal(tmp_path, work)


def test_an_attempt_is_added_once_and_only_what_was_added_is_updated(tmp_path: Path) -> None:
    async def work(journal: Journal) -> None:
        await journal.add(record())
        with pytest.raises(sqlite3.IntegrityError):
            await journal.add(replace(record(), clerk="Lee"))
        with pytest.raises(LookupError):
            await journal.update(record("a-2"))
        assert await journal.find("") == (record(),)

    with_journal(tmp_path, work)


def test_what_is_known_never_goes_back(tmp_path: Path) -> None:
    decided = unknown(record()).decided(BY_KIM)
    done = placed(record("a-2"))
    other = replace(unknown(record("a-2")), ended_at=done.ended_at)

    async def work(journal: Journal) -> None:
        await journal.add(decided)
        await journal.add(done)
        backwards = (
            replace(decided, decision=replace(BY_KIM, placed=False)),
            replace(decided, decision=None),
            left(record()),
            record(),
            other,
            left(record("a-2")),
            replace(done, device_id="device-2"),
            replace(done, began_at=LATER),
        )
        for wrong in backwards:
            with pytest.raises(sqlite3.IntegrityError):
                await journal.update(wrong)
        assert await journal.find("") == (done, decided)

    with_journal(tmp_path, work)


def test_an_ended_row_without_an_order_number_is_not_placed(tmp_path: Path) -> None:
    numberless = placed(record(), number="")
    claimed = replace(numberless.state, verdict=checkout.Verdict.PLACED)

    async def work(journal: Journal) -> None:
        with pytest.raises(sqlite3.IntegrityError):
            await journal.add(record().moved(claimed, LATER))

    with_journal(tmp_path, work)


def test_a_write_is_carried_out_though_its_caller_is_cancelled(tmp_path: Path) -> None:
    async def work(journal: Journal) -> None:
        names = [f"a-{number}" for number in range(50)]
        calls = [asyncio.create_task(journal.add(record(name))) for name in names]
        await asyncio.sleep(0)  # they wait for the thread in line
        calls[-1].cancel()
        with pytest.raises(asyncio.CancelledError):
            await calls[-1]
        await asyncio.gather(*calls[:-1])
        assert await journal.record("a-49") == record("a-49")

    with_journal(tmp_path, work)


def test_all_happens_in_one_thread_that_ends(tmp_path: Path) -> None:
    async def work(journal: Journal) -> list[str]:
        calls = (journal.add(record(str(number))) for number in range(20))
        await asyncio.gather(*calls)
        return [t.name for t in threading.enumerate() if t.name.startswith("journal")]

    assert len(with_journal(tmp_path, work)) == 1
    assert not [t for t in threading.enumerate() if t.name.startswith("journal")]


def test_what_a_crash_left_is_told_and_settled(tmp_path: Path) -> None:
    async def work(journal: Journal) -> list[str]:
        await journal.add(record("prepared"))
        await journal.add(left(record("leaving", minutes=1)))
        for found in await journal.open_records():
            await journal.update(after_crash(found, LATER))
        return [r.attempt_id for r in await journal.open_records()]

    assert with_journal(tmp_path, work) == ["leaving"]
