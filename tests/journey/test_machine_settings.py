"""Settings for all registers of a computer, in the real window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from pos_app.app import Training
from tests.journey.conftest import at_the_till


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The computer's file, not yet there."""
    path = tmp_path / "for-all.json"
    monkeypatch.setenv("POS_APP_SETTINGS", str(path))
    return path


def test_a_register_that_was_set_up_from_outside_opens_ready_to_type(
    qtbot: QtBot, machine: Path, data_dir: Path
) -> None:
    machine.write_text(json.dumps({"connection": {"training": True}}), encoding="utf-8")
    training = Training(pace=0)
    with at_the_till(["--data-dir", str(data_dir)], qtbot, training, training) as clerk:
        clerk.type_order()
        assert clerk.page.cart.cart().lines


def test_the_command_line_comes_first(qtbot: QtBot, machine: Path, data_dir: Path) -> None:
    machine.write_text(
        json.dumps({"connection": {"app_id": "app-1", "domain": "store.example.com"}}),
        encoding="utf-8",
    )
    training = Training(pace=0)
    argv = ["--training", "--data-dir", str(data_dir)]
    with at_the_till(argv, qtbot, training, training) as clerk:
        clerk.type_order()
        assert clerk.page.cart.cart().lines


def test_a_file_that_cant_be_used_is_named(qtbot: QtBot, machine: Path, data_dir: Path) -> None:
    machine.write_text("{", encoding="utf-8")
    training = Training(pace=0)
    argv = ["--training", "--data-dir", str(data_dir)]
    with at_the_till(argv, qtbot, training, training) as clerk:
        said = [label.text() for label in clerk.window.status.findChildren(QLabel)]
        assert f"The settings for all registers can't be used: {machine}" in said
