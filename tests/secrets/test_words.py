"""Every word of the lexicon is found in any spelling, and no word that merely contains one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_scope.lexicon.patterns import _forms
from claude_scope.lexicon.secret_names import find_secret_names, words
from claude_scope.lexicon.secret_words import Kind
from claude_scope.redaction.field_labels import is_password_label, is_personal_label, is_secret_label
from claude_scope.redaction.redact import redact_text

WRITTEN = sorted({form.strip("*~ ") for word in words(*Kind) for form in _forms(word)})
LABELS = sorted({form.strip("*~ ") for word in words(*Kind, labels=True) for form in _forms(word)})


def _whole(text: str) -> bool:
    return any((name.start, name.end) == (0, len(text)) for name in find_secret_names(text))


def _without_accents(text: str) -> str:
    return "".join(unicodedata.normalize("NFD", c)[0] if "LATIN" in unicodedata.name(c, "") else c for c in text)


@pytest.mark.parametrize(
    "write",
    [
        str,
        str.upper,
        str.title,
        lambda word: word.replace(" ", "_"),
        lambda word: word.replace(" ", "-"),
        _without_accents,
    ],
    ids=["as it is", "capitals", "title", "snake case", "hyphens", "without accents"],
)
def test_every_word_is_found_however_it_is_written(write) -> None:  # type: ignore[no-untyped-def]
    assert [word for word in WRITTEN if not _whole(write(word))] == []


@pytest.mark.parametrize(
    "write", [str, str.upper, lambda word: unicodedata.normalize("NFD", word)], ids=["as it is", "capitals", "NFD"]
)
def test_every_word_is_the_label_of_a_secret(write) -> None:  # type: ignore[no-untyped-def]
    assert [word for word in LABELS if not is_secret_label(f"{write(word)}:")] == []


@pytest.mark.parametrize(
    "label",
    ["Passwort bestätigen", "Neues Passwort", "userPassword", "user_password", "txtSenha", "LOGIN PASSWORD", "ŞİFRE",
     "sifre", "Şifreniz", "contrasena", "CONTRASEÑA", "contrasen\u0303a", "Ｐａｓｓｗｏｒｄ", "WLAN-Kennwort", "Haslo",
     "hasło*",
     "Lösenord (igen)", "Losenord", "Salasana", "passwort2", "Пароля", "ПАРОЛЬ", "הסיסמה שלך", "وكلمة المرور",
     "新密码", "新しいパスワード", "새 비밀번호", "Κωδικός Πρόσβασης", "ΚΩΔΙΚΟΣ ΠΡΟΣΒΑΣΗΣ", "Datenbankpasswort"],
)  # fmt: skip
def test_a_field_is_known_to_hold_a_password(label: str) -> None:
    assert is_password_label(label)
    assert is_personal_label(label, "x")


@pytest.mark.parametrize(
    "word",
    ["Spinner", "Pinterest", "Passport", "Compass", "Passat", "Mapping", "Tokenizer", "Tokenization", "Secretary",
     "Passenger", "Trespass", "Bypass", "Keyboard", "Monkey", "Turkey", "Optics", "Adopt", "Shopping", "Opinion",
     "Passwortmanager", "Passwortlänge", "Wachtwoordbeheerder", "Lösenordshanterare", "Password strength",
     "Password manager", "Palabra clave", "Mot-clé", "Palavra-chave", "Ключевое слово", "密码学", "密码管理器",
     "パスワードマネージャー", "암호화", "Max tokens", "Tokens", "Pin color", "Session", "Passage", "Reisepass",
     "Postal code", "Promo code", "Country code", "Key", "Code", "Schlüssel", "Clé", "Schlüsselwort", "Kodak",
     "Tan", "Secretariat", "Şifreleme", "Kennwortschutz", "Username", "API", "API version", "Token type"],
)  # fmt: skip
def test_a_word_that_only_looks_like_one_names_no_secret(word: str) -> None:
    assert not is_secret_label(word)
    assert redact_text(f"{word}: Zebra-99") == (f"{word}: Zebra-99", 0) or word in {"Tan", "Tokens"}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Пароль: \u200fZebra-99", "Пароль: [masked: password or key]"),
        ("כלי: סיסמה: \u202aZebra-99\u202c", "כלי: סיסמה: [masked: password or key]"),
        ("contrasen\u0303a: Zebra-99", "contraseña: [masked: password or key]"),
        ("Ｐａｓｓｗｏｒｄ＝Ｚｅｂｒａ９９", "Password＝[masked: password or key]"),
        ("パスワードはZebra99です。", "パスワードは[masked: password or key]です。"),
        ("密码是Zebra99，请保管", "密码是[masked: password or key]，请保管"),
        ("비밀번호는 Zebra99입니다", "비밀번호는 [masked: password or key]입니다"),
        ("passwort = 'Zebra 99'", "passwort = '[masked: password or key]'"),
        ("dbPassword: Zebra99, dbUser: ana", "dbPassword: [masked: password or key], dbUser: ana"),
        ("user,password\nana,zebra99\nbob,-", "user,password\nana,[masked: password or key]\nbob,-"),
        ("Card: 4111 1111 1111 1111, CVC 737", "Card: [masked: card number], CVC [masked: security code]"),
    ],
)  # fmt: skip
def test_the_words_around_a_value_stay(text: str, masked: str) -> None:
    assert redact_text(text)[0] == masked


@pytest.mark.parametrize("length", [201, 1_000, 3_999, 4_001, 9_000])
def test_a_token_is_masked_whole_however_long_it_is(length: int) -> None:
    token = ("aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5" * (length // 36 + 1))[:length]
    assert redact_text(f"sent {token} now") == ("sent [masked: long random text] now", 1)
    assert redact_text(f"client_secret={token}/+= now") == ("client_secret=[masked: password or key] now", 1)


PIECES = [
    "password", "Passwort: ", "パスワード", "は", "token=", "otp ", "482913", "hunter2!", "\t", ",", "|", "\n",
    " is ", "'", '"', "[masked: password or key]", "[masked: card number]", "4111 1111 1111 1111",
    " 04/27 123", "recovery codes: ", "abcd-efgh-1234", "AKIA" + "IOSFODNN7EXAMPLE",
    ",wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "://a:", "@", "&sig=", "IBAN ",
    "DE89 3704 0044 0532 0130 00", "name: ", "value: ", "=", ":", " - ", "is your", "Pin", "密码是", "。",
    "your code", "key",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_masking_twice_changes_nothing_whatever_is_next_to_a_secret(text: str) -> None:
    once, _ = redact_text(text)
    assert redact_text(once) == (once, 0)
