"""Words counts and plurals: "1 button", "3 buttons", "1,204 nodes"."""

from __future__ import annotations


def plural(noun: str) -> str:
    """The plural of a noun: `rows`, `keys`, `entries`, `checkboxes`."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def counted(number: int, one: str, many: str = "") -> str:
    """`number` with the noun `one` if it is 1, else with `many` (by default the plural of `one`)."""
    return f"{number:,} {one if number == 1 else many or plural(one)}"
