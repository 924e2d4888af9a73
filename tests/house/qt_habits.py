"""Rules about Qt: slots, modal dialogs, nested loops, and where it may be imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.source import Source, called_name, imported_modules

_QT_MODULES = ("PySide6", "shiboken6")
_BRIDGE_MAY_NOT = ("PySide6.QtWidgets", "PySide6.QtGui", "PySide6.QtQuick", "PySide6.QtQml")
_ROOMS_WITHOUT_QT = (
    "pos_app/domain",
    "pos_app/firmly",
    "pos_app/services",
    "pos_app/training",
    "packaging",
)
_MESSAGE_BOXES = {"about", "aboutQt", "critical", "information", "question", "warning"}
_STATIC_DIALOGS = {
    "getColor",
    "getDouble",
    "getExistingDirectory",
    "getFont",
    "getInt",
    "getItem",
    "getMultiLineText",
    "getOpenFileName",
    "getOpenFileNames",
    "getSaveFileName",
    "getText",
}
_OPENERS = {"openUrl", "setOpenExternalLinks", "setOpenLinks", "linkActivated", "anchorClicked"}
_MARKUP = {"RichText", "AutoText", "MarkdownText", "setHtml", "insertHtml", "setMarkdown"}
_BANNER = "pos_app/gui/widgets.py"
# Classes whose exec() is the program itself or a thread's own loop, not a loop in a loop.
_OUTERMOST = {"QApplication", "QGuiApplication", "QCoreApplication", "application", "app"}


def anonymous_slots(source: Source) -> Iterator[tuple[int, str]]:
    """Yield ``signal.connect(lambda …)`` and ``signal.connect(partial(…))``."""
    if not source.stands_in("pos_app"):
        return
    for node in source.walk():
        if isinstance(node, ast.Call) and called_name(node) == "connect":
            for argument in node.args:
                if isinstance(argument, ast.Lambda):
                    yield node.lineno, "connects a lambda"
                elif isinstance(argument, ast.Call) and called_name(argument) == "partial":
                    yield node.lineno, "connects a partial"


def modal_dialogs(source: Source) -> Iterator[tuple[int, str]]:
    """Yield static message boxes and dialogs, and ``exec()`` of anything but the application."""
    if not source.stands_in("pos_app"):
        return
    for node in source.walk():
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = _last_name(node.func.value)
        if owner == "QMessageBox" and node.func.attr in _MESSAGE_BOXES:
            yield node.lineno, f"calls QMessageBox.{node.func.attr}"
        elif owner in {"QFileDialog", "QInputDialog", "QColorDialog", "QFontDialog"}:
            if node.func.attr in _STATIC_DIALOGS:
                yield node.lineno, f"calls {owner}.{node.func.attr}"
        elif node.func.attr in {"exec", "exec_"} and owner not in _OUTERMOST:
            yield node.lineno, f"calls {owner}.{node.func.attr}()"


def nested_event_loops(source: Source) -> Iterator[tuple[int, str]]:
    """Yield ``processEvents`` and ``QEventLoop``."""
    if not source.stands_in("pos_app"):
        return
    for node in source.walk():
        if isinstance(node, ast.Attribute) and node.attr == "processEvents":
            yield node.lineno, "calls processEvents"
        elif isinstance(node, ast.Call) and called_name(node) == "QEventLoop":
            yield node.lineno, "makes a QEventLoop"


def qt_imports(source: Source) -> Iterator[tuple[int, str]]:
    """Yield imports of Qt in rooms without it, and of widgets in the bridge."""
    for line, module in imported_modules(source):
        if source.stands_in(*_ROOMS_WITHOUT_QT) and _is_within(module, _QT_MODULES):
            # Benchmarks compare with a bare window; the freezer draws the icon.
            if not source.path.startswith(("packaging/bench", "packaging/freeze_icons")):
                yield line, f"imports {module}"
        elif source.stands_in("pos_app/bridge") and _is_within(module, _BRIDGE_MAY_NOT):
            yield line, f"imports {module}: the bridge is Qt core only"


def links_and_markup(source: Source) -> Iterator[tuple[int, str]]:
    """Yield what opens links, and what makes mark-up of a text; one banner escapes its own."""
    if not source.stands_in("pos_app"):
        return
    for node in source.walk():
        if not isinstance(node, ast.Attribute):
            continue
        if node.attr in _OPENERS:
            yield node.lineno, f"uses {node.attr}"
        elif node.attr in _MARKUP and source.path != _BANNER:
            yield node.lineno, f"uses {node.attr}: texts are plain"


def _is_within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in packages)


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call):
        return called_name(node)
    return node.id if isinstance(node, ast.Name) else ""
