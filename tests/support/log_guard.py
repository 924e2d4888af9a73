"""Log records at WARNING or above fail a test, unless the test says that it causes them."""

from __future__ import annotations

import logging
import re


class LogGuard(logging.Handler):
    """Collects the records at WARNING or above, from any thread, while it is installed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record as text."""
        self._messages.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def install(self) -> None:
        """Listen to everything that reaches the root logger."""
        logging.getLogger().addHandler(self)

    def remove(self) -> None:
        """Stop listening."""
        logging.getLogger().removeHandler(self)

    def problems(self, expected: tuple[str, ...]) -> list[str]:
        """Sentences: records that no regex of ``expected`` finds, regexes that found no record."""
        unexpected = [
            f"unexpected log record: {message}"
            for message in self._messages
            if not any(re.search(regex, message) for regex in expected)
        ]
        unmet = [
            f"expected log record did not come: {regex}"
            for regex in expected
            if not any(re.search(regex, message) for message in self._messages)
        ]
        return unexpected + unmet
