"""Which fields a page treats as secret because of their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claude_scope.browser.scripts import LABELS
from claude_scope.lexicon.secret_names import kinds_of_label, label_patterns, words, words_of_label
from claude_scope.lexicon.secret_words import Kind
from tests.secrets.suite import cases

if TYPE_CHECKING:
    from playwright.async_api import Browser

NAMED = """([patterns, labels]) => labels.filter((
%s
)(patterns))"""


@pytest.mark.asyncio(loop_scope="session")
async def test_the_browser_finds_what_redaction_finds(browser: Browser) -> None:
    """For each label of the suite and every third name of the lexicon, in 36 languages."""
    called = {case.label for name in ("secrets.tsv", "lookalikes.tsv") for case in cases(name) if case.label}
    named = {word.translate(str.maketrans("", "", "~*()")) for word in words(*Kind, labels=True)}
    labels = sorted({*map(words_of_label, called), *sorted(map(words_of_label, named))[::3], "İŞLEM ŞİFRESİ"})
    page = await browser.new_page()
    named_there = await page.evaluate(NAMED % LABELS, [label_patterns(), labels])
    assert named_there == [label for label in labels if kinds_of_label(label)]
    await page.close()
    assert len(labels) > 1_000
