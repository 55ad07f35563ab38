"""Secrets are replaced by a mask that names their kind; what only resembles one stays."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claude_scope.invisible_characters import visible
from claude_scope.redaction.redact import masker_of, redact_analysis, redact_text, remember_texts
from claude_scope.values import Analysis, Box, Change, Element, Line, Node, UiElement
from tests.analyses import checkout_analysis, minimal_analysis

if TYPE_CHECKING:
    from pathlib import Path

R36 = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"
"""36 letters and digits. The secrets below are assembled here, so that secret scanners do not
report this repository.
"""
JWT = "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJ" + "zdWIiOiIxMjM0NTY3ODkwIn0" + "." + R36
BASIC = base64.b64encode(b"ana:hunter2").decode()

SECRETS = {
    "AKIA" + "IOSFODNN7EXAMPLE": "AWS key",
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY": "password or key",
    "ghp_" + R36: "GitHub token",
    "github_pat_" + R36 + "_" + R36: "GitHub token",
    "glpat-" + R36[:20]: "GitLab token",
    "xoxb-" + "123456789012-" + R36[:24]: "Slack token",
    "https://hooks.slack.com/services/T00/B00/" + R36[:24]: "Slack webhook",
    "sk_live_" + R36[:24]: "Stripe key",
    "whsec_" + R36[:32]: "Stripe key",
    "sk-ant-api03-" + R36: "Anthropic key",
    "sk-proj-" + R36: "OpenAI key",
    "AIza" + R36[:35]: "Google key",
    "npm_" + R36: "npm token",
    "hf_" + R36[:34]: "API key",
    JWT: "JWT",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEow/+=\n-----END RSA PRIVATE KEY-----": "private key",
    "Authorization: Bearer " + R36: "authorization",
    "sent Bearer " + R36: "bearer token",
    f"Basic {BASIC}": "basic authorization",
    "postgres://app:hunter2@db.internal/shop": "URL password",
    "/callback?code=4/0AX4XfWh" + R36[:12]: "URL secret",
    "/reset?token=abc": "URL secret",
    "/x?a=1&sig=Zm9vYmFy": "URL secret",
    "/x?X-Amz-Signature=0a1b2c3d": "URL secret",
    "/x?access_token=0a1b2c3d#top": "URL secret",
    "/x?password=hunter2": "URL secret",
    "/v1?key=secret123": "URL secret",
    "4111 1111 1111 1111": "card number",
    "5555-5555-5555-4444": "card number",
    "paid with 378282246310005 today": "card number",
    "GB82 WEST 1234 5698 7654 32": "IBAN",
    "Password: hunter2": "password or key",
    "password=hunter2": "password or key",
    '{"password": "correct horse"}': "password or key",
    "api_key: 0a1b2c3d4e": "password or key",
    "Passwort: Geheim!": "password or key",
    "Set-Cookie: sid=31d4d96e407aad42; Path=/": "cookie",
    "Cookie: sid=31d4d96e; theme=dark; lang=en": "cookie",
    "Cookie: session=" + JWT: "cookie",
    '{"cookie": "sid=31d4d96e"}': "cookie",
    "document.cookie = 'sid=31d4d96e'": "cookie",
    "The password is hunter2": "password or key",
    "your password for the admin account is Tr0ub4dor": "password or key",
    'the password is "swordfish"': "password or key",
    "Das Passwort lautet geheim#Wort": "password or key",
    "Password : hunter2": "password or key",
    "PASSWORD=hunter2": "password or key",
    "pw: hunter2": "password or key",
    "CVC 123": "security code",
    "CVV: 1234": "security code",
    "cvv2=123": "security code",
    "the CVC is 123": "security code",
    "Security code: 4711": "security code",
    "value q9W2e8R4t6Y1u3I5o7P0a2S4d6F8g1H3 sent": "long random text",
    "Card 4242 4242 4242 4242 04/27": "card number",
    "5555 5555 5555 4444 10/30": "card number",
    "4242 4242 4242 424204/27": "card number",
    "12 4111 1111 1111 1111": "card number",
    "3782 822463 10005": "card number",
    "3782 82246310005": "card number",
    "4111 11111111 1111": "card number",
    "37828 224631 0005": "card number",
    "4111\xa01111\xa01111\xa01111": "card number",
    '{"newPassword":"Zebra99!x"}': "password or key",
    '{"currentPassword": "abcd"}': "password or key",
    'confirmPassword: "x y z"': "password or key",
    "userPassword=abc123": "password or key",
    "newpassword=abc123": "password or key",
    "dbPassword=abc123": "password or key",
    '{"jwtSecret":"abcdef"}': "password or key",
    r'"{\"password\":\"hunter2\",\"id\":7}"': "password or key",
    r'{"password": "hunter\"2"}': "password or key",
    '{"token":"abcdef123456"}': "token",
    "token=abcdef0123456": "token",
    "accessToken=abcdef": "password or key",
    "csrfToken: abcdef": "password or key",
    "sessionid=abc123def": "token",
    "otp=123456": "security code",
    "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + R36 + "/+" + R36 + "==;X=1": "password or key",
    "aws_secret_access_key=" + R36 + "/+xY": "password or key",
    "access_token=" + R36 * 9: "password or key",
    "sent " + R36 * 9 + " now": "long random text",
    "Пароль: hunter2": "password or key",
    "パスワード：hunter2": "password or key",
    "Wachtwoord: hunter2": "password or key",
    "2FA code: 482913": "security code",
    "Recovery code: ab12-cd34": "recovery code",
    "password\u200b: hunter2xx": "password or key",
    "pass\u00adword: hunter2xx": "password or key",
}

HARMLESS = (
    "9fceb02d0ae598e95dc970b74767f19372d61af8",
    "commit 9fceb02",
    "550e8400-e29b-41d4-a716-446655440000",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC",
    "SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8",
    "index-BxY3kQz8.js",
    "/assets/vendor-q9W2e8R4t6Y1u3I5o7P0a2S4d6F8g1H3.js",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAABQAAAALQCAIA",
    "Order #1000234567",
    "Order 4111111111111112",
    "37828 22463 10005",
    "Tracking 1Z999AA10123456784",
    "$182.90",
    "1,234,567.89",
    "2026-11-25T01:39:26.123Z",
    "1764034766123",
    "+49 30 901820 4455",
    "ISBN 978-3-16-148410-0",
    "192.168.100.200:8080",
    "Password",
    "The password is required",
    "Your password is incorrect!",
    "Password is too short, it has 3 of 8 characters",
    "The password is at least 8 characters long",
    'The password is "required"',
    "The session token is expired",
    "The secret is out",
    "Password for ana is 5 days old",
    "Keyword is 2nd",
    "Cookie: accepted",
    "Cookies: 3 of them are set",
    "Accept all cookies = better service",
    "We use cookies: read more at /cookies?lang=en",
    "cookie banner",
    "CVC must be 3 digits",
    "CVV: 12",
    "CVC 123456",
    "CVC 100%",
    "CVE-2021-44228",
    "Promo code 1234",
    "Error code: 404",
    "Postal code: 1234",
    "Password: required",
    "Password must be at least 8 characters",
    "Password: Enter your password",
    "Forgot password?",
    "Reset token: invalid",
    "Password: \u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022",
    "Coupon code: WELCOME10",
    "?code=404",
    "?page=2&sort=price&state=open",
    "?key=name",
    "https://example.test/a:b@c",
    "mailto:ana@northwind.test",
    "http://localhost:4173/@scope/pkg",
    "Basic plan",
    "Basic authentication is on",
    "Bearer of good news",
    "getServerSidePropsForCheckoutPage2WithCoupons",
    'get_by_role("button", name="Place order 4")',
    "sk-circle-fade-dot-animation",
    "task-123456789012345678901234",
    "Secret: the story of a lamp",
    "Authorization failed",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "0000 0000 0000 0000",
    "Session: 3 pm",
    "Session id",
    "Token count: 5",
    "Tokens: 125000",
    "Token: invalid",
    "a paid token: 500",
    "OTP: enter the code from your phone",
    "Passwords: 12 saved",
    "compass: north",
    "secretary: Ana Smith",
    "zero\u200bwidth",
    "1\xa0234,50\xa0\u20ac",
    "9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31",
    "4 11 11 11 11 11 11 11 1",
    "2026-11-25 2026-11-26 2026-11-27",
)


@pytest.mark.parametrize(("text", "hint"), SECRETS.items())
@pytest.mark.attack("secrets")
def test_a_secret_is_masked_and_says_what_it_was(text: str, hint: str) -> None:
    masked, count = redact_text(f"before {text} after")
    assert count == 1, masked
    assert f"[masked: {hint}]" in masked
    assert masked.startswith("before ")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_a_secret_survives(text: str) -> None:
    assert redact_text(text) == (text, 0)


@pytest.mark.parametrize("text", SECRETS)
def test_masking_twice_changes_nothing(text: str) -> None:
    once, _ = redact_text(f"before {text} after")
    assert redact_text(once) == (once, 0)


def test_the_words_around_a_secret_stay() -> None:
    masked, count = redact_text("GET https://shop.test/pay?id=7&token=abc123&page=2 failed; Password: hunter2, retry")
    assert masked == (
        "GET https://shop.test/pay?id=7&token=[masked: URL secret]&page=2 failed; "
        "Password: [masked: password or key], retry"
    )
    assert count == 2


def test_each_card_of_a_line_and_the_code_after_it_are_masked() -> None:
    two, count = redact_text("4242 4242 4242 4242 5555 5555 5555 4444")
    assert (two, count) == ("[masked: card number] [masked: card number]", 2)
    field, _ = redact_text("4242 4242 4242 4242 04 / 27 123")
    assert field == "[masked: card number] 04 / 27 [masked: security code]"
    assert redact_text("the CVC is 123 123")[0] == "the CVC is [masked: security code] 123"


BEFORE = ("", "7 ", "12 ", "2026 ", "4000 ", "4571 ", "2026-11-25 ", "04/27 ", "+49 30 901820 ", '{"id": 7, "note": "',
          "a: 1, b: ", "Order 1000234567, ", "01:39:26 ")  # fmt: skip
AFTER = ("", " 7", " 123", " 04/27", " 04 / 27 123", " 2026-11-25", '"}', ', "id": 4711}', ", 4000 5", "\n12 4711")


@given(st.sampled_from(sorted(SECRETS.items())), st.sampled_from(BEFORE), st.sampled_from(AFTER))
@pytest.mark.attack("secrets")
def test_a_secret_is_masked_next_to_digits_dates_and_keys(case: tuple[str, str], before: str, after: str) -> None:
    """Everything that is masked in it alone is masked, whatever is next to it."""
    text, hint = case
    start, _, end = redact_text(text)[0].partition(f"[masked: {hint}]")
    secret = visible(text)[len(start) : len(visible(text)) - len(end)]
    masked = visible(redact_text(before + text + after)[0])
    assert masked.count(secret) == (before + after).count(secret), masked


@given(st.text())
def test_any_text_can_be_masked_twice(text: str) -> None:
    once, _ = redact_text(text)
    assert redact_text(once) == (once, 0)


@pytest.mark.parametrize(
    "unit",
    ["1", "1 ", "4111 ", "eyJ", "eyJaaaaaaaa.", "a.", "://", "://a:", "-----BEGIN PRIVATE KEY-----", "password:",
     "?token=", "aB3", "GB82 WEST ", "GB82", "Bearer ", "sk-", "authorization: ", "x=", "\u2022", "A1 ",
     "密码是", "パスワードは", "password='", "password,x\n", "password|", "Passwort für ", "recovery code: abcd-1234 ",
     "seed phrase: legal ", "482913 is your code ", "[masked: card number] ", "-----BEGIN PRIVATE KEY----- -----END ",
     "SECRET=x(&", "name: password\nvalue: ", "create user a identified by ", "/reset/", "aB3dE5fG7hJ9-"],
)  # fmt: skip
@pytest.mark.timeout(60)
def test_a_long_text_of_anything_is_done_in_linear_time(unit: str) -> None:
    """A pattern that tried every pair of letters would take minutes; the slowest case here takes a second."""
    text = unit * (100_000 // len(unit))
    masked, _ = redact_text(text)
    assert redact_text(masked[:10_000])[0]


# --- whole analyses ---------------------------------------------------------------------------------------------------


def _field(label: str, value: str, type_: str = "input") -> UiElement:
    return UiElement("e1", type_, "textbox", label, Box(10, 10, 200, 40), 0.9, value=value)  # type: ignore[arg-type]


@pytest.mark.attack("secrets")
def test_the_value_of_a_secret_field_is_masked_everywhere(tmp_path: Path) -> None:
    """A password shown in the clear: in the element, the change, the OCR line, and in sentences made from them."""
    whole = minimal_analysis(tmp_path)
    moment, element = whole.timeline.moments[0], _field("Password", "Hunter-2!")
    reading = replace(
        moment.reading,
        lines=(Line("Password", Box(10, 0, 80, 10), 0.9), Line("Hunter-Z!", Box(15, 20, 80, 20), 0.9)),
        elements=(Element("input", "Password", element.box, 0.9, (), "Hunter-2!"),),
    )
    moment = replace(
        moment,
        reading=reading,
        elements=(element,),
        changes=(Change("changed", element, "value", "", "Hunter-2!"),),
        summary='Password "" -> "Hunter-2!"',
    )
    redacted = redact_analysis(replace(whole, timeline=replace(whole.timeline, moments=(moment,))))
    assert "Hunter" not in repr(redacted)
    assert redacted.timeline.moments[0].summary == 'Password "" -> "[masked: secret of a field]"'
    assert redacted.timeline.moments[0].reading.lines[0].text == "Password"
    assert redacted.masked == 2, "the password, and the line in which OCR read it differently"


def _typed(analysis: Analysis, *values: str, label: str = "Password", says: str = "") -> Analysis:
    """A field that contains each value in turn; returns the last summary."""
    first = analysis.timeline.moments[0]
    moments = tuple(
        replace(first, elements=(_field(label, value),), summary=says or f'"" -> "{value}"') for value in values
    )
    return replace(analysis, timeline=replace(analysis.timeline, moments=moments))


def _says(analysis: Analysis) -> list[str]:
    return [moment.summary for moment in redact_analysis(analysis).timeline.moments]


@pytest.mark.parametrize("label", ["passSWord", "pasword", "Passwond", "paSSsword", "Paswort", "secet", "Secrot"])
def test_a_label_of_which_a_letter_was_misread_still_masks_what_follows(label: str) -> None:
    assert redact_text(f"{label}: Tr0ub4dor") == (f"{label}: [masked: password or key]", 1)


@pytest.mark.parametrize("text", ["Passport: X1234567", "Section: A4 pages", "Crossword: 1234 across", "regret: none4"])
def test_a_word_that_is_only_alike_masks_nothing(text: str) -> None:
    assert redact_text(text) == (text, 0)


def test_text_read_from_the_dots_of_a_password_is_not_searched_for_as_a_secret(tmp_path: Path) -> None:
    """OCR reads four dots as "0000", and a page may contain that number anywhere."""
    whole = minimal_analysis(tmp_path)
    field = Element("input", "Password", Box(10, 10, 200, 40), 0.9, (), "0000")
    shown = replace(field, label="PIN", value="(hidden text)")
    moment = whole.timeline.moments[0]
    moment = replace(moment, reading=replace(moment.reading, elements=(field, shown)), summary="Order 0000 was sent")
    redacted = redact_analysis(replace(whole, timeline=replace(whole.timeline, moments=(moment,)))).timeline.moments[0]
    assert redacted.summary == "Order 0000 was sent"
    assert redacted.reading.elements[1].value == "(hidden text)"


def test_nothing_stays_of_a_secret_that_was_typed_over_several_states(tmp_path: Path) -> None:
    whole = _typed(minimal_analysis(tmp_path), "hunter2", "hunter2-Zebra9!")
    assert _says(whole) == ['"" -> "[masked: secret of a field]"'] * 2


CHAIN = st.text("abcXYZ019!#$-_", min_size=8, max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHAIN, st.lists(st.integers(4, 20), max_size=5))
@pytest.mark.attack("secrets")
def test_no_part_of_any_typed_password_stays(tmp_path: Path, password: str, lengths: list[int]) -> None:
    whole = _typed(minimal_analysis(tmp_path), *(password[:length] for length in lengths), password)
    assert set(_says(whole)) == {'"" -> "[masked: secret of a field]"'}


@pytest.mark.parametrize(
    ("password", "says", "masked"),
    [
        ("hunter2", "Signed in with HUNTER2", "Signed in with [masked: secret of a field]"),
        ("hunter2", 'text "hunter 2"', 'text "[masked: secret of a field]"'),
        ("hunter2", "idhunter2x", "id[masked: secret of a field]x"),
        ("Zebrafunk", "by Zebrafunk.", "by [masked: secret of a field]."),
        ("zebrafunk", "zebrafunk, Zebrafunks", "[masked: secret of a field], Zebrafunks"),
        ("ab12", "ab12 cab12", "[masked: secret of a field] cab12"),
        ("abc", "abc", "abc"),
        ("Password", "The password is required", "The password is required"),
        ("Your password", "Enter your password", "Enter your password"),
    ],
)
@pytest.mark.attack("secrets")
def test_a_password_is_masked_everywhere(tmp_path: Path, password: str, says: str, masked: str) -> None:
    assert _says(_typed(minimal_analysis(tmp_path), password, says=says)) == [masked]


@pytest.mark.parametrize(
    ("password", "says"),
    [("admin", "the admin of Django"), ("dragon", "a dragon"), ("/admin/", "GET /admin/login/?next=/admin/ 200")],
)
def test_a_word_and_a_path_are_masked_in_their_field_only(tmp_path: Path, password: str, says: str) -> None:
    """Searching for them elsewhere would mask texts that are unrelated to the field."""
    whole = _typed(minimal_analysis(tmp_path), password, says=says)
    assert _says(whole) == [says]
    assert masker_of(whole).spread == set()


def test_a_short_code_of_a_field_is_masked_in_its_field_only(tmp_path: Path) -> None:
    """A PIN such as 2026 is too often something else."""
    whole = _typed(minimal_analysis(tmp_path), "2026", label="PIN", says="in 2026")
    redacted = redact_analysis(whole).timeline.moments[0]
    assert (redacted.elements[0].value, redacted.summary) == ("[masked: secret of a field]", "in 2026")


@pytest.mark.parametrize(
    ("label", "value"), [("Secret", "rosebud"), ("API key", "sunshine"), ("Verification code", "abcdef")]
)
def test_a_plain_word_in_a_secret_field_is_masked_where_a_sentence_quotes_it(
    tmp_path: Path, label: str, value: str
) -> None:
    """It is not a secret elsewhere: a page may speak of the sunshine."""
    says = f'textbox "{label}": "" became "{value}"; {value} appeared.'
    masked = f'textbox "{label}": "" became "[masked: secret of a field]"; {value} appeared.'
    assert _says(_typed(minimal_analysis(tmp_path), value, label=label, says=says)) == [masked]
    assert _says(_typed(minimal_analysis(tmp_path), value, label=label, says=f'"{value}" appeared')) == [
        f'"{value}" appeared'
    ]


@pytest.mark.parametrize(
    "label",
    ["Пароль", "パスワード", "Wachtwoord", "Lösenord", "كلمة المرور", "Recovery code", "2FA", "Код из SMS", "验证码"],
)
def test_the_value_of_a_secret_field_is_masked_whatever_language_names_it(tmp_path: Path, label: str) -> None:
    """In the element and in the sentence that quotes it."""
    redacted = redact_analysis(_typed(minimal_analysis(tmp_path), "Zebra-99", label=label)).timeline.moments[0]
    assert "Zebra" not in repr(redacted)
    assert redacted.elements[0].value == "[masked: secret of a field]"


def test_a_secret_field_of_the_tree_is_masked(tmp_path: Path) -> None:
    whole = checkout_analysis(tmp_path)
    tree = Node(
        "document", children=(Node("textbox", "API key", text="open sesame 1"), Node("textbox", "City", text="Oslo"))
    )
    redacted = redact_analysis(replace(whole, snapshots=(replace(whole.snapshots[0], tree=tree),)))
    found = redacted.snapshots[0].tree
    assert found is not None
    assert [child.text for child in found.children] == ["[masked: secret of a field]", "Oslo"]


def test_a_misread_card_number_is_masked_by_its_label(tmp_path: Path) -> None:
    """OCR may break the checksum, so anything with eight or more digits in a card number field is masked."""
    whole = minimal_analysis(tmp_path)
    moment = whole.timeline.moments[0]
    moment = replace(moment, elements=(_field("Card number", "4111 1111 1111 1117"), _field("Quantity", "12345678")))
    redacted = redact_analysis(replace(whole, timeline=replace(whole.timeline, moments=(moment,))))
    assert [e.value for e in redacted.timeline.moments[0].elements] == ["[masked: secret of a field]", "12345678"]


@pytest.mark.attack("secrets")
def test_every_text_of_an_analysis_is_reached(tmp_path: Path) -> None:
    """Title, notes, URLs, console, requests, names, locators, lanes: a key in any of them is
    masked, and counted once.
    """
    key = "ghp_" + R36
    whole = checkout_analysis(tmp_path)
    snapshot = whole.snapshots[0]
    tree = Node("document", children=(Node("button", key, props=(("/url", key),), locator=key, states=(key,)),))
    moments = tuple(
        replace(m, summary=key, evidence=(key,), tree=tree, reading=replace(m.reading, description=key))
        for m in whole.timeline.moments
    )
    dirty = replace(
        whole,
        title=key,
        notes=f"use {key}",
        seed_url=f"http://x.test/?q={key}",
        timeline=replace(whole.timeline, moments=moments, only_on_screen=(key,), wrong_because=key),
        snapshots=(replace(snapshot, tree=tree, title=key, console=(key,), failed_requests=(key,), error=key),),
        lanes=(replace(whole.lanes[0], error=key, detail=key),),
    )
    redacted = redact_analysis(dirty)
    assert R36 not in repr(redacted)
    assert redacted.masked == 1
    assert redact_analysis(redacted) == redacted


def test_an_analysis_without_secrets_comes_back_as_it_was(tmp_path: Path) -> None:
    whole = checkout_analysis(tmp_path)
    assert redact_analysis(whole) is whole


def test_a_tree_deeper_than_the_stack_is_masked(tmp_path: Path) -> None:
    node = Node("button", "ghp_" + R36)
    for _ in range(5_000):
        node = Node("generic", children=(node,))
    whole = checkout_analysis(tmp_path)
    redacted = redact_analysis(replace(whole, snapshots=(replace(whole.snapshots[0], tree=node),)))
    assert redacted.masked == 1
    assert redacted.snapshots[0].tree is not None
    assert [n.name for n in redacted.snapshots[0].tree.walk() if n.name] == ["[masked: GitHub token]"]


def test_a_secret_of_a_text_that_was_searched_ahead_is_masked_and_counted_in_each_analysis(tmp_path: Path) -> None:
    """`remember_texts` keeps what it found, and each masker counts it as its own."""
    secret = "ghp_" + R36
    node = Node("text", text=f"token {secret}")
    remember_texts([Node("document", children=(node,))])
    given = minimal_analysis(tmp_path)
    moment = replace(given.timeline.moments[0], tree=node)
    analysis = replace(given, timeline=replace(given.timeline, moments=(moment,)))
    for _ in range(2):
        masker = masker_of(analysis)
        masked = masker.redacted(analysis)
        assert (masker.found, masked.masked) == ({secret}, 1)
        assert masked.timeline.moments[0].tree.text == "token [masked: GitHub token]"
