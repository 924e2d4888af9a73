"""What is said of a price on a line of the cart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from pos_app.gui.money_text import money

if TYPE_CHECKING:
    from pos_app.domain.money import Money


def price_was(before: Money) -> str:
    """A price that is not the one of now, in two words on a line."""
    words = QCoreApplication.translate("PriceWords", "was {price}")
    return words.replace("{price}", money(before))
