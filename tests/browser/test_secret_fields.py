"""Values of secret fields do not leave the browser module, wherever the page puts them."""

from __future__ import annotations

import html
import pickle
from pathlib import Path

import numpy as np
import pytest

from claude_scope.browser.egress.guard_proxy import Guard, Policy
from claude_scope.browser.inspect import inspect
from claude_scope.browser.page.secret_fields import MASK, Secrets, mask_text
from claude_scope.browser.scripts import FIELDS
from claude_scope.lexicon.secret_names import label_patterns
from claude_scope.pictures import load
from claude_scope.redaction.field_labels import is_secret_label
from claude_scope.redaction.formats.issuer_tokens import ISSUED_SHAPE
from claude_scope.values import Node, Snapshot
from tests.browser.at_once import inspect_at_once
from tests.browser.conftest import Lend
from tests.browser.sites import REST, Answer, Route, Site
from tests.secrets.suite import cases

SECRETS = {
    "password": "<input type=password value='{0}'>",
    "password in an iframe": "<iframe srcdoc=\"<input type=password value='{0}'>\"></iframe>",
    "password in shadow DOM": "<div id=a></div><script>a.attachShadow({{mode: 'open'}}).innerHTML ="
    " `<input type=password value='{0}'>`</script>",
    "password made visible": "<label>Your password <input type=text value='{0}'></label>",
    "password made visible at once": "<input id=v type=password value='{0}'><script>v.type = 'text'</script>",
    "password made visible later": "<input id=u type=password value='{0}'>"
    "<script>setTimeout(() => {{ u.type = 'text' }}, 300)</script>",
    "password field replaced by another": "<p id=r><input id=s type=password value='{0}'></p><script>setTimeout(() =>"
    " {{ const n = document.createElement('input'); n.value = s.value; r.replaceChildren(n) }})</script>",
    "password made visible in shadow DOM": "<div id=b></div><script>b.attachShadow({{mode: 'open'}}).innerHTML ="
    " `<input type=password value='{0}'>`; setTimeout(() => {{ b.shadowRoot.firstChild.type = 'text' }})</script>",
    "password that a framework writes back": "<input id=w type=password value='{0}'>"
    "<script>setInterval(() => {{ w.value = '{0}' }}, 5)</script>",
    "one-time code": "<input autocomplete=one-time-code value='{0}'>",
    "card number": "<input autocomplete=cc-number value='{0}'>",
    "card code": "<input name=cvv value='{0}'>",
    "token": "<label for=t>Access token</label><input id=t value='{0}'>",
    "api key": "<input aria-label='API key' value='{0}'>",
    "secret in a text area": "<p id=l>Client secret</p><textarea aria-labelledby=l>{0}</textarea>",
    "key in an editable element": "<div contenteditable role=textbox aria-label='API key'><p>{0}</p></div>",
    "key of an issuer's shape": "<input aria-label=Paste value='sk-abcdefghijklmnopqrst{0}'>",
    "private key": "<textarea aria-label=File>-----BEGIN RSA PRIVATE KEY-----\n{0}\n-----END RSA PRIVATE KEY-----"
    "</textarea>",
    "token after its name": "<div>Access token: <input value='{0}'></div>",
    "secret beside its name": "<table><tr><td>Client secret</td><td><input value='{0}'></td></tr></table>",
    "key in a group": "<fieldset><legend>API key</legend><input value='{0}'></fieldset>",
    "password shown as dots": "<input aria-label=Word style='-webkit-text-security: disc' value='{0}'>",
    "password by its class": "<input aria-label=Word class=form-password value='{0}'>",
    "key in declarative shadow DOM": "<div><template shadowrootmode=closed><input aria-label='API key' value='{0}'>"
    "</template></div>",
    "password made visible by a new field": "<p id=o><input type=password value='{0}'></p>"
    "<script>o.innerHTML = o.innerHTML.replace('password', 'text')</script>",
    "password named in Japanese": "<label>\u30d1\u30b9\u30ef\u30fc\u30c9 <input value='{0}'></label>",
    "password named in Russian": "<label for=ru>Повторите пароль</label><input id=ru value='{0}'>",
    "password named in Dutch": "<input placeholder='Wifi-wachtwoord' value='{0}'>",
    "code named in Greek": "<input aria-label='Κωδικός επαλήθευσης' value='{0}'>",
    "code named in Turkish capitals": "<input aria-label='ŞİFRENİZ' value='{0}'>",
    "recovery code named in Arabic": "<label dir=rtl>الرمز الاحتياطي <input value='{0}'></label>",
    "password in full-width letters": "<input aria-label='Ｐａｓｓｗｏｒｄ' value='{0}'>",
    "password with a separate accent": "<input aria-label='contrasen\u0303a' value='{0}'>",
    "password by its name in a program": "<input name=userWachtwoord value='{0}'>",
    "recovery code": "<input aria-label='Recovery code' value='{0}'>",
    "connection string": "<input aria-label=Connection value='AccountKey={0}'>",
    "secret field with the value in a name": "<input name=secret value='{0}'><button>Copy {0}</button>",
    "secret in the title": "<title>Key {0}</title><input name=apiKey value='{0}'>",
    "secret in the console": "<input type=password value='{0}'><script>console.error('sent {0}')</script>",
    "secret in a request": "<input type=password value='{0}'><img src='/login?p={0}'>",
    "secret in an address": "<input type=password value='{0}'><script>history.pushState(0, 0, '?p={0}')</script>",
}


