"""The worker's people: signing in, rights, approval, and what is written down of all that."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from pos_app.bridge import messages as m
from pos_app.bridge.staff_office import StaffOffice
from pos_app.domain import checkout
from pos_app.domain.checkout import Ended
from pos_app.domain.clerks import TRIES, Clerk, ClerkProblem, alone
from pos_app.domain.connection import Settings, Theme
from pos_app.domain.errors import Code, Problem
from pos_app.domain.record import DecidedBy, Decision
from pos_app.domain.recorder import RecorderAction, RecorderHook, RecorderState
from pos_app.domain.rights import Role
from pos_app.services.pins import Argon2Pins
from pos_app.services.settings import SettingsFile
from tests.domain.attempts import NOON, prepared, unknown_state

PIN, OTHER = "830417", "291846"
CHEAP = Argon2Pins(time_cost=1, memory_kib=8, parallelism=1)
Work = Callable[["Desk"], Awaitable[None]]


class Desk:
    """An office on a data folder, and what it reported."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: list[m.Report] = []
        self.settings = SettingsFile(folder)
        self.office = StaffOffice(self.told.append, folder, self.settings, CHEAP)

    async def ask(self, *requests: m.Request) -> list[m.Report]:
        """Ask one after the other; what was reported to that."""
        before = len(self.told)
        for request in requests:
            await self.office.handle(request)
        return self.told[before:]

    async def signed_in(self, name: str, pin: str = PIN) -> None:
        assert any(isinstance(one, m.SignedIn) for one in await self.ask(m.SignIn(9, name, pin)))

    async def three_clerks(self) -> None:
        """Ada, admin; Ben, clerk; Cy, supervisor. Ada is signed in."""
        await self.ask(
            m.OpenStaff(),
            m.AddClerk(1, "Ada", Role.CLERK, PIN),
            m.AddClerk(2, "Ben", Role.CLERK, PIN),
            m.AddClerk(3, "Cy", Role.SUPERVISOR, OTHER),
        )

    def log(self) -> list[dict[str, str]]:
        """The entries on disk."""
        files = sorted((self.folder / "audit").glob("*.jsonl"))
        return [json.loads(line) for path in files for line in path.read_bytes().splitlines()]

    def happened(self, *names: str) -> list[tuple[str, ...]]:
        """Some members of each entry after the log's start."""
        return [tuple(entry[name] for name in names) for entry in self.log()[1:]]


def run(folder: Path, work: Work) -> Desk:
    """Do something with an office, then close it."""

    async def main() -> Desk:
        desk = Desk(folder)
        try:
            await work(desk)
        finally:
            await desk.office.close()
        return desk

    return asyncio.run(main())


def test_a_register_without_clerks_lets_its_one_clerk_in(tmp_path: Path) -> None:
    SettingsFile(tmp_path).save(Settings(clerk="Mara"))

    async def work(desk: Desk) -> None:
        assert await desk.ask(m.OpenStaff()) == [m.StaffTold(), m.SignedIn(alone("Mara"))]
        await desk.ask(m.LockUp(m.LockReason.ASKED))
        assert await desk.ask(m.SignIn(4)) == [m.SignedIn(alone("Mara"), 4)]

    desk = run(tmp_path, work)
    assert desk.happened("who", "what", "detail") == [
        ("Mara", "sign-in", "without a PIN"),
        ("Mara", "lock", "asked"),
        ("Mara", "sign-in", "without a PIN"),
    ]


