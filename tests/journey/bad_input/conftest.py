"""A clerk who meets bad hosts and bad answers, types nonsense, and reads what the window says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from pos_app.app import Shop, Training, build
from pos_app.gui.rail import Room
from pos_app.gui.secret_line import SecretLine
from pos_app.training import TrainingStore
from tests.journey.bad_input.front import Front
from tests.journey.conftest import Clerk

_CTRL = Qt.KeyboardModifier.ControlModifier


class Typist(Clerk):
    """Pastes, too, and reads the window."""

    def paste(self, text: str) -> None:
        """Ctrl+V, which replaces what stands in the field."""
        QApplication.clipboard().setText(text)
        self.key(Qt.Key.Key_A, _CTRL)
        self.key(Qt.Key.Key_V, _CTRL)

    def go_to(self, name: str) -> QLineEdit | QPlainTextEdit | SecretLine:
        """Put the cursor into the field with an accessible name."""
        kinds: tuple[type[QLineEdit | QPlainTextEdit | SecretLine], ...]
        kinds = (QLineEdit, QPlainTextEdit, SecretLine)
        fields = [field for kind in kinds for field in self.window.findChildren(kind)]
        found = next(f for f in fields if f.accessibleName() == name and f.isVisible())
        assert isinstance(found, kinds)
        found.setFocus()
        return found

    def press(self, name: str) -> None:
        """Press the button with an accessible name by Space."""
        buttons = self.window.findChildren(QPushButton)
        found = next(b for b in buttons if b.accessibleName() == name and b.isVisible())
        found.setFocus()
        self.key(Qt.Key.Key_Space)

    def type_card_anew(self, card: str) -> None:
        """Type over whatever stands in the card's fields."""
        self.key(Qt.Key.Key_F6)
        for text in (card, "1239", "123"):
            self.key(Qt.Key.Key_A, _CTRL)
            self.field(text)

    def message(self, name: str) -> str:
        """What stands under a field, as assistive technology has it."""
        return self.go_to(name).accessibleDescription()

    def reads(self) -> list[str]:
        """Every text of the window that can be seen, without markup."""
        labels = self.window.findChildren(QLabel)
        seen = [label.text() for label in labels if label.isVisible() and label.text()]
        return [QTextDocumentFragment.fromHtml(text).toPlainText() for text in seen]

    def clipboard(self) -> str:
        """What was copied."""
        return QApplication.clipboard().text()

    def other_payment_host(self, front: Front, url: str) -> Typist:
        """Settings as the administrator leaves them: the payment host is another one."""
        self.window.show_room(Room.SETUP)
        self.go_to("Payment host")
        self.paste(url)
        seen = len(front.asked)
        self.press("Save")
        self.until(lambda: len(front.asked) > seen)
        return self

    def said(self) -> str:
        """The banner over the outcome's buttons."""
        outcome = self.page.placing.outcome.outcome
        assert outcome is not None
        return f"{outcome.headline} {outcome.text}"


@contextmanager
def _at(arguments: list[str], training: Training, qtbot: QtBot) -> Iterator[Typist]:
    """The window, opened with `arguments`, as long as it is needed."""
    _app, window = build(arguments, training)
    window.show()
    window.activateWindow()
    try:
        yield Typist(window, training, qtbot)
    finally:
        assert isinstance(window.shop, Shop)
        window.shop.close()
        window.close()
        window.deleteLater()


@pytest.fixture
def clerk(qtbot: QtBot, data_dir: Path) -> Iterator[Typist]:
    """A clerk in front of the window on the training store, connected."""
    training = Training(pace=0)
    with _at(["--training", "--data-dir", str(data_dir)], training, qtbot) as made:
        made.until(lambda: training.store is not None)
        yield made


@pytest.fixture
def newcomer(qtbot: QtBot, data_dir: Path) -> Iterator[Typist]:
    """Somebody in front of the window as it is at the first start."""
    with _at(["--data-dir", str(data_dir)], Training(pace=0), qtbot) as made:
        yield made


@pytest.fixture
def front(request: pytest.FixtureRequest) -> Iterator[Front]:
    """The hosts of a merchant, to be spoilt by a test; behind them a training store.

    A parameter, if there is one, gives the changes in force from the first call on.
    """
    store = TrainingStore(pace=0)
    changes = getattr(request, "param", {})
    with Front(store, store.start(), changes=changes).listening() as made:
        yield made
    store.stop()


@pytest.fixture
def at_merchant(qtbot: QtBot, data_dir: Path, front: Front) -> Iterator[Typist]:
    """A clerk in front of the window on the merchant behind `front`, as on any real merchant."""
    training = Training(pace=0)
    training.store = front.store
    arguments = ["--app-id", front.behind.app_id, "--domain", front.behind.domain]
    arguments += ["--api-url", front.url, "--payment-url", front.url, "--data-dir", str(data_dir)]
    with _at(arguments, training, qtbot) as made:
        yield made
