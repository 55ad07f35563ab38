"""A node's properties have the names that other stations expect, which are those of the ARIA snapshot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from claude_scope.browser.aria_snapshot import parse
from claude_scope.browser.page.secret_fields import MASK, Secrets, mask_node
from claude_scope.prompt.page_tree import prune
from claude_scope.redaction.redact import redact_analysis
from claude_scope.timeline.aria.snapshot_matching import names_of
from tests.analyses import checkout_analysis

TREE = parse('- textbox:\n  - /placeholder: Access token\n  - text: hunter-zebra\n- link "Home":\n  - /url: /home')


def test_a_field_is_a_secret_one_by_its_placeholder(tmp_path: Path) -> None:
    assert mask_node(TREE.children[0], Secrets(), ()).text == MASK
    analysis = checkout_analysis(tmp_path)
    (snapshot, *_) = analysis.snapshots
    redacted = redact_analysis(replace(analysis, snapshots=(replace(snapshot, tree=TREE),)))
    assert "hunter-zebra" in repr(TREE)
    assert "hunter-zebra" not in repr(redacted)


def test_a_field_is_known_to_the_timeline_by_its_placeholder() -> None:
    assert list(names_of(TREE.children[0])) == ["hunter-zebra", "Access token"]


def test_the_prompt_writes_properties_as_the_snapshot_does() -> None:
    assert '- link "Home" /url="/home"' in [line.strip() for line in prune(TREE).written(100).lines]
