"""What somebody is at a register, and what not everybody may do."""

from __future__ import annotations

from enum import StrEnum

IDLE_SECONDS = 10 * 60.0  # PCI DSS 4.0.1, 8.2.8, allows 15 minutes


class Role(StrEnum):
    """What somebody is at this register."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Right(StrEnum):
    """What not everybody may do."""

    DECIDE = "decide"
    """Say of an order with an unknown outcome whether it was placed."""
    SETTINGS = "settings"
    EXPORT = "export"
    """Look through the audit log and take it out of the register."""
    CLERKS = "clerks"
    """Add and change clerks."""
