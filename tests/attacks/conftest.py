"""The attacked service, started once for each test module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.attacks.town import NO_BROWSER, Town, town

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A service without a worker, for attacks on the API only."""
    with town(tmp_path_factory.mktemp("idle") / "data", "--no-worker") as made:
        yield made


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A service that processes recordings; no browser is started for their pages."""
    with town(tmp_path_factory.mktemp("busy") / "data", **NO_BROWSER) as made:
        yield made
