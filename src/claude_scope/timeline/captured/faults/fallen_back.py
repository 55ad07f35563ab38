"""Whether it is a fault if a value or a state is undone by itself, after an act had changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.lexicon.action_words import plays_media

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from claude_scope.values import PageFact

_NOT_ENTERED = frozenset(
    {"", "link", "button", "row", "entry", "card", "option", "tab", "progressbar", "meter", "scrollbar"}
)
"""Nobody enters these; "Copied" becomes "Copy" again."""
_CHOSEN = frozenset({"checked", "unchecked", "pressed", "not pressed", "selected", "not selected"})
"""States that a person sets: a button that is disabled until the answer comes falls back by design."""
_BESIDE = frozenset({"state", "unchanged", "running"})


def is_chosen(fact: PageFact) -> bool:
    """Whether a fact is that something was chosen or not; the list of a combobox closes when an option is."""
    return fact.kind == "state" and fact.part in _CHOSEN and fact.noun != "option"


def may_fall_back(fact: PageFact, facts: Sequence[PageFact], texts: Collection[str]) -> bool:
    """Whether a fact that takes back what an act did is a sign of a fault.

    `facts` are all of its row, `texts` those that the page shows then.
    """
    if fact.kind == "state":
        is_toggle = fact.noun == "button" or fact.noun not in _NOT_ENTERED
        return is_toggle and is_chosen(fact) and not plays_media(fact.name)
    return fact.kind == "value" and fact.noun not in _NOT_ENTERED and not _is_ready_again(fact, facts, texts)


def _is_ready_again(fact: PageFact, facts: Sequence[PageFact], texts: Collection[str]) -> bool:
    """Whether a field waits for the next entry: emptied by what else followed, or a menu that shows its title again."""
    if not any(map(str.isalnum, fact.after)):
        return fact.before in texts or any(one is not fact and one.kind not in _BESIDE for one in facts)
    return fact.noun == "combobox" and (fact.after.casefold() == fact.name.casefold() or _is_prompt(fact.after))


def _is_prompt(value: str) -> bool:
    """Whether the value of a list is no choice but asks for one: "Actions…", "- choose -"."""
    return value.endswith(("…", "...")) or not (value[0].isalnum() or value[-1].isalnum())
