"""A page that tries to silence the recorder, to forge what it records, or to find it."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

BODY = """<button id=save type=button onclick="change()">Save NAME</button>
<input id=name aria-label=Name><input id=secret type=password aria-label=Password>
<input id=other aria-label=Other><p id=state></p>
<script>document.getElementById("state").appendChild(text); other = document.getElementById("other")</script>"""
"""The button changes the text and, without a change of the DOM,
            the last field. `STYLE` has the places of the others."""
STYLE = """<style>#save, #name, #secret { position: fixed; left: 10px; width: 200px; height: 30px;
            box-sizing: border-box }
#save { top: 10px } #name { top: 60px } #secret { top: 110px } #state { margin-top: 200px }</style>"""
SAVE, NAME, SECRET = (110, 25), (110, 75), (110, 125)
"""Their centres, in CSS pixels."""
_HELPERS = """let findings = "", isArmed = true, other = null;
const find = (what) => { if (isArmed) findings += what + "\\n"; };
const text = document.createTextNode("before");
const change = () => { isArmed = false; text.data = "changed NAME"; if (other) other.value = "set NAME";
  isArmed = true; };
const replace = (target, names, value) => {
  for (const name of names.split(" ")) Object.defineProperty(target, name, {
    value, writable: true, configurable: true });
};
const replaceGetters = (target, names, get) => {
  for (const name of names.split(" ")) Object.defineProperty(target, name, { get, configurable: true });
};"""


@dataclass(frozen=True)
class HostilePage:
    """`script` runs before all else. In all texts, NAME is the page's name and OTHER the address of another origin.

    `find` in a script notes a trace of the recorder, `check` looks for more at the end, and `proof` is an expression
    that is true if the page does what it says: it has replaced something, or would find something.
    """

    name: str
    tries: str
    script: str = ""
    body: str = BODY
    check: str = ""
    proof: str = "true"
    headers: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    """Other documents by path."""
    console: tuple[str, ...] = ()
    """The lines that its console has, in any order; SITE is the address of its origin."""
    errors: tuple[str, ...] = ()
    popups: int = 0
    late_ms: float = 0
    """How late its changes are recorded."""

    @property
    def path(self) -> str:
        return f"/{self.name}"

    def html(self, other: str) -> str:
        script = f"<script>{_HELPERS}</script><script>{self.script}</script>"
        page = f"<!doctype html><meta charset=utf-8><title>NAME</title>{STYLE}{script}{self.body}"
        return self.filled(page, other)

    def filled(self, text: str, other: str) -> str:
        return text.replace("NAME", self.name).replace("OTHER", other)

    @property
    def password(self) -> str:
        """The secret that is typed into this page."""
        return f"Xk7{sha256(self.name.encode()).hexdigest()[:12]}"
