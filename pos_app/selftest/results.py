"""The lines that the self-test prints, and its exit code."""

from __future__ import annotations

from pos_app.services.console import say


class Results:
    """One line a check, printed at once."""

    def __init__(self) -> None:
        self._failed = self._passed = 0

    @property
    def exit_code(self) -> int:
        """0 when something was checked and nothing failed."""
        return 0 if self._passed and not self._failed else 1

    def tell(self, name: str, note: str, *, good: bool) -> None:
        """What came of one check; `note` says what was seen."""
        if good:
            self._passed += 1
        else:
            self._failed += 1
        say(f"{'ok' if good else 'FAIL':<4}  {name}: {note}")

    def note(self, name: str, note: str) -> None:
        """Something that somebody may want to know, and no fault."""
        say(f"note  {name}: {note}")

    def close(self) -> None:
        """The last line."""
        say(f"{self._passed} passed, {self._failed} failed")
