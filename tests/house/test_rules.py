"""Each rule finds the sample that breaks it, and leaves its neighbour alone."""

from __future__ import annotations

import pytest

from tests.house.rules import RULES
from tests.house.source import Source

_WIDGET = "pos_app/gui/widget.py"
_DOMAIN = "pos_app/domain/order.py"
_TEST = "tests/gui/test_widget.py"
_REGISTRY = "pypi" + ".org"
_PATH = "/wo" + "rk/main"

_CARD = "from pos_app.domain.card import Card\n"
_DIGITS = "from pos_app.domain.secret import SecretDigits as Kept\n"

_BROKEN = {
    "small files": [(_DOMAIN, "x = 1\n" * 351)],
    "small functions": [
        (_DOMAIN, "def long():\n" + "    x = 1\n" * 35),
        (_DOMAIN, "async def long():\n" + "    x = 1\n" * 35),
    ],
    "annotations": [(_DOMAIN, "def f(x: int) -> int:\n    return x\n")],
    "no namespace clash": [("packaging/__init__.py", "")],
    "catch-all handlers at the edges only": [
        (_DOMAIN, "try:\n    pass\nexcept Exception:\n    pass\n"),
        (_DOMAIN, "try:\n    pass\nexcept (ValueError, BaseException):\n    pass\n"),
        (_TEST, "try:\n    pass\nexcept:\n    pass\n"),
        (_DOMAIN, "with contextlib.suppress(Exception):\n    pass\n"),
    ],
    "bound methods as slots": [
        (_WIDGET, "button.clicked.connect(lambda: None)\n"),
        (_WIDGET, "button.clicked.connect(functools.partial(f, 1))\n"),
        (_WIDGET, "button.clicked.connect(partial(f, 1), Qt.QueuedConnection)\n"),
    ],
    "no modal dialogs": [
        (_WIDGET, "QMessageBox.warning(self, 'a', 'b')\n"),
        (_WIDGET, "QtWidgets.QMessageBox.question(self, 'a', 'b')\n"),
        (_WIDGET, "QFileDialog.getSaveFileName(self)\n"),
        (_WIDGET, "self._dialog.exec()\n"),
        (_WIDGET, "menu.exec_(point)\n"),
    ],
    "no nested event loops": [
        (_WIDGET, "QApplication.processEvents()\n"),
        (_WIDGET, "loop = QEventLoop()\n"),
    ],
    "Qt in its rooms": [
        (_DOMAIN, "from PySide6.QtCore import QObject\n"),
        ("pos_app/services/journal.py", "def f():\n    import PySide6\n"),
        ("pos_app/firmly/client.py", "import shiboken6\n"),
        ("pos_app/bridge/worker.py", "from PySide6.QtWidgets import QWidget\n"),
        ("pos_app/bridge/worker.py", "from PySide6 import QtGui\n"),
    ],
    "no card data in words": [
        (_DOMAIN, "f'{card.pan}'\n"),
        (_DOMAIN, "f'{security_code!r}'\n"),
        (_DOMAIN, "print(cvv)\n"),
        (_DOMAIN, "repr(self.encrypted_card)\n"),
        (_DOMAIN, "logger.info('card %s', card.pan)\n"),
        (_DOMAIN, "self._log.debug('x', extra={'a': card.verification_value})\n"),
        (_DOMAIN, "raise ValueError('bad ' + card.pan)\n"),
        (_DOMAIN, "f'{card.pan[:6]}'\n"),
        (_DOMAIN, "'{}'.format(card.pan)\n"),
    ],
    "no card type in words": [
        (_DOMAIN, f"{_CARD}def f(paid: Card) -> str:\n    return f'{{paid}}'\n"),
        (_DOMAIN, f"{_CARD}def f(paid: Card | None) -> None:\n    print(paid.number)\n"),
        (_DOMAIN, f"{_CARD}paid = Card('4', 'a', '1', '08', '2029')\nlog.info('x %s', paid)\n"),
        (_DOMAIN, f"{_CARD}def f(p: Card) -> None:\n    json.dumps([p.number.decode()])\n"),
        (_DOMAIN, f"{_CARD}def f(p: Card) -> None:\n    raise ValueError('x', p)\n"),
        (_DOMAIN, f"{_CARD}def f(p: Card) -> str:\n    return 'x %s' % p.number\n"),
        (_DOMAIN, f"{_CARD}def f(p: Card) -> str:\n    n = bytes(p.number)\n    return str(n)\n"),
        (_DOMAIN, f"{_CARD}def f(p: Card) -> str:\n    return '{{}}'.format(p.number[:6])\n"),
        (
            _DOMAIN,
            f"{_CARD}class A:\n    p: Card\n    def f(self) -> str:\n        return repr(self.p)\n",
        ),
        (_WIDGET, f"{_DIGITS}held = Kept(19)\nsettings.setValue('n', held.view())\n"),
        (_WIDGET, f"{_DIGITS}def f(d: Kept) -> None:\n    w.setAccessibleName(d.view())\n"),
        (_WIDGET, "f'{bytes(field.digits()).decode()}'\n"),
        (_WIDGET, "clipboard.setText(bytes(self.payment.number_field.digits()).decode())\n"),
        (_WIDGET, "window.setWindowTitle(str(page.payment.card()))\n"),
        (_WIDGET, "seen = self.number_field.digits()\nlog.info('%s', seen)\n"),
        (_WIDGET, "settings.setValue('card', self.payment.card())\n"),
        (_DOMAIN, f"{_CARD}def made() -> Card:\n    return x\ny = made()\nprint(y.number)\n"),
    ],
    "links lead nowhere": [
        (_WIDGET, "QDesktopServices.openUrl(url)\n"),
        (_WIDGET, "label.setOpenExternalLinks(True)\n"),
        (_WIDGET, "label.setTextFormat(Qt.TextFormat.RichText)\n"),
        (_WIDGET, "browser.setHtml(text)\n"),
    ],
    "no fixed waits in tests": [
        (_TEST, "time.sleep(1)\n"),
        (_TEST, "sleep(1)\n"),
        (_TEST, "qtbot.wait(100)\n"),
        (_TEST, "QTest.qWait(100)\n"),
    ],
    "finished work": [
        (_DOMAIN, "x = 1  # TO" + "DO: the rest\n"),
        (_DOMAIN, "raise NotImplemented" + "Error\n"),
    ],
    "no addresses of registries or paths of a machine": [
        ("README.md", f"see {_REGISTRY}\n"),
        ("README.md", f"cd {_PATH}\n"),
        (_DOMAIN, f"HERE = '{_PATH}'\n"),
    ],
}

