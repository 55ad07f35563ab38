"""One browser for the tests of attaching."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.attach.own_browser import OwnBrowser, own_browser

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="package")
def own() -> Iterator[OwnBrowser]:
    """A person's browser; each test opens its own tabs in it."""
    with own_browser() as browser:
        yield browser
