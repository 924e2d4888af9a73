"""Which printers are set up on this computer."""

from __future__ import annotations


def printer_names() -> tuple[str, ...]:
    """Their names as the system shows them. May wait for a print server: call it in a worker."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return tuple(QPrinterInfo.availablePrinterNames())