async def look(out: Path, page: str, routes: dict[str, Route] | None = None) -> Snapshot:
    async with Site({"/": page, **(routes or {})}) as site:
        (snapshot,) = await inspect([site.url], out)
    assert snapshot.success, snapshot.error
    return snapshot


def fields(snapshot: Snapshot) -> list[Node]:
    assert snapshot.tree
    return [node for node in snapshot.tree.walk() if node.role == "textbox"]


VALUES = {way: f"h{number:02d}Zb4/W9x+Qe7tVm3R" for number, way in enumerate(SECRETS)}
"""They look random; all other prefilled values are masked only in their own fields."""


async def test_no_secret_is_in_a_snapshot(out: Path) -> None:
    """Each on its own page if it affects more than its field; the others share a page."""
    alone = [way for way in SECRETS if way.startswith(("secret in the", "secret in a"))]
    together = "".join(f"<form>{SECRETS[way].format(VALUES[way])}</form>" for way in SECRETS if way not in alone)
    pages = [together, *(SECRETS[way].format(VALUES[way]) for way in alone)]
    async with Site({f"/{at}": Answer(f"<h1>Here</h1>{REST}{page}") for at, page in enumerate(pages)}) as site:
        snapshots = await inspect_at_once([f"{site.url}{at}" for at in range(len(pages))], out)
    assert all(snapshot.success for snapshot in snapshots)
    assert [way for way, value in VALUES.items() if value.encode() in pickle.dumps(snapshots)] == []
    assert b"Qe7tVm3R" not in pickle.dumps(snapshots)
    assert repr(snapshots[0]).count(MASK) >= len(SECRETS) - len(alone)
    assert all(MASK in repr(snapshot) for snapshot in snapshots)


async def test_a_secret_at_the_end_of_a_long_console_line_is_masked_before_the_line_is_cut(out: Path) -> None:
    """No part of either remains: the value of a field, and a key in a provider's format."""
    value, key = "hT4k-9sVw2-Lq8Z-bN6p", "AKIA" + "IOSFODNN7EXAMPLE"
    page = f"""<input type=password value='{value}'>{REST}<script>
        console.error('x'.repeat(490) + ' {value}'); console.error('y'.repeat(490) + ' {key}')</script>"""
    lines = (await look(out, page)).console
    assert [line.count("hT4k") + line.count("AKIA") for line in lines] == [0, 0]
    assert max(map(len, lines)) == 500


async def test_other_fields_keep_their_values(out: Path) -> None:
    page = """<label>Name <input value=Ann></label><input placeholder=Passengers value=3><input name=compass value=N>
        <input aria-label='Map pin color' value=red><input aria-label='Ключевое слово' value=lamp>
        <input aria-label='Max tokens' value=4096><input aria-label='Passwortlänge' value=12>
        <input aria-label=Search type=search value=shoes><textarea aria-label=Notes>Hello</textarea>
        <div contenteditable><p>Dear all</p></div>
        <input type=password aria-label=Empty><p>Forgot your password?</p><form><input value=Bob></form>"""
    snapshot = await look(out, page)
    assert [node.text for node in fields(snapshot)] == [
        *("Ann", "3", "N", "red", "lamp", "4096", "12", "Hello", "", "Bob")
    ]
    assert snapshot.tree
    assert "Dear all" in {node.text for node in snapshot.tree.walk()}


async def test_a_prefilled_word_or_path_is_masked_only_in_its_field_and_a_token_everywhere(out: Path) -> None:
    """As on the sign-in page of Django's administration: a hidden path and a hidden token next to a password."""
    token = "v6RkQ2mZ8tXw4LpY7cNd1sHb9gJf3aUe"
    page = f"""<h1>admin</h1><a href="/admin/">Home of admin</a>
        <form><label>Password <input type=password></label><input type=hidden name=next value="/admin/">
        <input type=hidden name=csrfmiddlewaretoken value="{token}"></form>
        <label>API key <input value=admin></label><p>Sent with {token}</p><a href="/x?t={token}">Again</a>"""
    snapshot = await look(out, page)
    assert [node.text for node in fields(snapshot)] == ["", MASK]
    assert snapshot.tree
    nodes = list(snapshot.tree.walk())
    assert {node.name for node in nodes if node.role in ("heading", "link")} == {"admin", "Home of admin", "Again"}
    assert "/admin/" in [value for node in nodes for _, value in node.props]
    assert token not in repr(snapshot)


