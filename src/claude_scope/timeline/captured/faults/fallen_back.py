"""Decides whether it is a fault that a value or state reverts by itself after an act changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.lexicon.action_words import plays_media

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from claude_scope.values import PageFact

_NOT_ENTERED = frozenset(
    {"", "link", "button", "row", "entry", "card", "option", "tab", "progressbar", "meter", "scrollbar"}
)
"""Roles without user input: a button "Copied" becomes "Copy" again by itself."""
_CHOSEN = frozenset({"checked", "unchecked", "pressed", "not pressed", "selected", "not selected"})
"""States that users set, unlike `disabled`, which buttons lose again when the answer arrives."""
_BESIDE = frozenset({"state", "unchanged", "running"})


def is_chosen(fact: PageFact) -> bool:
    """Whether a fact is about a choice, other than an option: the list of a combobox closes with a choice."""
    return fact.kind == "state" and fact.part in _CHOSEN and fact.noun != "option"


def may_fall_back(fact: PageFact, facts: Sequence[PageFact], texts: Collection[str], *, is_edited: bool) -> bool:
    """Whether a fact that undoes an act is a sign of a fault.

    `facts` are all facts of its row, `texts` all texts of the page then. `is_edited` says whether the user entered or
    dragged something; if not, a table may have changed by itself.
    """
    if fact.kind in ("row", "moved"):
        return is_edited and fact.noun == "row" and all(" -> " in change for _, change in fact.items)
    if fact.kind == "state":
        is_toggle = fact.noun == "button" or fact.noun not in _NOT_ENTERED
        return is_toggle and is_chosen(fact) and not plays_media(fact.name)
    return fact.kind == "value" and fact.noun not in _NOT_ENTERED and not _is_ready_again(fact, facts, texts)


def _is_ready_again(fact: PageFact, facts: Sequence[PageFact], texts: Collection[str]) -> bool:
    """Whether a field is ready for the next entry: emptied along with other changes, or showing its title again."""
    if not any(map(str.isalnum, fact.after)):
        return fact.before in texts or any(item is not fact and item.kind not in _BESIDE for item in facts)
    return fact.noun == "combobox" and (fact.after.casefold() == fact.name.casefold() or _is_prompt(fact.after))


def _is_prompt(value: str) -> bool:
    """Whether the value of a list only asks for a choice: "Actions…", "- choose -"."""
    return value.endswith(("…", "...")) or not (value[0].isalnum() or value[-1].isalnum())
