"""Texts that would make a flawed pattern take seconds or minutes: one unit, repeated up to a megabyte."""

from __future__ import annotations

import random
import string
from typing import TYPE_CHECKING

from claude_scope.lexicon.secret_names import words
from claude_scope.lexicon.secret_words import Kind
from claude_scope.redaction.formats.secret_formats import AFTER_NAMES, BEFORE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = 1_000_000
_UNITS = (
    "1", "1 ", "11 ", "4111 ", "4111.", "4111-1111-1111-", "4111 1111 1111 1112 ", "0" * 15 + " ", "%20", "4111%20",
    "%25", "%2525", "a=b&", "a=b;", "=", "= ", ":", ": ", "::", ".", ". ", "/", "//", "://", "://a:", "://a:b@", "?",
    "?a=",
    "&t=", "-", "_", "--", '"', "'", "`", "\\", '\\"', "<", ">", "{", "[", "(", "\n", "\t", "|", ",", ", ", "\u2022",
    "\u200b",
    "a", "a ", "ab ", "abc ", "legal ", "legal, ", "1. legal ", "zoo\n", "A1 ", "A1", "aB3", "aB3dE5fG7hJ9-",
    "aB3dE5fG7hJ9/",
    "aB3dE5fG7hJ9+", "x9X-", "GB82", "GB82 ", "GB82 WEST ", "ABCD-", "ABCDE-", "A2B3", "JBSW Y3DP ",
    "eyJ", "eyJaaaaaaaa.", "eyJ.eyJ.", "sk-", "sk_live_", "AKIA", "ghp_", "xoxb-", "SG.", "sntrys_", "sntrys_a+",
    "hvs.a",
    "-----BEGIN PRIVATE KEY-----", "-----BEGIN PUBLIC KEY-----", "-----BEGIN ",
    "-----BEGIN PRIVATE KEY----- -----END ",
    "ssh-rsa AAAA", "ssh-rsa ", "data:image/png;base64,", "sha512-", "integrity=", "0x", "pk_live_",
    "password", "password:", "password: ", "password=", "password='", 'password="', "password: a&b;", "password: a&",
    "password,x\n", "password|", "password is ", "password (a) ", "password for ", "password for a ",
    "Password: abcd efgh ",
    "Passwort für ", "mot de passe provisoire ", "senha de ", "密码是", "パスワードは",
    "secret answer ", "answer to your ",
    "token=", "?token=", "token: ", "api_key=", "API_KEY=", "A_KEY=", "A_", "AAAA_KEY=x", "secret", "SECRET=x(&",
    "secr",
    "passwor", "otp ", "otp for ", "otp for a is ", "pin ", "PIN 560001 ", "PIN code ", "pin code: 560001, ",
    "CVC 123 ",
    "your code ", "your a code ", "your order code is ", "this code ", "enter this code to ", "use code ",
    "482913 is your ",
    "482913 is your code ", "482913 ist ", "code ", "recovery code: abcd-1234 ", "recovery codes: ",
    "seed phrase: legal ",
    "cookie: ", "cookie: a=b; ", "Set-Cookie: a=", "a=b; ", "session=", "sess", "sessionid=a1", "x-session-",
    "remember_token=",
    "sid ", "ASPSESSIONID", "authorization: ", "Authorization: Bearer ", "authorization: digest response=", "Bearer ",
    "bearer a1", "Basic ", "basic YTpi ", "-u a:", " -u a", "--user ", "/reset/", "/reset/a/", "/reset?a=", "/s/",
    "/share/a1B2",
    "/a", "/bot1:", "/bot123456:ABC", "/tokentoken", "reset", "/verifyverify", "/verify?x=aB3dE5fG7hJ9kL1m&",
    "hooks.slack.com/",
    "https://discord.com/api/webhooks/1/", "webhook.office.com/webhookb2/", "chat.googleapis.com/v1/spaces/a?",
    "otpauth:", "otpauth://", "otpauth://totp/a ", "otpauth://totp/a b?secret=ABCD ", "WIFI:", "WIFI:S:a;",
    "WIFI:S:a;P:",
    "[masked: card number] ", "[masked: AWS key] ", "[masked:", "SECRET_KEY=", "create user a identified by ",
    "identified by '",
    "name: password\nvalue: ", "login a password ", "SharedAccessSignature=", "PASS=", "x_pass=", "'pass':'",
    "requirepass ",
    "IBAN ", "Card 4242 4242 4242 4242 04/27 ", "123456-", "passsword:", "secreet=",
)  # fmt: skip


def adversarial_texts() -> Iterator[tuple[str, str]]:
    """A name and a text of a megabyte each."""
    units = [*_UNITS, *_needs(), *_names()]
    for unit in dict.fromkeys(units):
        yield unit, (unit * (SIZE // len(unit) + 1))[:SIZE]
    rng = random.Random(1)
    for name, letters in (
        ("base64", string.ascii_letters + string.digits + "+/"),
        ("base64 with spaces", string.ascii_letters + string.digits + "+/ "),
        ("hex", string.hexdigits),
        ("digits and gaps", string.digits + " -./"),
        ("signs", string.punctuation),
        ("printable", string.printable),
    ):
        yield name, "".join(rng.choices(letters, k=SIZE))


def _needs() -> Iterator[str]:
    """The words that trigger a pattern, alone and before a value."""
    for need in dict.fromkeys(need for shape in (*BEFORE_NAMES, *AFTER_NAMES) for need in shape.needs):
        yield need
        yield f"{need} {need}=a1"


def _names() -> Iterator[str]:
    """A name for each kind of secret and script, with possible continuations."""
    for kind in Kind:
        for word in words(kind)[:: max(1, len(words(kind)) // 8)]:
            yield f"{word.strip('*~')}: "
            yield f"{word.strip('*~')} is a "
