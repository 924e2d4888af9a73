"""The receipt on paper: a text document, printed or saved as PDF.

Server text goes in as plain text through a cursor; none of it is ever read as markup.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QCoreApplication,
    QIODevice,
    QMarginsF,
    QObject,
    QRectF,
    QSaveFile,
    QSizeF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QGuiApplication,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from pos_app.domain.address import Party
from pos_app.domain.checkout import CheckoutState, Verdict
from pos_app.domain.receipt import grouped
from pos_app.domain.record import DecidedBy
from pos_app.gui.attempt import Attempt
from pos_app.gui.decision_words import decided_headline
from pos_app.gui.receipt_rows import Row, RowKind, header, one_line, receipt_rows

_INK = "#000000"
_MUTED = "#444444"
_MARGIN_MM = 18.0
_PDF_DPI = 300


def _tr(text: str) -> str:
    return QCoreApplication.translate("Receipt", text)


def receipt_document(state: CheckoutState, attempt: Attempt) -> QTextDocument:
    """The receipt of a placed order: merchant, number, lines, totals, customer, card, time.

    Where a person settled it, it says so: the merchant did not confirm it.
    """
    document = QTextDocument()
    document.setDefaultFont(_font(10))
    document.setUndoRedoEnabled(False)
    cursor = QTextCursor(document)
    merchant = one_line(state.receipt.merchant_name) or attempt.domain
    _paragraph(cursor, merchant, _font(16, QFont.Weight.Bold))
    if attempt.training:
        _paragraph(cursor, _tr("TRAINING: not a real order, nothing was charged"), _bold())
    if attempt.decision is not None and attempt.decision.by is DecidedBy.PERSON:
        words = _tr("{0}: not confirmed by the merchant")
        _paragraph(cursor, words.format(decided_headline(attempt.decision)), _bold())
    _paragraph(cursor, header(state), _font(9), _MUTED, above=14)
    if state.verdict is Verdict.PLACED:
        _paragraph(cursor, grouped(state.receipt.order_number), _font(18, QFont.Weight.Bold))
    _table(cursor, receipt_rows(state, attempt))
    _paragraph(cursor, _tr("Ship to"), _font(9), _MUTED, above=14)
    for words in _address(attempt.draft.shipping):
        _paragraph(cursor, words, _font(10))
    return document


def _address(party: Party) -> tuple[str, ...]:
    """Name and place, a line each; the city's line as the country's parts were typed."""
    place = party.address
    town = " ".join(
        part for part in (place.city, place.state_or_province, place.postal_code) if part.strip()
    )
    lines = (
        party.contact.full_name,
        place.company,
        place.address1,
        place.address2,
        place.district,
        town,
        place.country,
    )
    return tuple(one_line(line) for line in lines if line.strip())


def _font(points: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    made = QFont("Inter", points)
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _bold() -> QFont:
    return _font(10, QFont.Weight.Bold)


def _words(font: QFont, colour: str = _INK) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(font)
    made.setForeground(QColor(colour))
    return made


def _paragraph(
    cursor: QTextCursor, text: str, font: QFont, colour: str = _INK, above: int = 0
) -> None:
    """A paragraph at the end of the document."""
    block = QTextBlockFormat()
    block.setTopMargin(above)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    if cursor.position() > 0:
        cursor.insertBlock(block)
    cursor.insertText(text, _words(font, colour))


def _table(cursor: QTextCursor, rows: tuple[Row, ...]) -> None:
    """The rows in two columns, words and amounts; rules become the space of an empty row."""
    shape = QTextTableFormat()
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
    shape.setCellPadding(2)
    shape.setTopMargin(8)
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    percent = QTextLength.Type.PercentageLength
    shape.setColumnWidthConstraints([QTextLength(percent, 75), QTextLength(percent, 25)])
    table = cursor.insertTable(len(rows), 2, shape)
    right = QTextBlockFormat()
    right.setAlignment(Qt.AlignmentFlag.AlignRight)
    for i, row in enumerate(rows):
        left = table.cellAt(i, 0).firstCursorPosition()
        total = row.kind in (RowKind.TOTAL, RowKind.WARNING)
        left.insertText(row.left, _words(_bold() if total else _font(10)))
        if row.detail:
            left.insertText(f"  {row.detail}", _words(_font(9), _MUTED))
        amount = table.cellAt(i, 1).firstCursorPosition()
        amount.setBlockFormat(right)
        amount.insertText(row.right, _words(_bold() if total else _font(10)))


def save_pdf(state: CheckoutState, attempt: Attempt, path: str) -> bool:
    """Write the receipt to `path`, whole or not at all. False if the file can't be written."""
    file = QSaveFile(path)
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        return False
    writer = QPdfWriter(file)
    writer.setResolution(_PDF_DPI)
    writer.setPageSize(QPageSize(_page_size()))
    writer.setPageMargins(QMarginsF(*[_MARGIN_MM] * 4), QPageLayout.Unit.Millimeter)
    writer.setTitle(_tr("Order {0}").format(state.receipt.order_number))
    writer.setCreator("pos-app")
    painted = paint_pages(writer, receipt_document(state, attempt), training=attempt.training)
    return painted and file.commit()


