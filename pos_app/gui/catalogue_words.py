"""What the status bar says about the catalogue at hand."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from pos_app.domain.catalogue_news import CatalogueNews, Reading


def catalogue_words(news: CatalogueNews) -> str:
    """How far the merchant's list has been read, or an empty text when there is nothing to say."""
    count = QLocale().toString(news.products)
    match news.reading:
        case Reading.READING:
            words = _tr("Reading the catalogue: {n} products")
        case Reading.WAITING:
            words = _tr("The catalogue waits for the merchant: {n} products")
        case Reading.STOPPED:
            words = _tr("Catalogue: {n} products, not all of them")
        case Reading.UNWRITABLE:
            words = _tr("The disk does not take the catalogue: the merchant is searched instead")
        case _:
            return ""
    return words.replace("{n}", count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Catalogue", text)
