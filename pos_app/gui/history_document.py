"""The details of an attempt as a text document: plain text, to be read, selected and copied.

Server text goes in through a cursor; none of it is ever read as markup.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTableCellFormat,
    QTextTableFormat,
)

from pos_app.domain.record import OrderRecord
from pos_app.gui import theme
from pos_app.gui.history_facts import Fact, Section, sections
from pos_app.gui.history_words import number_of, training_words
from pos_app.gui.receipt_rows import one_line
from pos_app.gui.spoken import spoken

_NAME_PERCENT = 30
_AMOUNT_PERCENT = 26


def _tr(text: str) -> str:
    return QCoreApplication.translate("History", text)


def write_details(document: QTextDocument, record: OrderRecord) -> None:
    """Fill `document` with the order number and all that is kept, in the colours in force."""
    document.clear()
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(theme.font(13))
    document.setDocumentMargin(0)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    cursor = QTextCursor(document)
    _heading(cursor, record)
    for section in sections(record):
        _section(cursor, section)


def _heading(cursor: QTextCursor, record: OrderRecord) -> None:
    t = theme.tokens()
    number = number_of(record)
    if record.connection.training:
        _paragraph(cursor, training_words(), theme.font(13, QFont.Weight.DemiBold), t.warn)
    if not number:
        _paragraph(cursor, _tr("No order number"), theme.font(13), t.muted)
        return
    _paragraph(cursor, _tr("Merchant order number"), theme.font(13), t.muted)
    _paragraph(cursor, number, theme.font(26, QFont.Weight.Bold), t.ink)
    read = _tr("Read it as “{0}”").format(spoken(one_line(record.state.receipt.order_number)))
    _paragraph(cursor, read, theme.font(13), t.muted)


def _section(cursor: QTextCursor, section: Section) -> None:
    bold = theme.font(13, QFont.Weight.DemiBold)
    _paragraph(cursor, section.title, bold, theme.tokens().ink, above=16)
    shape = QTextTableFormat()
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
    shape.setBorder(0)
    shape.setCellPadding(0)
    shape.setCellSpacing(0)
    percent = QTextLength.Type.PercentageLength
    left = 100 - _AMOUNT_PERCENT if section.amounts else _NAME_PERCENT
    shape.setWidth(QTextLength(percent, 100))
    shape.setColumnWidthConstraints([QTextLength(percent, left), QTextLength(percent, 100 - left)])
    table = cursor.insertTable(len(section.facts), 2, shape)
    for row, fact in enumerate(section.facts):
        for column in (0, 1):
            table.cellAt(row, column).setFormat(_apart())
        if section.amounts and not fact.value:
            table.mergeCells(row, 0, 1, 2)
        name = table.cellAt(row, 0).firstCursorPosition()
        name.insertText(fact.name, _name_look(fact, amounts=section.amounts))
        if fact.value:
            value = table.cellAt(row, 1).firstCursorPosition()
            if section.amounts:
                value.setBlockFormat(_right())
            value.insertText(fact.value, _value_look(fact))
    cursor.movePosition(QTextCursor.MoveOperation.End)


def _name_look(fact: Fact, *, amounts: bool) -> QTextCharFormat:
    t = theme.tokens()
    if not amounts:
        return _look(theme.font(13), t.muted)
    return _look(_weighed(fact), t.ink if fact.value else t.muted)


def _value_look(fact: Fact) -> QTextCharFormat:
    return _look(_weighed(fact), theme.tokens().ink)


def _weighed(fact: Fact) -> QFont:
    return theme.font(13, QFont.Weight.DemiBold if fact.strong else QFont.Weight.Normal)


def _look(font: QFont, colour: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(font)
    made.setForeground(QColor(colour))
    return made


def _apart() -> QTextTableCellFormat:
    """Room above and below a cell, none beside it: the text keeps to its edges."""
    made = QTextTableCellFormat()
    made.setTopPadding(2)
    made.setBottomPadding(2)
    return made


def _right() -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    return made


def _paragraph(cursor: QTextCursor, text: str, font: QFont, colour: str, above: int = 0) -> None:
    """A paragraph at the end of the document."""
    block = QTextBlockFormat()
    block.setTopMargin(above)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    if cursor.position() > 0:
        cursor.insertBlock(block)
    cursor.insertText(text, _look(font, colour))
