"""The receipt on paper: its text, its pages, and what the server can't do to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from pos_app.domain.checkout import OrderReported
from pos_app.domain.receipt import ReceiptLine
from pos_app.gui.attempt import Attempt
from pos_app.gui.placing_panel import PlacingPanel
from pos_app.gui.receipt_document import ReceiptPrinter, file_name, receipt_document, save_pdf
from tests.gui.placing_support import CARD, DOMAIN, DRAFT, ORDER, PAYING, PLACED, after, usd

BEGAN = QDateTime.fromString("2026-11-24T09:41:00", "yyyy-MM-ddTHH:mm:ss")
ATTEMPT = Attempt(DRAFT, CARD, DOMAIN, training=False, began=BEGAN)


def pages(path: Path) -> int:
    return path.read_bytes().count(b"/Type /Page\n")


@pytest.mark.usefixtures("qapp")
def test_it_holds_all_that_was_agreed_on() -> None:
    text = receipt_document(after(PLACED), ATTEMPT).toPlainText()
    for words in expected():
        assert words in text
    assert "TRAINING" not in text


def expected() -> Iterable[str]:
    yield from ("Luma", "1868 72537", "2 × Radiant Tee", "$44.00", "−$13.20", "Total charged")
    yield from ("$131.94", "Visa ending 1111", "24 Nov 2026, 09:41")
    yield from ("Mara Lindqvist", "123 Main St", "Seattle WA 98101")


@pytest.mark.usefixtures("qapp")
def test_training_is_written_on_it() -> None:
    text = receipt_document(after(PLACED), replace(ATTEMPT, training=True)).toPlainText()
    assert "TRAINING: not a real order, nothing was charged" in text


@pytest.mark.usefixtures("qapp")
def test_server_text_is_never_markup() -> None:
    line = ReceiptLine("<img src='http://127.0.0.1/x'><b>Tee</b>", "", "S", 1, usd("1.00"))
    order = replace(ORDER, lines=(line,), merchant_name="<h1>Luma</h1>")
    document = receipt_document(after((*PAYING, OrderReported(4.6, order))), ATTEMPT)
    assert "<img src='http://127.0.0.1/x'><b>Tee</b>" in document.toPlainText()
    assert "<h1>Luma</h1>" in document.toPlainText()


@pytest.mark.usefixtures("qapp")
def test_the_document_is_not_blank() -> None:
    document = receipt_document(after(PLACED), ATTEMPT)
    document.setPageSize(QSizeF(500, 700))
    image = QImage(500, 700, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    document.drawContents(painter, QRectF(0, 0, 500, 700))
    painter.end()
    assert any(image.pixel(x, y) != 0xFFFFFFFF for x in range(500) for y in range(0, 700, 5))


@pytest.mark.usefixtures("qapp")
def test_a_pdf_is_written_with_as_many_pages_as_it_takes(tmp_path: Path) -> None:
    short, long, training = (tmp_path / name for name in ("short.pdf", "long.pdf", "training.pdf"))
    lines = tuple(ReceiptLine(f"Item {i}", "M", f"S{i}", 1, usd("1.00")) for i in range(120))
    many = after((*PAYING, OrderReported(4.6, replace(ORDER, lines=lines))))
    assert save_pdf(after(PLACED), ATTEMPT, str(short))
    assert save_pdf(many, ATTEMPT, str(long))
    assert save_pdf(after(PLACED), replace(ATTEMPT, training=True), str(training))
    assert short.read_bytes().startswith(b"%PDF-")
    assert pages(short) == 1
    assert pages(long) >= 3
    assert training.stat().st_size != short.stat().st_size


def test_a_file_that_cannot_be_written_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    printer = ReceiptPrinter()
    panel = PlacingPanel()
    qtbot.addWidget(panel)
    printer.ask_file(after(PLACED), ATTEMPT, panel)
    dialog = panel.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    target = str(tmp_path / "missing" / "order.pdf")
    with qtbot.waitSignal(printer.not_saved) as told:
        dialog.fileSelected.emit(target)
    assert told.args == [target]
    with qtbot.waitSignal(printer.saved):
        dialog.fileSelected.emit(str(tmp_path / "order.pdf"))
    assert (tmp_path / "order.pdf").exists()
    dialog.close()


def test_nothing_is_printed_or_saved_without_a_placed_order(qtbot: QtBot) -> None:
    panel = PlacingPanel()
    qtbot.addWidget(panel)
    panel.begin(DRAFT, CARD, DOMAIN, training=False)
    panel.show_state(after(PAYING))
    panel.save_pdf()
    panel.print_receipt()
    assert panel.findChild(QFileDialog) is None


def test_the_file_is_named_by_the_order_number() -> None:
    assert file_name(after(PLACED)) == "order-186872537.pdf"
    odd = replace(ORDER, order_number="../A/7:1")
    assert file_name(after((*PAYING, OrderReported(4.6, odd)))) == "order-A71.pdf"