def test_the_first_clerk_is_an_admin_and_in_at_once(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        await desk.ask(m.OpenStaff())
        ada = Clerk(1, "Ada", Role.ADMIN)
        assert await desk.ask(m.AddClerk(1, "Ada", Role.CLERK, PIN)) == [
            m.StaffTold((ada,)),
            m.ClerkAnswered(1),
            m.SignedIn(ada, 1),
        ]

    run(tmp_path, work)
    assert SettingsFile(tmp_path).load().sign_in

    async def later(desk: Desk) -> None:
        told = await desk.ask(m.OpenStaff())
        assert told == [m.StaffTold((Clerk(1, "Ada", Role.ADMIN),))]
        refused = await desk.ask(m.AddClerk(2, "Eve", Role.ADMIN, PIN))
        assert refused == [m.ClerkAnswered(2, ClerkProblem.NOT_ALLOWED)]

    run(tmp_path, later)


def test_a_list_that_is_gone_is_told_and_written_down(tmp_path: Path) -> None:
    run(tmp_path, Desk.three_clerks)
    (tmp_path / "staff.db").unlink()

    async def work(desk: Desk) -> None:
        told = await desk.ask(m.OpenStaff())
        assert told[0] == m.StaffTold(missing=True)

    assert "clerks-missing" in [entry["what"] for entry in run(tmp_path, work).log()]


def test_a_damaged_list_lets_nobody_in(tmp_path: Path) -> None:
    run(tmp_path, Desk.three_clerks)
    (tmp_path / "staff.db").write_bytes(b"no database " * 400)

    async def work(desk: Desk) -> None:
        (told,) = [one for one in await desk.ask(m.OpenStaff()) if isinstance(one, m.StaffTold)]
        assert told.problem is not None
        assert told.problem.code is Code.STAFF_DAMAGED
        (refused,) = await desk.ask(m.SignIn(1, "Ada", PIN))
        assert isinstance(refused, m.SignInRefused)
        assert refused.problem is not None
        assert not [one for one in desk.told if isinstance(one, m.SignedIn)]

    run(tmp_path, work)


def test_a_damaged_file_does_not_stop_a_register_of_one(tmp_path: Path) -> None:
    (tmp_path / "staff.db").write_bytes(b"no database " * 400)

    async def work(desk: Desk) -> None:
        told = await desk.ask(m.OpenStaff())
        assert [type(one) for one in told] == [m.StaffTold, m.SignedIn]

    run(tmp_path, work)


def test_wrong_pins_are_counted_and_written_down(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        await desk.three_clerks()
        told = await desk.ask(*[m.SignIn(n, "Ben", OTHER) for n in range(TRIES)])
        refusals = [one for one in told if isinstance(one, m.SignInRefused)]
        assert [one.tries_left for one in refusals] == [7, 6, 5, 4, 3, 2, 1, 0]
        assert (refusals[-1].refusal, refusals[-1].wait) == (ClerkProblem.LOCKED_OUT, 1800)

    desk = run(tmp_path, work)
    assert desk.happened("what", "outcome", "who")[-TRIES - 1 :] == [
        *[("sign-in", "refused", "Ben")] * TRIES,
        ("lockout", "done", "Ben"),
    ]
    whole = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert PIN.encode() not in whole
    assert OTHER.encode() not in whole


def test_settings_are_a_supervisors(tmp_path: Path) -> None:
    dark = Settings(theme=Theme.DARK, clerk="x")

    async def work(desk: Desk) -> None:
        await desk.three_clerks()
        await desk.signed_in("Ben")
        assert await desk.office.handle(m.SaveSettings(dark)) is None
        assert desk.told[-1] == m.SettingsSaved(dark, Problem(Code.NOT_ALLOWED))
        await desk.signed_in("Cy", OTHER)
        passed = await desk.office.handle(m.SaveSettings(dark))
        assert isinstance(passed, m.SaveSettings)
        assert passed.settings.sign_in
        desk.office.watch(m.SettingsSaved(passed.settings))

    desk = run(tmp_path, work)
    assert desk.happened("who", "what", "subject", "outcome")[-3:] == [
        ("Ben", "settings", "", "refused"),
        ("Cy", "sign-in", "Cy", "done"),
        ("Cy", "settings", "clerk, theme", "done"),
    ]


def test_nobody_saves_settings_while_the_window_is_locked(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        await desk.three_clerks()
        await desk.ask(m.LockUp(m.LockReason.IDLE))
        assert await desk.office.handle(m.SaveSettings(Settings())) is None

    run(tmp_path, work)


VERDICT = m.Decide("attempt-1", placed=True, evidence="an e-mail", clerk="whoever")


def test_a_verdict_is_a_supervisors(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        await desk.three_clerks()
        await desk.signed_in("Ben")
        assert await desk.office.handle(VERDICT) is None
        assert desk.told[-1] == m.DecisionRefused("attempt-1", Problem(Code.NOT_ALLOWED))
        await desk.signed_in("Cy", OTHER)
        passed = await desk.office.handle(VERDICT)
        assert isinstance(passed, m.Decide)
        assert passed.clerk == "Cy"

    desk = run(tmp_path, work)
    refused = ("Ben", "order-decided", "attempt-1", "refused")
    assert refused in desk.happened("who", "what", "subject", "outcome")


@pytest.mark.parametrize(
    ("approver", "pin", "refusal"),
    [
        ("Cy", PIN, ClerkProblem.WRONG_PIN),
        ("Ben", PIN, ClerkProblem.NOT_ALLOWED),
        ("Nobody", PIN, ClerkProblem.WRONG_PIN),
    ],
)
def test_approval_needs_a_supervisors_pin(
    tmp_path: Path, approver: str, pin: str, refusal: ClerkProblem
) -> None:
    asked = m.Decide("attempt-1", True, "an e-mail", "Ben", approver, pin)

    async def work(desk: Desk) -> None:
        await desk.three_clerks()
        await desk.signed_in("Ben")
        assert await desk.office.handle(asked) is None
        told = desk.told[-1]
        assert isinstance(told, m.ApprovalRefused)
        assert (told.attempt_id, told.refusal) == ("attempt-1", refusal)

    run(tmp_path, work)


def test_an_approved_verdict_names_both(tmp_path: Path) -> None:
    asked = m.Decide("attempt-1", True, "an e-mail", "Ben", "Cy", OTHER)

    async def work(desk: Desk) -> None:
        await desk.three_clerks()
        await desk.signed_in("Ben")
        passed = await desk.office.handle(asked)
        assert isinstance(passed, m.Decide)
        assert (passed.clerk, passed.approver, passed.pin) == ("Cy", "", "")
        record = prepared().leaving().moved(unknown_state("attempt-1"), NOON)
        decision = Decision(True, DecidedBy.PERSON, NOON, passed.clerk, "an e-mail")
        desk.office.watch(m.RecordSettled(record.decided(decision)))
        # Ben is still the one who is signed in.
        assert await desk.office.handle(m.SaveSettings(Settings())) is None

    desk = run(tmp_path, work)
    assert desk.happened("who", "what", "subject", "outcome", "detail")[-3:-1] == [
        ("Cy", "approval", "attempt-1", "done", "asked by Ben"),
        ("Cy", "order-decided", "attempt-1", "placed", "by a person, asked by Ben"),
    ]
    assert "an e-mail" not in str(desk.log())


def test_an_order_is_written_down_at_both_ends(tmp_path: Path) -> None:
    state = checkout.begin("attempt-1", 1)

    async def work(desk: Desk) -> None:
        await desk.three_clerks()
        await desk.signed_in("Ben")
        ended = checkout.step(state, Ended(0.9, Problem(Code.DNS)))
        for moved in (state, state, ended, ended):
            desk.office.watch(m.CheckoutMoved(1, moved))
        assert m.CheckoutMoved(1, ended) in desk.told

    desk = run(tmp_path, work)
    assert desk.happened("who", "what", "subject", "outcome")[-2:] == [
        ("Ben", "order-begun", "attempt-1", "done"),
        ("Ben", "order-ended", "attempt-1", "not-sent"),
    ]


def test_export_and_verification_are_a_supervisors(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"

    async def work(desk: Desk) -> None:
        await desk.three_clerks()
        await desk.signed_in("Ben")
        told = await desk.ask(
            m.VerifyAudit(1), m.ExportAudit(2, str(target), table=False), m.PruneAudit(3)
        )
        problem = Problem(Code.NOT_ALLOWED)
        assert told == [
            m.AuditVerified(1, problem=problem),
            m.AuditExported(2, str(target), problem),
            m.AuditPruned(3, problem=problem),
        ]
        assert not target.exists()
        await desk.signed_in("Cy", OTHER)
        verified, exported, pruned = await desk.ask(
            m.VerifyAudit(4), m.ExportAudit(5, str(target), table=False), m.PruneAudit(6)
        )
        assert isinstance(verified, m.AuditVerified)
        assert verified.verified is not None
        assert verified.verified.is_good
        assert exported == m.AuditExported(5, str(target))
        assert pruned == m.AuditPruned(6, 0)

    run(tmp_path, work)
    # The export is in what was taken out.
    assert json.loads(target.read_bytes().splitlines()[-1])["what"] == "export"


def test_an_export_into_nowhere_says_why(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        nowhere = str(tmp_path / "no-folder" / "out.csv")
        told = await desk.ask(m.OpenStaff(), m.ExportAudit(5, nowhere, table=True))
        exported = told[-1]
        assert isinstance(exported, m.AuditExported)
        assert exported.problem is not None
        assert (exported.problem.code, exported.problem.text) == (Code.DISK, "ENOENT")

    run(tmp_path, work)


def test_trouble_with_the_log_is_told_once_and_orders_go_on(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        await desk.ask(m.OpenStaff())
        await desk.office.audit.written()
        folder = tmp_path / "audit"
        folder.rename(tmp_path / "elsewhere")
        folder.write_bytes(b"a file in the way")
        for _ in range(3):
            await desk.ask(m.LockUp(m.LockReason.ASKED), m.SignIn(1))
        await desk.office.audit.written()
        folder.unlink()
        (tmp_path / "elsewhere").rename(folder)
        await desk.ask(m.LockUp(m.LockReason.ASKED))
        await desk.office.audit.written()
        troubles = [one for one in desk.told if isinstance(one, m.AuditTold)]
        assert [one.problem and one.problem.code for one in troubles] == [Code.AUDIT, None]

    run(tmp_path, work)


def hook(folder: Path, code: int = 0) -> RecorderHook:
    """A program that writes down what it was told."""
    script = "import sys; open(sys.argv[1], 'a').write(sys.argv[2]); sys.exit(int(sys.argv[3]))"
    told = str(folder / "recorder.txt")
    return RecorderHook((sys.executable, "-c", script, told, "{action} ", str(code)))


def test_the_recorder_is_told_in_order_and_at_the_end(tmp_path: Path) -> None:
    SettingsFile(tmp_path).save(Settings(recorder=hook(tmp_path)))

    async def work(desk: Desk) -> None:
        pause = m.MoveRecorder(RecorderAction.PAUSE)
        told = await desk.ask(m.OpenStaff(), pause, m.MoveRecorder(RecorderAction.RESUME), pause)
        states = [one.state for one in told if isinstance(one, m.RecorderTold)]
        asked, paused, running = (
            RecorderState.ASKED,
            RecorderState.PAUSED,
            RecorderState.RUNNING,
        )
        assert states == [asked, paused, asked, running, asked, paused]

    desk = run(tmp_path, work)
    assert (tmp_path / "recorder.txt").read_text() == "pause resume pause resume "
    assert desk.happened("what", "subject", "outcome")[-1] == ("recorder", "resume", "done")


def test_a_recorder_that_fails_is_told_and_written_down(tmp_path: Path) -> None:
    SettingsFile(tmp_path).save(Settings(recorder=hook(tmp_path, 3)))

    async def work(desk: Desk) -> None:
        told = await desk.ask(m.OpenStaff(), m.MoveRecorder(RecorderAction.PAUSE))
        assert told[-1] == m.RecorderTold(RecorderState.PAUSE_FAILED, "exit code 3")
        tried = await desk.ask(m.TryRecorder(7, hook(tmp_path)))
        assert tried == [m.RecorderTried(7)]

    desk = run(tmp_path, work)
    assert ("recorder", "failed", "exit code 3") in desk.happened("what", "outcome", "detail")


def test_without_a_hook_nothing_is_called(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        told = await desk.ask(m.OpenStaff(), m.MoveRecorder(RecorderAction.PAUSE))
        assert not [one for one in told if isinstance(one, m.RecorderTold)]

    run(tmp_path, work)