async def test_boxes_for_one_digit_each_are_masked_and_the_digits_elsewhere_are_not(out: Path) -> None:
    boxes = "".join(f"<input maxlength=1 aria-label='Digit {n}' value={n}>" for n in range(1, 7))
    snapshot = await look(out, f"<fieldset><legend>Verification code</legend>{boxes}</fieldset><button>3</button>")
    assert {node.text for node in fields(snapshot)} == {MASK}
    assert snapshot.tree
    assert [node.name for node in snapshot.tree.walk() if node.role == "button"] == ["3"]


async def test_the_screenshot_does_not_show_a_secret(out: Path) -> None:
    """Two pages that differ only in the secret, one of which writes it back all the time, look the same."""
    page = """<style>* {{ caret-color: transparent }} input {{ font: 40px monospace }}</style>
        <input name=api_token id=a value='{0}'><div id=c></div><script>
        setInterval(() => {{ a.value = '{0}' }}, 5)
        c.attachShadow({{mode: 'closed'}}).innerHTML = `<input name=api_token value='{0}'>`</script>"""
    async with Site({"/a": page.format("iiiiiiii"), "/b": page.format("MMMMMMMM")}) as site:
        first, second = await inspect_at_once([f"{site.url}a", f"{site.url}b"], out)
    assert first.screenshot
    assert second.screenshot
    assert np.array_equal(load(first.screenshot), load(second.screenshot))


async def test_the_screenshot_does_not_show_a_secret_that_is_named_in_another_language(out: Path) -> None:
    """A password field with a label in Japanese, Russian, Dutch or Arabic that shows its value."""
    labels = ("パスワード", "Пароль от сайта", "Nieuw wachtwoord", "كلمة المرور")
    page = "<style>input {{ font: 40px monospace }}</style>" + "".join(
        f"<p><label>{label} <input value='{{0}}'></label></p>" for label in labels
    )
    async with Site({"/a": page.format("iiiiiiii"), "/b": page.format("MMMMMMMM")}) as site:
        first, second = await inspect_at_once([f"{site.url}a", f"{site.url}b"], out)
    assert [node.text for node in fields(first)] == [MASK] * len(labels)
    assert first.screenshot
    assert second.screenshot
    assert np.array_equal(load(first.screenshot), load(second.screenshot))


async def test_the_browser_knows_the_same_labels_as_the_redaction(lend: Lend) -> None:
    """For every field of the secret suite, in 23 languages."""
    labels = sorted({case.label for name in ("secrets.tsv", "lookalikes.tsv") for case in cases(name) if case.label})
    page_of = "".join(f'<input aria-label="{html.escape(label)}" value="v-{n}-v">' for n, label in enumerate(labels))
    async with Guard(Policy(allow_private=True)) as guard, lend(guard.url) as browser:
        page = await browser.new_page()
        await page.goto("about:blank")
        await page.set_content(page_of)
        masked = await page.evaluate(FIELDS, [label_patterns(), ISSUED_SHAPE, MASK])
    assert len(labels) > 200
    assert set(masked) == {f"v-{n}-v" for n, label in enumerate(labels) if is_secret_label(label)}


@pytest.mark.parametrize(
    ("text", "value", "masked"),
    [
        ("Bearer hT4k/9sVw2+Lq8Z", "hT4k/9sVw2+Lq8Z0", "Bearer hT4k/9sVw2+Lq8Z"),
        ("Bearer hT4k/9sVw2+Lq8Z0", "hT4k/9sVw2+Lq8Z0", f"Bearer {MASK}"),
        ("hT4k%2F9sVw2%2BLq8Z0", "hT4k/9sVw2+Lq8Z0", MASK),
        ("q=hT4k%2F9sVw2%2BLq8Z0&x=1", "hT4k/9sVw2+Lq8Z0", f"q={MASK}&x=1"),
        ("admin", "admin", "admin"),
        ("/admin/login/?next=/admin/", "/admin/", "/admin/login/?next=/admin/"),
        ("Order 12345", "12345", "Order 12345"),
        ("nothing", "", "nothing"),
    ],
)
def test_random_values_are_found_in_any_form_and_words_and_paths_are_not_looked_for(
    text: str, value: str, masked: str
) -> None:
    assert mask_text(text, Secrets(of_page={value}).searched()) == masked


def test_what_the_user_gave_is_found_whatever_it_looks_like() -> None:
    """The password is the user's own, and no page may show it."""
    assert mask_text("Hi ann, it is zebra", Secrets(given={"zebra"}).searched()) == f"Hi ann, it is {MASK}"
