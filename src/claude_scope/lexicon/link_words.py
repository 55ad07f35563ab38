"""Words that link a name with its value, as alternatives of a pattern."""

from __future__ import annotations

import re
import unicodedata

from claude_scope.lexicon.word_lists import word_list

_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss", "ł": "l", "đ": "d", "ı": "i"}
_WORD_OF_FOUR = re.compile(r"[^\W\d_]{4,}")


def unaccented(pattern: str) -> str:
    """The pattern, changed so that its words of four or more letters also match without accents."""
    return _WORD_OF_FOUR.sub(lambda match: "".join(map(_letter, match[0])), pattern)


def _letter(letter: str) -> str:
    """A pattern for a letter and its replacements without accents: `é` for e, `ü` for u and ue."""
    base = unicodedata.normalize("NFD", letter)[0]
    if letter in _UMLAUTS:
        return f"(?:{letter}|{_UMLAUTS[letter]}|{base})"
    is_latin = base != letter and base.isascii()
    return f"[{letter}{base}]" if is_latin else letter


_LINKS = word_list("link_words", "links")
"""The alternatives of patterns, by the names of the constants below."""
IS_BY_LANGUAGE = word_list("link_words", "is_by_language")
"""Copulas, and verbs that introduce the new value after a change."""
IS = unaccented("|".join(IS_BY_LANGUAGE.values()))
"""Copulas between spaces: "the password is"."""
IS_DONE = unaccented(
    "zurückgesetzt|geändert|gesetzt|festgelegt|ingesteld|gewijzigd|gezet|sıfırlandı|változott|módosult"
)
"""Verbs after the value: "wurde auf X geändert"."""
IS_WEAK = "la|on|to|e|ir|ni|ay|se|sa"
"""Copulas that are other words in other languages; the text after them must look like a secret."""
IS_BEHIND = r"है|است|شد|olarak|şeklindedir|dir|です|でした|に変更|でログイン|입니다|이에요|예요|으로|lett|가 되었"
"""Copulas of languages that put them after the value: "parolanız X olarak belirlendi"."""
THE_NEW_ONE = _LINKS["the_new_one"]
"""The beginnings of sentences that state a secret named in the sentence before: "The new one is ..."."""
NEW_JOINED = "新密码|新密碼|新的|新码|新しいもの|新しいパスワード|새로운 것|새 비밀번호|รหัสใหม่|ใหม่"
IS_JOINED = r"は|を|是|为|為|(?:已?(?:改|设|設|重置|重设|重設|更改|变更|變更)(?:为|為|成))|는|은|이|가|คือ"
"""Copulas in scripts without spaces: "パスワードは"."""
AS = "as|als|como|come|comme|som|jako|jako|ca|olarak|как|як|ως|sebagai|như"
"""Words after a code: "use 482913 as your login code"."""
FOR = _LINKS["for"]
"""Words between a name and its value: "password for the database:"."""
YOURS = _LINKS["yours"]
"""Words for the owner, in languages that put these after the name."""
YOUR = _LINKS["your"]
CODE = _LINKS["code"]
"""Words for a one-time code in messages, after the name of their sender: "your Northwind code"."""
THIS = _LINKS["this"]
"""Words before "code", in messages that ask to enter it: "enter this code to sign in: 482913"."""
STATES = _LINKS["states"]
"""Adjectives in languages that put them after the name of a password: "mot de passe provisoire"."""
USE = _LINKS["use"]
"""Verbs before "code" in messages: "use o código 482913 para entrar"."""
TO = _LINKS["to"]
"""Words after the code in such a message."""
VERIFY = _LINKS["verify"]
"""Beginnings of verbs that say what a code is for: "enter 482913 to verify your number"."""
KEEP_TO_YOURSELF = (
    "share", "anyone", "nobody", "niemand", "weitergeben", "weiter geben", "partag", "communiqu", "compart", "divulg",
    "ningu", "condivid", "nessuno", "deel ", "dela ", "del ikke", "del den", "älä", "nikomu", "udostępnia", "nesděluj",
    "nesdílej", "paylaş", "никому", "не сообщайте", "нікому", "不要", "请勿", "勿", "泄露", "洩漏", "教えない", "他人",
    "공유", "타인",
)  # fmt: skip
"""Words, in lower case, by which messages with a one-time code ask the reader to keep it secret."""
SYSTEMS = _LINKS["systems"]
"""Systems whose password may be in a setting: "passwordSmtp", "haslo_db"."""
