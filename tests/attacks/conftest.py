"""The service that is attacked: one for each file of tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.attacks.town import NO_BROWSER, Town, town

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One without a worker, for what asks the API alone."""
    with town(tmp_path_factory.mktemp("idle") / "data", "--no-worker") as made:
        yield made


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One that works on recordings; no browser is started for their pages."""
    with town(tmp_path_factory.mktemp("busy") / "data", **NO_BROWSER) as made:
        yield made
