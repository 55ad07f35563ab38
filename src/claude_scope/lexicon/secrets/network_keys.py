"""Names of the keys of wireless networks: a word for a key next to a word for a network, in the order of each
language."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from claude_scope.lexicon.word_lists import word_list

if TYPE_CHECKING:
    from collections.abc import Mapping

_NETWORKS = ("#",)
"""The words that `patterns.NETWORK` finds."""
_KEYS = word_list("secret_names", "network_keys")
"""Words for a key."""
_BETWEEN = word_list("secret_names", "between_key_and_network")
"""Words that may stand between a word for a key and the network."""
_KEY_LAST = {"fi", "hi", "hu", "ja", "ko", "tr", "zh"}
_LOCAL = word_list("secret_names", "networks")
"""Other names of wireless networks."""


def _of(words: Mapping[str, str], language: str) -> list[str]:
    return [word for word in words.get(language, "").split(", ") if word]


def _names(language: str) -> list[str]:
    keys, between, local = (_of(words, language) for words in (_KEYS, _BETWEEN, _LOCAL))
    behind = [f"{key} {link} {net}" for key, link, net in product(keys, between, (*_NETWORKS, *local))]
    direct = [f"{key} {net}" for key, net in product(keys, (*_NETWORKS, *local))]
    before = [f"{net} {key}" for net, key in product((*_NETWORKS, *local), keys)]
    return before if language in _KEY_LAST else behind + direct + before


NETWORK_KEYS = {language: ", ".join(_names(language)) for language in _KEYS}

NETWORK_WORDS = word_list("secret_names", "patterns_of_networks")["network_words"]
"""Words for the name of a network."""
KEY_WORDS = "|".join(sorted({key for keys in _KEYS.values() for key in keys.split(", ")}, key=len, reverse=True))
"""Words for a key, as alternatives of a pattern."""
