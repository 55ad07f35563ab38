"""API keys of providers: added, tested, chosen, deleted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.api.providers import GOOD, provider
from tests.web.pages import part

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.web.people import Person


pytestmark = pytest.mark.asyncio(loop_scope="package")
MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture
def who(ada: Person) -> Person:
    """The pages of a new user."""
    return ada


async def test_a_key_is_tried_and_one_of_its_models_chosen(page: Page, ada: Person) -> None:
    with provider() as at:
        await page.goto("/models")
        await expect(part(page, "Local reader")).to_contain_text("Chosen")
        await page.get_by_role("button", name="Add a key").click()
        await expect(page.get_by_label("Provider")).to_be_focused()
        await page.get_by_label("Provider").select_option("openai-compatible")
        await page.get_by_role("button", name="Add and test").click()
        base = page.get_by_label("Base URL")
        await expect(base).to_have_accessible_description(re.compile("Give the address of the server"))
        await base.fill(at)
        await page.get_by_label("Key", exact=True).fill("sk-wrong-0123456789abcdef")
        await page.get_by_label("Label").fill(MARKUP)
        await page.keyboard.press("Enter")
        card = page.get_by_role("listitem", name=MARKUP)
        await expect(card.get_by_role("heading")).to_be_focused()
        await expect(card.get_by_role("status")).to_have_text("127.0.0.1 answered 401: invalid key ***")
        await card.get_by_role("button", name="Change").click()
        await card.get_by_label("Key", exact=True).fill(GOOD)
        await page.keyboard.press("Enter")
        await card.get_by_role("button", name="Test").click()
        await expect(card.get_by_role("status")).to_contain_text("accepts the key and offers 2 models")
        await card.get_by_label("Model").select_option("model-b")
        await card.get_by_role("button", name="Choose this model").click()
        await expect(card).to_contain_text("Chosen")
        await expect(part(page, "Local reader").get_by_text("Chosen")).to_have_count(0)
        assert GOOD not in await page.content()
        (kept,) = ada.ask("GET", "/credentials").json()
        assert (kept["provider"], kept["baseUrl"], kept["model"], kept["active"]) == (
            "openai-compatible",
            at,
            "model-b",
            True,
        )


async def test_one_of_several_models_is_chosen_and_a_key_is_deleted_after_a_question(page: Page, ada: Person) -> None:
    for label in ("home", "work"):
        body = {"provider": "anthropic", "key": GOOD, "label": label, "model": "claude-x", "active": label == "home"}
        assert ada.ask("POST", "/credentials", json=body).status_code == 201
    await page.goto("/models")
    home, work = (page.get_by_role("listitem", name=name) for name in ("home", "work"))
    await work.get_by_role("button", name="Choose").click()
    await expect(work).to_contain_text("Chosen")
    await expect(home.get_by_text("Chosen")).to_have_count(0)
    await part(page, "Local reader").get_by_role("button", name="Choose").click()
    await expect(work.get_by_text("Chosen")).to_have_count(0)
    assert [entry["active"] for entry in ada.ask("GET", "/credentials").json()] == [False, False]
    await home.get_by_role("button", name="Delete").click()
    await page.get_by_role("button", name="Delete the key").click()
    await expect(home).to_have_count(0)
    await expect(part(page, "Keys").get_by_role("heading", name="Keys")).to_be_focused()
    assert [entry["label"] for entry in ada.ask("GET", "/credentials").json()] == ["work"]
