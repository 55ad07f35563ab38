"""Which fields the recorder takes for secret by what they are called."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from claude_scope.browser.record.script import page_source
from claude_scope.lexicon.secret_names import label_pattern, label_patterns, words, words_of_label
from claude_scope.lexicon.secret_words import Kind
from tests.secrets.suite import cases

if TYPE_CHECKING:
    from playwright.async_api import Browser

AGREE = """([patterns, whole, labels]) => {
  const isNamed = (%s)(patterns);
  const pattern = new RegExp(whole, "iu");
  return labels.filter((label) => isNamed(label) !== pattern.test(label));
}"""


@pytest.mark.asyncio(loop_scope="session")
async def test_the_parts_of_the_pattern_find_what_the_whole_finds(browser: Browser) -> None:
    """Of each label of the suite and every third name of the lexicon, in 36 languages."""
    called = {case.label for name in ("secrets.tsv", "lookalikes.tsv") for case in cases(name) if case.label}
    named = {word.translate(str.maketrans("", "", "~*()")) for word in words(*Kind)}
    labels = sorted({*map(words_of_label, called), *sorted(map(words_of_label, named))[::3], "İŞLEM ŞİFRESİ"})
    page = await browser.new_page()
    given = [json.dumps(label_patterns()), label_pattern(), labels]
    assert await page.evaluate(AGREE % page_source("labels"), given) == []
    await page.close()
    assert len(labels) > 1_000
