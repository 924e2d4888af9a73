"""Values whose every text is mark-up that would load or link something, and a look-out for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

MARK = '<img src="file:///etc/hostname"><a href="https://evil.example">x</a>'
_TAGS = ("<img", "<a ")
# Names by which the program itself finds things; no server chooses them.
_KEPT = frozenset({"currency", "country", "attempt_id", "tab", "json", "domain", "api_url"})
_ROLES = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.DisplayRole)

Value = TypeVar("Value")


def poisoned(value: Value) -> Value:
    """The same value with :data:`MARK` in front of each text in it."""
    made: object = value
    if isinstance(value, Enum):
        pass
    elif isinstance(value, str):
        made = f"{MARK}{value}"
    elif isinstance(value, tuple):
        made = tuple(poisoned(part) for part in value)
    elif is_dataclass(value) and not isinstance(value, type):
        names = [one.name for one in fields(value) if one.name not in _KEPT]
        made = replace(value, **{name: poisoned(getattr(value, name)) for name in names})
    return made  # type: ignore[return-value]


def dangers(root: QWidget) -> list[str]:
    """What in a window takes somebody's text for mark-up; also tells in how many places it is."""
    return [danger for widget in _all(root) for danger in _of(widget)]


def places(root: QWidget) -> int:
    """In how many labels, texts and lists the mark is shown."""
    shown = [str(widget.property("text") or widget.property("plainText")) for widget in _all(root)]
    listed = [text for view in root.findChildren(QAbstractItemView) for text in _told(view.model())]
    return sum(_TAGS[0] in text for text in (*shown, *listed))


def _all(root: QWidget) -> list[QWidget]:
    return [root, *root.findChildren(QWidget)]


def _of(widget: QWidget) -> Iterator[str]:
    name = f"{type(widget).__qualname__} {widget.accessibleName()!r}"
    if _is_markup(widget.toolTip()) or _is_markup(widget.whatsThis()):
        yield f"tooltip of {name}"
    if isinstance(widget, QLabel):
        if widget.openExternalLinks():
            yield f"{name} opens links"
        plain = widget.textFormat() is Qt.TextFormat.PlainText
        if not plain and any(tag in widget.text() for tag in _TAGS):
            yield f"{name} shows mark-up: {widget.text()[:80]}"
    elif isinstance(widget, QTextEdit | QPlainTextEdit):
        yield from (f"{name} holds {found}" for found in _in_document(widget.document()))
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        tips = _told(widget.model(), _ROLES[:1])
        yield from (f"tooltip in {name}" for tip in tips if _is_markup(tip))
    elif isinstance(widget, QAbstractButton) and _is_markup(widget.statusTip()):
        yield f"status tip of {name}"


def _is_markup(text: str) -> bool:
    """Whether a tooltip would be shown as mark-up with one of the tags in it."""
    return GuiQt.mightBeRichText(text) and any(tag in text for tag in _TAGS)


def _told(
    model: QAbstractItemModel | None, roles: tuple[Qt.ItemDataRole, ...] = _ROLES
) -> Iterator[str]:
    for row in range(model.rowCount(QModelIndex()) if model is not None else 0):
        assert model is not None
        yield from (str(model.index(row, 0).data(role) or "") for role in roles)


def _in_document(document: QTextDocument) -> Iterator[str]:
    block = document.begin()
    while block.isValid():
        for form in block.textFormats():
            if form.format.isImageFormat() or form.format.isAnchor():
                yield "a picture or a link"
        block = block.next()