_KEPT = {
    "small files": [(_DOMAIN, "x = 1\n" * 350), (_TEST, "x = 1\n" * 351)],
    "small functions": [
        (_DOMAIN, "def f():\n" + "    x = 1\n" * 34),
        (_DOMAIN, 'def f():\n    """One.\n\n    Two.\n    """\n' + "    x = 1\n" * 34),
    ],
    "annotations": [
        (_DOMAIN, '"""Only words."""\n__version__ = "1"\n'),
        (_DOMAIN, '"""Words."""\n\nfrom __future__ import annotations\n\nx: int = 1\n'),
    ],
    "catch-all handlers at the edges only": [
        ("pos_app/app.py", "try:\n    pass\nexcept Exception:\n    pass\n"),
        (_DOMAIN, "try:\n    pass\nexcept ValueError:\n    pass\n"),
    ],
    "bound methods as slots": [
        (_WIDGET, "button.clicked.connect(self._place)\n"),
        (_TEST, "button.clicked.connect(lambda: None)\n"),
    ],
    "no modal dialogs": [
        (_WIDGET, "self._dialog.open()\n"),
        ("pos_app/app.py", "application.exec()\n"),
    ],
    "Qt in its rooms": [
        ("pos_app/bridge/worker.py", "from PySide6.QtCore import QThread\n"),
        (_WIDGET, "from PySide6.QtWidgets import QWidget\n"),
    ],
    "no card data in words": [
        (_DOMAIN, "f'{card.brand} ending in {card.pan[-4:]}'\n"),
        (_DOMAIN, "body = {'encrypted_card': encrypted_card}\n"),
        (_DOMAIN, "f'{len(card.pan)} digits'\n"),
        (_TEST, "print(pan)\n"),
    ],
    "no card type in words": [
        (
            _DOMAIN,
            f"{_CARD}def f(p: Card) -> str:\n    return f'{{p.summary()}} {{len(p.number)}}'\n",
        ),
        (_DOMAIN, f"{_CARD}def f(p: Card) -> str:\n    return f'{{p.number[-4:]}} {{p.month}}'\n"),
        (_DOMAIN, f"{_CARD}def f(p: Card, n: str) -> str:\n    return f'{{n}}'\n"),
        (_WIDGET, "from pos_app.gui.widgets import Card\ndef f(c: Card) -> None:\n    print(c)\n"),
        (_TEST, f"{_CARD}def f(p: Card) -> None:\n    print(p)\n"),
        (_WIDGET, "f'{len(field.digits())} of {receipt.card.last_four}'\n"),
        (_WIDGET, "x = bytes(self.digits()[-4:]).decode()\nprint(x)\n"),
    ],
    "links lead nowhere": [
        (_WIDGET, "label.setTextFormat(Qt.TextFormat.PlainText)\n"),
        ("pos_app/gui/widgets.py", "self.setTextFormat(Qt.TextFormat.RichText)\n"),
    ],
    "no fixed waits in tests": [(_TEST, "qtbot.waitUntil(ready)\n"), (_TEST, "event.wait(1)\n")],
    "finished work": [(_DOMAIN, "TO" + "DO = 'to do'  # a step that has not begun\n")],
    "no addresses of registries or paths of a machine": [
        ("README.md", "see https://example.com/wo" + "rk/main and ./wo" + "rk/main\n"),
    ],
}


def _samples(table: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str, str]]:
    return [(name, path, text) for name, samples in table.items() for path, text in samples]


def _findings(rule_name: str, path: str, text: str) -> list[str]:
    rule = next(rule for rule in RULES if rule.name == rule_name)
    return [str(finding) for finding in rule.findings(Source(path, text))]


def test_every_rule_has_a_sample_that_breaks_it_and_a_reason() -> None:
    assert {rule.name for rule in RULES} == set(_BROKEN)
    assert all(rule.reason for rule in RULES)


@pytest.mark.parametrize(("rule_name", "path", "text"), _samples(_BROKEN))
def test_a_rule_finds_what_breaks_it(rule_name: str, path: str, text: str) -> None:
    assert _findings(rule_name, path, text)


@pytest.mark.parametrize(("rule_name", "path", "text"), _samples(_KEPT))
def test_a_rule_leaves_the_rest_alone(rule_name: str, path: str, text: str) -> None:
    assert _findings(rule_name, path, text) == []
