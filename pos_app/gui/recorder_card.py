"""The call recorder's hook, in the settings: a command or an address, tried before it is kept."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QProcess, Slot
from PySide6.QtWidgets import QWidget

from pos_app.bridge import messages as m
from pos_app.domain.errors import ConfigError
from pos_app.domain.recorder import NO_RECORDER, RecorderHook, checked_hook
from pos_app.gui.announce import announce
from pos_app.gui.fields import FieldBox, LineEdit
from pos_app.gui.ports import Post, next_ticket
from pos_app.gui.problem_words import problem_sentence
from pos_app.gui.widgets import Button, Card, label, set_look

_QUOTED = '"'


class RecorderCard(Card):
    """Empty fields: nothing is called, and the clerk pauses the recording by hand."""

    def __init__(self, post: Post, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("RecorderCard", "Call recording")
        super().__init__(title, parent=parent)
        self._post, self._ticket = post, 0
        words = self.tr(
            "Called with “pause” when the card is about to be read, and with “resume” once the "
            "order has its answer or the card is left. Leave both empty to do it by hand."
        )
        self.command = FieldBox(self.tr("Command"), LineEdit())
        self.command.line.setPlaceholderText(self.tr("recorder-control {action}"))
        self.address = FieldBox(self.tr("or address"), LineEdit())
        self.address.line.setPlaceholderText("https://recorder.example.com/{action}")
        for box in (self.command, self.address):
            box.edited.connect(self._edited)
        self.button = Button(self.tr("Try the call recorder"))
        self.button.clicked.connect(self._try)
        self._answer = label("", "muted", wrap=True)
        self._answer.setAccessibleName(self.tr("Status"))
        self._answer.hide()
        for part in (
            label(words, "muted", wrap=True),
            self.command,
            self.address,
            self.button,
            self._answer,
        ):
            self.body.addWidget(part)

    def set_hook(self, hook: RecorderHook) -> None:
        """Show what is kept."""
        self.command.line.setText(" ".join(map(_quoted, hook.command)))
        self.address.line.setText(hook.url)
        self._edited()

    def hook(self) -> RecorderHook | None:
        """What is typed; None if it can't be used, which is then shown."""
        command = tuple(QProcess.splitCommand(self.command.line.text()))
        url = self.address.line.text().strip()
        if command and url:
            self._wrong(self.address, self.tr("Fill in the command or the address, not both."))
            return None
        try:
            return checked_hook(RecorderHook(command, url))
        except ConfigError as error:
            self._wrong(self.address, problem_sentence(error.problem))
            return None

    def receive(self, report: m.Report) -> None:
        """Take the worker's answer."""
        if not isinstance(report, m.RecorderTried) or report.ticket != self._ticket:
            return
        self.button.setEnabled(True)
        if report.why:
            self._say(self.tr("It did not work: {0}.").format(report.why), good=False)
        else:
            self._say(self.tr("It paused and went on."), good=True)

    @Slot()
    def _try(self) -> None:
        hook = self.hook()
        if hook is None:
            return
        if hook == NO_RECORDER:
            self._say(self.tr("There is nothing to try yet."), good=True)
            return
        self._ticket = next_ticket()
        self.button.setEnabled(False)
        self._say(self.tr("Trying"), good=True)
        self._post(m.TryRecorder(self._ticket, hook))

    @Slot()
    def _edited(self) -> None:
        self.address.say("")
        self._say("", good=True)

    def _wrong(self, box: FieldBox, words: str) -> None:
        box.say(words)
        box.line.setFocus()
        announce(box.line, words)

    def _say(self, words: str, *, good: bool) -> None:
        self._answer.setText(words)
        self._answer.setVisible(bool(words))
        set_look(self._answer, "role", "muted" if good else "problem")
        announce(self._answer, words)


def _quoted(part: str) -> str:
    """An argument as :meth:`QProcess.splitCommand` reads it: three quotes stand for one.

    It has no way to write an empty argument, so a command can have none.
    """
    escaped = part.replace(_QUOTED, _QUOTED * 3)
    needs = not part or any(char.isspace() or char == _QUOTED for char in part)
    return f"{_QUOTED}{escaped}{_QUOTED}" if needs else part
