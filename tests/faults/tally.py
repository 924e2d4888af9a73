"""The figures of a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.judge import SINS, Judgement, Seen
from tests.faults.plan import Plan

_SHOWN = 20


@dataclass
class Tally:
    """Counts over all attempts, and the words of what went wrong."""

    attempts: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    disturbed: Counter[str] = field(default_factory=Counter)
    sins: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    accepted: int = 0
    completed: int = 0
    completed_by_cart: int = 0
    unknown: int = 0
    bodiless: int = 0
    by_cart: int = 0
    words: list[str] = field(default_factory=list)

    @property
    def hits(self) -> int:
        """Kills and faults that came to pass."""
        return self.killed.total() + self.faults.total()

    def add(self, plan: Plan, seen: Seen, judged: Judgement) -> None:
        """Count an attempt. A fault counts when the order came to where it could happen."""
        self.attempts += 1
        self.killed.update([seen.killed] if seen.killed else [])
        if plan.fault.kind != "none" and (judged.arrived or _met_its_line(plan, seen)):
            self.faults[plan.fault.kind] += 1
        self.disturbed.update([seen.disturbed] if seen.disturbed else [])
        self.told[seen.told or "nothing"] += 1
        self.accepted += judged.accepted
        self.unknown += judged.unknown
        self.bodiless += judged.bodiless
        self.by_cart += judged.by_cart
        self.completed += judged.accepted and plan.completes
        self.completed_by_cart += judged.by_cart and plan.completes
        for sin, words in judged.wrongs:
            self.sins[sin] += 1
            self.words.append(f"{sin}: {words} | {plan} | {seen}")

    def verdict(self) -> str:
        """What it is all about: how often something went wrong."""
        return ", ".join(f"{sin} {self.sins[sin]}" for sin in SINS)

    def lines(self) -> list[str]:
        """The figures as text."""
        provable = self.bodiless + self.by_cart
        share = provable / self.unknown if self.unknown else 1.0
        return [
            f"attempts {self.attempts}, in the ledger {self.accepted}, of them quoted carts that"
            f" were completed {self.completed}",
            f"kills {self.killed.total()}: {_listed(self.killed)}",
            f"faults {self.faults.total()}: {_listed(self.faults)}",
            f"disturbances {self.disturbed.total()}: {_listed(self.disturbed)}",
            f"told: {_listed(self.told)}",
            self.verdict(),
            f"unknown {self.unknown}: no complete body {self.bodiless}, proved by the cart"
            f" {self.by_cart}; provable {share:.1%}",
            *self.words[:_SHOWN],
        ]


def _met_its_line(plan: Plan, seen: Seen) -> bool:
    """Whether the line was tried that no order can get through."""
    stopped_before = seen.killed or seen.disturbed == "disk full"
    return plan.fault.kind in ("dns", "refused", "tls") and not stopped_before


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
