"""A training merchant for each test that asks for one, and a register that talks to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Protocol

import pytest

from pos_app.training import TrainingStore
from tests.training.register import Register


class Clock:
    """A clock that tests turn forward; unix seconds."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Opener(Protocol):
    """Starts a store and gives a register with a session at it."""

    def __call__(self, store: TrainingStore) -> Register: ...


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_register() -> Iterator[Opener]:
    with ExitStack() as stack:

        def start(store: TrainingStore) -> Register:
            stack.callback(store.stop)
            register = Register(store.start())
            stack.callback(register.close)
            return register

        yield start


@pytest.fixture
def store(clock: Clock) -> TrainingStore:
    return TrainingStore(pace=0, clock=clock)


@pytest.fixture
def register(store: TrainingStore, open_register: Opener) -> Register:
    return open_register(store)


@pytest.fixture(scope="session")
def shared() -> Iterator[Register]:
    """A register at one merchant for all the tests that change nothing in it."""
    store = TrainingStore(pace=0)
    register = Register(store.start())
    yield register
    register.close()
    store.stop()
