"""What the tests of the extension share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extension.service import Service, serving

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """A small service, for the tests of a file."""
    with serving() as running:
        yield running
