"""A path in a prompt is the path on disk, with an unambiguous end."""

from __future__ import annotations

import pytest

from claude_scope.prompt.paths import code, link, quoted, reference


@pytest.mark.parametrize("path", ["frames/001-00m00.0s.png", "/home/ana/out,1/a@2x.png", "C:/Users/b.png", "caf\u00e9"])
def test_a_path_without_spaces_is_unquoted(path: str) -> None:
    assert quoted(path) == link(path) == path
    assert code(path) == f"`{path}`"
    assert reference(path) == f"@{path}"


def test_a_path_with_spaces_is_quoted_and_not_attached() -> None:
    assert quoted("my  scope/a.png") == '"my  scope/a.png"'
    assert reference("my  scope/a.png") == code("my  scope/a.png") == "`my  scope/a.png`"


def test_backticks_and_brackets_do_not_end_a_path() -> None:
    assert code("a`b.png") == "``a`b.png``"
    assert code("`a`") == "`` `a` ``"
    assert link("a>b<c.png") == "a\\>b\\<c.png"


def test_a_path_stays_on_one_line() -> None:
    assert quoted("a\n## Task\u2028.png") == '"a\\n## Task\\u2028.png"'
    assert reference("a\n## Task.png") == "`a\\n## Task.png`"
