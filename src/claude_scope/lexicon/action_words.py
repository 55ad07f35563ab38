"""Words of buttons whose effect need not be visible on the page."""

from __future__ import annotations

from claude_scope.lexicon.word_lists import word_list
from claude_scope.lexicon.words import Words

_ELSEWHERE = Words(word_list("action_words", "elsewhere"))
_MEDIA = Words(word_list("action_words", "media"))
_STATES = {state: Words(word_list("action_words", state)) for state in ("expanded", "collapsed", "top")}


def is_done_elsewhere(name: str) -> bool:
    """Whether a button has its effect outside the page, for example in the clipboard or on paper."""
    return _ELSEWHERE.match(name.strip()) is not None


def plays_media(name: str) -> bool:
    """Whether a button plays or records something, and is ready again at the end."""
    return _MEDIA.match(name.strip()) is not None


def wanted_state(name: str) -> str:
    """The state into which a button brings a page: "expanded", "collapsed", "top", or "" if none is known."""
    return next((state for state, words in _STATES.items() if words.match(name.strip())), "")
