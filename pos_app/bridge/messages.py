"""What the window and the worker say to one another; one name for both halves."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.bridge.reports import (
        AboutTold,
        CheckDone,
        CheckingMoved,
        CheckName,
        CheckoutMoved,
        ConnectionTested,
        DecisionRefused,
        ImageLoaded,
        JournalTold,
        Link,
        LinkChanged,
        NextOutcomeChosen,
        OrderHeld,
        OrdersFound,
        ProductLoaded,
        RecordSettled,
        RegisterChecked,
        RegisterPartChecked,
        Report,
        Restored,
        SearchDone,
        SettingsSaved,
        TokensKept,
    )
    from pos_app.bridge.requests import (
        CheckNow,
        CheckRegister,
        ChooseNextOutcome,
        Connect,
        Decide,
        DropDraft,
        FindOrders,
        KeepDraft,
        LoadImage,
        LoadProduct,
        Lookup,
        OpenJournal,
        PlaceOrder,
        Request,
        SaveSettings,
        Search,
        TellAbout,
        TestConnection,
        Warm,
    )

__all__ = [
    "AboutTold",
    "CheckDone",
    "CheckName",
    "CheckNow",
    "CheckRegister",
    "CheckingMoved",
    "CheckoutMoved",
    "ChooseNextOutcome",
    "Connect",
    "ConnectionTested",
    "Decide",
    "DecisionRefused",
    "DropDraft",
    "FindOrders",
    "ImageLoaded",
    "JournalTold",
    "KeepDraft",
    "Link",
    "LinkChanged",
    "LoadImage",
    "LoadProduct",
    "Lookup",
    "NextOutcomeChosen",
    "OpenJournal",
    "OrderHeld",
    "OrdersFound",
    "PlaceOrder",
    "ProductLoaded",
    "RecordSettled",
    "RegisterChecked",
    "RegisterPartChecked",
    "Report",
    "Request",
    "Restored",
    "SaveSettings",
    "Search",
    "SearchDone",
    "SettingsSaved",
    "TellAbout",
    "TestConnection",
    "TokensKept",
    "Warm",
]

# Their thirty classes are made when the first of them is asked for: after the first paint.
_HALVES = ("pos_app.bridge.requests", "pos_app.bridge.reports")


def __getattr__(name: str) -> object:
    """A class of either half (PEP 562)."""
    if name in __all__:
        for half in map(import_module, _HALVES):
            if hasattr(half, name):
                globals()[name] = found = getattr(half, name)
                return found
    raise AttributeError(name)
