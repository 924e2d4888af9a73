"""A receipt that can't be written where the clerk wants it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from pos_app.domain.checkout import Verdict
from tests.journey.bad_input.conftest import Typist


@pytest.mark.parametrize("place", ["no-folder", "is-folder"])
def test_a_receipt_that_was_not_saved_is_told(clerk: Typist, tmp_path: Path, place: str) -> None:
    clerk.type_order()
    clerk.place()
    assert clerk.wait_for_verdict() is Verdict.PLACED
    panel = clerk.page.placing
    panel.save_pdf()
    dialog = panel.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    (tmp_path / "is-folder").mkdir()
    wrong = tmp_path / place / "order.pdf" if place == "no-folder" else tmp_path / place
    dialog.fileSelected.emit(str(wrong))
    why = {"no-folder": f"there is no folder {wrong.parent}", "is-folder": f"{wrong} is a folder"}
    said = f"The receipt was not saved: {why[place]}. Save it in another folder, or print it."
    assert said in clerk.reads()

    dialog.fileSelected.emit(str(tmp_path / "order.pdf"))
    assert (tmp_path / "order.pdf").read_bytes().startswith(b"%PDF-")
    assert f"The receipt is saved as {tmp_path / 'order.pdf'}." in clerk.reads()
    dialog.close()
