"""What the window and the worker say to one another; one name for both halves."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.bridge.catalogue_reports import CatalogueTold, FavouritesTold, Repeated
    from pos_app.bridge.catalogue_requests import (
        CatalogueRequest,
        KeepFavourite,
        ReadCatalogue,
        RepeatLast,
        StopCatalogue,
    )
    from pos_app.bridge.quote_reports import QuoteTold
    from pos_app.bridge.quote_requests import AskQuote
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
        UpdateFound,
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
        LookForUpdate,
        Lookup,
        OpenJournal,
        PlaceOrder,
        Request,
        SaveSettings,
        Search,
        ShopRequest,
        TellAbout,
        TestConnection,
        Warm,
    )
    from pos_app.bridge.returning_reports import ReturningTold
    from pos_app.bridge.returning_requests import AskReturning
    from pos_app.bridge.staff_reports import (
        ApprovalRefused,
        AuditExported,
        AuditPruned,
        AuditTold,
        AuditVerified,
        ClerkAnswered,
        RecorderTold,
        RecorderTried,
        SignedIn,
        SignInRefused,
        StaffTold,
    )
    from pos_app.bridge.staff_requests import (
        AddClerk,
        ChangeClerk,
        ExportAudit,
        LockReason,
        LockUp,
        MoveRecorder,
        OpenStaff,
        PruneAudit,
        ResetPin,
        SignIn,
        TryRecorder,
        VerifyAudit,
    )

__all__ = [
    "AboutTold",
    "AddClerk",
    "ApprovalRefused",
    "AskQuote",
    "AskReturning",
    "AuditExported",
    "AuditPruned",
    "AuditTold",
    "AuditVerified",
    "CatalogueRequest",
    "CatalogueTold",
    "ChangeClerk",
    "CheckDone",
    "CheckName",
    "CheckNow",
    "CheckRegister",
    "CheckingMoved",
    "CheckoutMoved",
    "ChooseNextOutcome",
    "ClerkAnswered",
    "Connect",
    "ConnectionTested",
    "Decide",
    "DecisionRefused",
    "DropDraft",
    "ExportAudit",
    "FavouritesTold",
    "FindOrders",
    "ImageLoaded",
    "JournalTold",
    "KeepDraft",
    "KeepFavourite",
    "Link",
    "LinkChanged",
    "LoadImage",
    "LoadProduct",
    "LockReason",
    "LockUp",
    "LookForUpdate",
    "Lookup",
    "MoveRecorder",
    "NextOutcomeChosen",
    "OpenJournal",
    "OpenStaff",
    "OrderHeld",
    "OrdersFound",
    "PlaceOrder",
    "ProductLoaded",
    "PruneAudit",
    "QuoteTold",
    "ReadCatalogue",
    "RecordSettled",
    "RecorderTold",
    "RecorderTried",
    "RegisterChecked",
    "RegisterPartChecked",
    "RepeatLast",
    "Repeated",
    "Report",
    "Request",
    "ResetPin",
    "Restored",
    "ReturningTold",
    "SaveSettings",
    "Search",
    "SearchDone",
    "SettingsSaved",
    "ShopRequest",
    "SignIn",
    "SignInRefused",
    "SignedIn",
    "StaffTold",
    "StopCatalogue",
    "TellAbout",
    "TestConnection",
    "TokensKept",
    "TryRecorder",
    "UpdateFound",
    "VerifyAudit",
    "Warm",
]

# Their thirty classes are made when the first of them is asked for: after the first paint.
_HALVES = (
    *("pos_app.bridge.requests", "pos_app.bridge.reports"),
    *("pos_app.bridge.catalogue_requests", "pos_app.bridge.catalogue_reports"),
    *("pos_app.bridge.quote_requests", "pos_app.bridge.quote_reports"),
    *("pos_app.bridge.returning_requests", "pos_app.bridge.returning_reports"),
    *("pos_app.bridge.staff_requests", "pos_app.bridge.staff_reports"),
)


def __getattr__(name: str) -> object:
    """A class of either half (PEP 562)."""
    if name in __all__:
        for half in map(import_module, _HALVES):
            if hasattr(half, name):
                globals()[name] = found = getattr(half, name)
                return found
    raise AttributeError(name)
