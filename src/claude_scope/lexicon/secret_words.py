"""Names of secrets as people and programs write them, in 36 languages.

A space represents any separator or none: "api key" is also `api_key`, `API-Key` and `apikey`. `(s)` may be missing. A
star before a word lets it end a compound (`Datenbankpasswort`), one after it lets it take an ending. A hash sign
represents the name of a wireless network. A tilde marks words that name a secret only in running text. Letters with
accents are also found without. Checked against the translations of Home Assistant, Keycloak, Clerk and Flask-Security.
"""

from __future__ import annotations

from enum import Enum

from claude_scope.lexicon.secrets.network_keys import NETWORK_KEYS
from claude_scope.lexicon.word_lists import word_list


class Kind(Enum):
    """The kind of secret a word names, which decides the form of its value."""

    PASSWORD = "a word of a person"
    ANSWER = "the answer to a security question, or a memorable word"
    KEY = "a key or token that is never anything else"
    TOKEN = "a token, which may also be a number of words or a mark of a parser"
    CODE = "a PIN or one-time code: digits"
    RECOVERY = "codes, a key or words that restore access"
    CARD_CODE = "three or four digits of a payment card"
    NUMBER = "the number of a card or an account"
    NATIONAL_ID = "a number that the state gives a person"


def _merged(*lists: dict[str, str]) -> dict[str, str]:
    """Lists of words by language, as one."""
    languages = {language for words in lists for language in words}
    return {tag: ", ".join(words[tag] for words in lists if tag in words) for tag in sorted(languages)}


WORDS: dict[Kind, dict[str, str]] = {
    Kind.PASSWORD: word_list("secret_names", "passwords"),
    Kind.ANSWER: _merged(word_list("secret_names", "answers"), word_list("secret_names", "questions")),
    Kind.KEY: _merged(word_list("secret_names", "keys"), NETWORK_KEYS),
    Kind.TOKEN: word_list("secret_names", "tokens"),
    Kind.CODE: word_list("secret_names", "codes"),
    Kind.RECOVERY: word_list("secret_names", "recovery"),
    Kind.CARD_CODE: word_list("secret_names", "card_codes"),
    Kind.NUMBER: word_list("secret_names", "numbers"),
    Kind.NATIONAL_ID: word_list("secret_names", "national_ids"),
}

ABOUT = word_list("secret_words", "about")["any"]
"""Words that change the meaning of a secret's name before them: "Password strength" is not a password."""

NO_VALUES = word_list("secret_words", "no_values")
"""Words that follow the name of a secret but are not its value, by language."""

FUNCTION_WORDS = word_list("secret_words", "function_words")
"""Function words: a text of three or more words is not a password if it contains one of these."""