def _page_size() -> QPageSize.PageSizeId:
    """Letter where it is the paper in use, else A4."""
    from PySide6.QtCore import QLocale

    system = QLocale().measurementSystem()
    imperial = system is QLocale.MeasurementSystem.ImperialUSSystem
    return QPageSize.PageSizeId.Letter if imperial else QPageSize.PageSizeId.A4


def paint_pages(device: QPagedPaintDevice, document: QTextDocument, *, training: bool) -> bool:
    """Paint the document on as many pages as it takes; False if the device can't be painted on."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    # A document without a device of its own is laid out at the resolution of the screen.
    scale = device.logicalDpiX() / QGuiApplication.primaryScreen().logicalDotsPerInchX()
    paper = device.pageLayout().paintRectPixels(device.logicalDpiX()).size()
    page = QSizeF(paper.width() / scale, paper.height() / scale)
    document.setDocumentMargin(0)
    document.setPageSize(page)
    painter.scale(scale, scale)
    for number in range(document.pageCount()):
        if number:
            device.newPage()
        if training:
            _watermark(painter, page)
        painter.save()
        painter.translate(0, -number * page.height())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, QColor(_INK))
        context.clip = QRectF(0, number * page.height(), page.width(), page.height())
        painter.setClipRect(context.clip)
        document.documentLayout().draw(painter, context)
        painter.restore()
    return painter.end()


def _watermark(painter: QPainter, page: QSizeF) -> None:
    painter.save()
    painter.translate(page.width() / 2, page.height() * 0.36)
    painter.rotate(-45)
    painter.setPen(QColor(138, 75, 0, 48))
    font = _font(10, QFont.Weight.Bold)
    font.setPixelSize(round(page.width() / 6))  # points would be scaled twice on paper
    painter.setFont(font)
    size = page.width()
    box = QRectF(-size, -size / 4, 2 * size, size / 2)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _tr("TRAINING"))
    painter.restore()


class ReceiptPrinter(QObject):
    """Asks where to, without blocking the window, and prints or saves.

    Signals: `saved` with the path of the PDF, `not_saved` with the path that can't be written.
    """

    saved = Signal(str)
    not_saved = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order: tuple[CheckoutState, Attempt] | None = None
        self._printer: QPagedPaintDevice | None = None

    def ask_printer(self, state: CheckoutState, attempt: Attempt, window: QWidget) -> None:
        """Open the printer dialog. Printing support is loaded with the first receipt."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        self._order = state, attempt
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(self._printer, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._print)
        QDialog.open(dialog)  # QPrintDialog's own open() wants a C++ slot by name

    def ask_file(self, state: CheckoutState, attempt: Attempt, window: QWidget) -> None:
        """Open the file dialog for the PDF."""
        self._order = state, attempt
        dialog = QFileDialog(window, _tr("Save the receipt"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_tr("PDF (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(file_name(state))
        dialog.fileSelected.connect(self._save)
        dialog.open()

    @Slot()
    def _print(self) -> None:
        if self._order is not None and self._printer is not None:
            state, attempt = self._order
            paint_pages(self._printer, receipt_document(state, attempt), training=attempt.training)

    @Slot(str)
    def _save(self, path: str) -> None:
        if self._order is not None:
            written = save_pdf(*self._order, path)
            (self.saved if written else self.not_saved).emit(path)


def file_name(state: CheckoutState) -> str:
    """A name for the PDF with the order number in it, safe on each file system."""
    number = "".join(char for char in state.receipt.order_number if char.isalnum() or char == "-")
    return f"order-{number[:60]}.pdf" if number else "order.pdf"
