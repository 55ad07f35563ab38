"""Secrets that used to be missed, and numbers that used to be masked: one example of each class."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

import claude_scope.redaction.formats as formats
from claude_scope.redaction.field_labels import is_personal_label, is_secret_label
from claude_scope.redaction.formats.format import MAX_CHECKED
from claude_scope.redaction.formats.issuer_tokens import ISSUED_SHAPE
from claude_scope.redaction.redact import MAX_TEXT_CHARS, TOO_LONG, redact_text
from claude_scope.redaction.running_text import MAX_NAMES

R43 = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7dE9f"
"""43 letters and digits. The tokens below are assembled here, so that secret scanners do not report this repository."""
RULES = json.loads((Path(formats.__file__).parent / "data" / "gitleaks.json").read_text("utf-8"))["rules"]


@pytest.mark.attack("secrets")
@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("https://api.telegram.org/bot123456:ABC" + R43[:32] + "/sendMessage", "123456:ABC" + R43[:32]),
        ("uploading with " + "sntrys_" + "eyJ" + R43 + "_" + R43[:20] + "+" + R43[:22] + " now", "+" + R43[:22]),
        ("laravel_session=" + "eyJpdiI6" + R43[:20] + "+" + R43[:20] + "/" + R43[:20] + "%3D", R43[:20] + "%3D"),
        ("PHPSESSID=k3j4h5g6f7d8s9a0q1w2e3r4t5", "k3j4h5g6f7d8s9a0q1w2e3r4t5"),
        ("Paid with 4111.1111.1111.1111 today", "4111.1111.1111.1111"),
        ("Paid with 4111\u20131111\u20131111\u20131111 today", "4111\u20131111\u20131111\u20131111"),
        ("Votre code de sécurité est G-730218", "730218"),
        ("Senha provisória: Xk9-trovao", "Xk9-trovao"),
        ("Mot de passe temporaire : Lune4821", "Lune4821"),
        ("https://shop.test/reset/" + "qzkvwmtrbxpldnfhjgsc" * 2, "qzkvwmtrbxpldnfhjgsc"),
        ("https://shop.test/accounts/reset/MTc/c8k2qp-9f86d081884c7d659a2feaa0c55ad015/", "c8k2qp-9f86d081884c7d65"),
        ('<img alt="otpauth://totp/North wind:ana?secret=JBSWY3 DPEHPK3PXPJBSWY3DPEH">', "DPEHPK3PXPJBSWY3DPEH"),
        ("otpauth://totp/Shop?secret=JBSWY3DPEH\nPK3PXPJBSWY3DPEH", "PK3PXPJBSWY3DPEH"),
        ("Password: ab&c;d9 then", "ab&c;d9"),
        ("App password: abcd efgh ijkl mnop", "ijkl mnop"),
        ("Recovery key: EsTc 8rF2 kP9v XyZ1 aBcD", "XyZ1 aBcD"),
        ("ocean velvet ladder orbit puzzle garlic timber shield candy hollow ripple echo", "hollow ripple echo"),
        ("WIFI:S:Northwind;T:WPA;P:tulip4garden;;", "tulip4garden"),
    ],
)
def test_a_secret_is_masked_whole(text: str, secret: str) -> None:
    masked, _ = redact_text(text)
    assert secret not in masked
    assert "[masked: " in masked


@pytest.mark.parametrize(
    "label",
    ["Memorable word", "Wi-Fi key", "Geheimzahl", "Answer to your security question", "Mother's maiden name", "PUK",
     "Réponse secrète", "Ответ на секретный вопрос", "秘密の質問の答え", "Netzwerksicherheitsschlüssel",
     "Recovery words"],
)  # fmt: skip
@pytest.mark.attack("secrets")
def test_a_field_of_an_everyday_secret_is_known(label: str) -> None:
    assert is_secret_label(label)


@pytest.mark.parametrize(
    "text",
    ["PIN code 560001", "Delivery to PIN 110001 is available", "City: Pune, PIN: 411001", "पिन कोड: 560001",
     "Votre code postal est 75011", "Ваш код скидки: 482913", "Your order code is 482913", "Victoria's Secret: 20% off",
     "https://docs.test/reset/troubleshooting-2024-password-reset", "Cookie: theme=dark; lang=en-GB",
     "Reference: RF18 5390 0754 7034",
     "ssh-ed25519 " + "AAAAC3NzaC1lZDI1NTE5AAAAI" + R43, "data-sitekey=\"6Le" + R43[:37] + "\""],
)  # fmt: skip
def test_a_number_for_everybody_stays(text: str) -> None:
    assert redact_text(text) == (text, 0)


@pytest.mark.parametrize("label", ["PIN code / ZIP", "Pincode (delivery)", "GPIO pin", "Secret Santa budget"])
def test_a_field_for_everybody_is_known(label: str) -> None:
    assert not is_secret_label(label)


def test_a_pin_with_six_digits_is_a_secret_where_the_text_says_so() -> None:
    assert redact_text("Your PIN code is 560001")[1] == 1
    assert redact_text("SIM PIN: 560001")[1] == 1


def test_session_cookies_are_masked() -> None:
    masked, _ = redact_text("Cookie: theme=dark; sessionid=k3j4h5g6f7d8s9a0; lang=en; csrf=x9")
    assert masked == "Cookie: theme=dark; sessionid=[masked: cookie]; lang=en; csrf=[masked: cookie]"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_a_rule_of_gitleaks_has_a_bound_and_works_in_both_engines(rule: dict[str, object]) -> None:
    """No unbounded repetition, no flag, and nothing that JavaScript interprets differently."""
    pattern = str(rule["pattern"])
    re.compile(pattern)
    outside = re.sub(r"\[[^\]]*\]", "x", pattern)
    assert not re.search(r"[*+]|\{\d+,\}", outside)
    assert not re.search(r"\(\?(?![:!=]|<[!=])|\\[AbBdDsSwWzZ-]|\[\[:", pattern)
    assert pattern in ISSUED_SHAPE
    assert rule["keywords"]


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("unit", ["password: a1b2c3 ", "token=", "密码是"])
def test_a_text_full_of_names_is_masked_in_time(unit: str) -> None:
    """Beyond the limit the rest is masked without reading it, so that no secret hides in it."""
    start = time.process_time()
    masked, _ = redact_text(unit * (2 * MAX_NAMES) + " password: Zebra-99")
    assert time.process_time() - start < 10
    assert "Zebra-99" not in masked


def test_behind_the_bound_every_match_is_masked() -> None:
    masked, _ = redact_text("?pwd=your-password" * (MAX_CHECKED + 10) + " ?pwd=Zebra-99")
    assert "Zebra-99" not in masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Mật khẩu tạm thời của bạn là Sen-219k", "Mật khẩu tạm thời của bạn là {}"),
        ("पासवर्ड Kivi-219k है", "पासवर्ड {} है"),
        ("Geçici parolanız Kivi-219k olarak belirlendi", "Geçici parolanız {} olarak belirlendi"),
        ("Contraseña cambiada. La nueva es Kivi#219, cámbiala", "Contraseña cambiada. La nueva es {}, cámbiala"),
        ("您的动态验证码为521532,5分钟内有效", "您的动态验证码为{},5分钟内有效"),
        ("G-463561 is your Google verification code.", "G-{} is your Google verification code."),
        ("Kod SMS nr 3 z dnia 11-03: 57075117. 1 200,00 PLN", "Kod SMS nr 3 z dnia 11-03: {}. 1 200,00 PLN"),
        ("mobileTAN für 250,00 EUR an die Stadt: 731 904.", "mobileTAN für 250,00 EUR an die Stadt: {}."),
        ("745348 tek kullanımlık şifreniz ile girin", "{} tek kullanımlık şifreniz ile girin"),
        ("Save these recovery codes:\n551d9-af20e\nf1dfc-7e45c", "Save these recovery codes:\n{}\n{}"),
        ('<add key="MotDePasseSmtp" value="Lavande!76" />', '<add key="MotDePasseSmtp" value="{}" />'),
        ("name=&quot;pwd&quot; value=&quot;Harbour*6619&quot;", "name=&quot;pwd&quot; value=&quot;{}&quot;"),
        (f"next=%2Fcb%3Ftoken%3D{R43}%26lang%3Den", "next=%2Fcb%3Ftoken%3D{}%26lang%3Den"),
        ("/a.do;jsessionid=5bb38afe88f66110def424381268dff3?b=2", "/a.do;jsessionid={}?b=2"),
        ("otpauth://totp/A:b?secret=ZRH7ULYN6LQJITRS&issuer=A", "otpauth://totp/A:b?secret={}&issuer=A"),
        ("/ical/a/private-f19669fa9a1df0243fe327194fc075c0/b.ics", "/ical/a/private-{}/b.ics"),
        ("kubeadm join --token 96c5f7.287994f875b1dbb8", "kubeadm join --token {}"),
    ],
)  # fmt: skip
@pytest.mark.attack("secrets")
def test_exactly_the_secret_is_masked(text: str, masked: str) -> None:
    """Names, links, prefixes and what follows the value stay."""
    found, _ = redact_text(text)
    assert re.sub(r"\[masked: [a-z A-Z]+\]", "{}", found) == masked


@pytest.mark.attack("secrets")
def test_a_token_that_a_line_break_cuts_is_masked_on_both_lines() -> None:
    token = "dop_v1_" + "cc7e3a06cde7073552079e0ed0298a08\nce16ef2568a50a2642bd585437285a82"
    masked, _ = redact_text(f'-H "X: {token}"\nnext line 2')
    assert masked == '-H "X: [masked: API key]\n[masked: API key]"\nnext line 2'


@pytest.mark.parametrize(
    "label",
    ["Clé de sécurité WPA2", "Ключ безопасности Wi-Fi", "WPA2-Schlüssel",
     "Question secrète : nom de votre premier animal ?",
     "Jak nazywało się Twoje pierwsze zwierzę?", "Kártyaszám", "หมายเลขบัตร"],
)  # fmt: skip
@pytest.mark.attack("secrets")
def test_a_field_of_a_network_key_question_or_card_is_known(label: str) -> None:
    assert is_secret_label(label)


@pytest.mark.parametrize("label", ["पिन कोड (डाक)", "Postcode / PIN", "Senha de atendimento"])
def test_a_field_of_a_postcode_or_queue_ticket_is_known(label: str) -> None:
    assert not is_secret_label(label)


@pytest.mark.parametrize(
    "text",
    ["Sua senha de atendimento: A047", "Heslo: alespoň 8 znaků", "密码：至少8位", "Seu código de cliente é 48291374",
     "인증번호가 010-1234-5678로 발송되었습니다", "パスワードの有効期限は2025年5月12日です",
     "Das Kennwort ist 12-stellig"],
)  # fmt: skip
def test_a_sentence_about_a_secret_stays(text: str) -> None:
    assert redact_text(text) == (text, 0)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("curl -u ana:'kelp Forest9!' https://x.test", "curl -u ana:'{}' https://x.test"),
        ("mysql -u root -p'sea glass!7' shop", "mysql -u root -p'{}' shop"),
        ("Use code 51 83 07 to sign in", "Use code {} to sign in"),
        ("The keypad code for the door is 2580#, flat 3", "The keypad code for the door is {}, flat 3"),
        ('SSID "Birch", key tangerine48lamp', 'SSID "Birch", key {}'),
        ("Domanda di sicurezza: il cognome da nubile? Risposta: Bevilacqua", None),
        ("Ditt lösenord har återställts till Kaffe-207", "Ditt lösenord har återställts till {}"),
        ("Ihr Passwort wurde geaendert auf Linde-219k", "Ihr Passwort wurde geaendert auf {}"),
        ("Kod podtverzhdeniya: 482913", "Kod podtverzhdeniya: {}"),
        ("POST https://hook.eu2.make.com/" + R43[:32], "POST https://hook.eu2.make.com/{}"),
    ],
)
@pytest.mark.attack("secrets")
def test_a_secret_next_to_what_names_it_is_masked(text: str, masked: str | None) -> None:
    found, _ = redact_text(text)
    expected = masked or text.replace("Bevilacqua", "{}")
    assert re.sub(r"\[masked: [a-z A-Z]+\]", "{}", found) == expected


@pytest.mark.parametrize(
    "text",
    ["docker login -u AWS -p ********", "curl -u user:password https://x.test", "docker run -u 1000:1000 nginx:1.27",
     "Use code 482913 to get 10% off", 'SSID "Birch-5G", channel 36, key management WPA2-PSK'],
)  # fmt: skip
def test_a_placeholder_or_a_discount_stays(text: str) -> None:
    assert redact_text(text) == (text, 0)


@pytest.mark.parametrize(
    ("label", "value"),
    [("Пароль", "Не менее 8 символов"), ("Wachtwoord", "Vul hier je wachtwoord in"), ("密码", "请输入密码"),
     ("Password last changed", "14 March 2025, 09:41")],
)  # fmt: skip
def test_an_instruction_in_a_secret_field_stays(label: str, value: str) -> None:
    assert not is_personal_label(label, value)
    assert is_personal_label(label, "At-least8")


def test_the_end_of_a_very_long_text_is_masked_unread() -> None:
    """Its beginning is read as usual, and masking it again changes nothing."""
    text = "Password: Zebra-99\n" + "An ordinary line.\n" * (MAX_TEXT_CHARS // 18) + "Password: Zebra-77"
    masked, _ = redact_text(text)
    assert masked.startswith("Password: [masked: password or key]\nAn ordinary line.")
    assert masked.endswith(TOO_LONG)
    assert "Zebra" not in masked
