"""Key and token formats of well-known issuers.

Every pattern starts at a boundary and repeats a single character class with a bound, so that no hostile text takes more
than linear time. The patterns work in Python and JavaScript. The formats come from the
issuers' documentation; those of `data/gitleaks.json` are gitleaks' rules, which `scripts/gitleaks` translates.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from claude_scope.redaction.formats.checksums import entropy
from claude_scope.redaction.formats.webhooks import WEBHOOKS

if TYPE_CHECKING:
    from collections.abc import Callable

_RULES = Path(__file__).parent / "data" / "gitleaks.json"

_START = r"(?<![A-Za-z0-9_-])"
_DIGIT_IN = r"(?=[A-Za-z_-]{0,80}[0-9])"
_LETTER_IN = r"(?=[0-9_-]{0,80}[A-Za-z])"


class Issued(NamedTuple):
    """A format: its hint, its pattern, lower-case texts of which each match contains one, and a check of it."""

    hint: str
    pattern: str
    needs: tuple[str, ...]
    holds: Callable[[str], bool] = bool


def _is_diverse(text: str, bits: float) -> bool:
    """Whether the characters of a text are as diverse as those of a random one."""
    return entropy(text) >= bits


def _rules() -> tuple[Issued, ...]:
    """The rules of gitleaks."""
    rules = json.loads(_RULES.read_text("utf-8"))["rules"]
    return tuple(
        Issued("API key", rule["pattern"], tuple(rule["keywords"]), partial(_is_diverse, bits=rule["entropy"]))
        for rule in rules
    )


_OWN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("API key", r"sk\.eyJ[A-Za-z0-9_-]{20,400}\.[A-Za-z0-9_-]{10,100}", ("sk.eyj",)),
    ("JWT", r"eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,8000}(?:\.[A-Za-z0-9_-]{0,8000}){0,3}", ("eyj",)),
    ("AWS key", r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])", ("akia", "asia", "abia", "acca")),
    ("AWS token", r"(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz)[A-Za-z0-9+/=]{80,4000}", ("iqoj", "woge", "qoge")),
    ("GitHub token", r"(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{30,255})", ("gh", "github_pat_")),
    ("GitLab token", r"gl(?:pat|dt|rt|cbt|ptt|soat|ffct|imt|agent|oas|ft)-[A-Za-z0-9_.-]{16,255}", ("gl",)),
    ("Slack token", r"(?:xox[abeoprs]|xapp|xwf[pv])-[A-Za-z0-9-]{10,255}", ("xox", "xapp", "xwf")),
    ("Stripe key", r"(?:[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9+/=]{10,255}", ("k_live_", "k_test_", "whsec_")),
    ("Anthropic key", r"sk-ant-[A-Za-z0-9_-]{10,255}", ("sk-ant-",)),
    (
        "OpenAI key",
        rf"sk-(?:proj-|svcacct-|admin-|or-v1-)?{_DIGIT_IN}{_LETTER_IN}[A-Za-z0-9_-]{{16,255}}",
        ("sk-",),
    ),
    ("Google key", r"AIza[A-Za-z0-9_-]{35}", ("aiza",)),
    ("Google token", r"(?:ya29\.[A-Za-z0-9_-]{20,4000}|GOCSPX-[A-Za-z0-9_-]{20,60})", ("ya29.", "gocspx-")),
    ("npm token", r"npm_[A-Za-z0-9]{36}", ("npm_",)),
    ("PyPI token", r"pypi-[A-Za-z0-9_-]{40,1000}", ("pypi-",)),
    ("SendGrid key", r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}", ("sg.",)),
    ("Mailgun key", r"key-[0-9a-f]{32}(?![A-Za-z0-9])", ("key-",)),
    ("Twilio key", r"SK[0-9a-f]{32}(?![A-Za-z0-9])", ("sk",)),
    ("Databricks token", r"dapi[0-9a-f]{32}(?:-[0-9])?(?![A-Za-z0-9])", ("dapi",)),
    ("Vault token", r"hv[sbr]\.[A-Za-z0-9_-]{20,400}", ("hvs.", "hvb.", "hvr.")),
    ("age key", r"AGE-SECRET-KEY-1[A-Z0-9]{40,70}", ("age-secret-key-",)),
    ("Discord token", r"[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,45}(?![A-Za-z0-9_-])", (".",)),
    (
        "API key",
        r"(?:hf_|gsk_|xai-|pplx-|do[por]_v1_|shp(?:at|ca|pa|ss)_|lin_api_|sbp_|sb_secret_|r8_|glsa_|glc_|dckr_pat_|"
        r"dckr_oat_|nfp_|ntn_|figd_|sntryu_|sgp_|rubygems_|pul-|bkua_|tskey-[a-z]{3,8}-|PMAK-|NRAK-|HRKU-|sq0[a-z]{3}-|"
        r"ATATT3|dp\.[a-z]{2,5}\.(?:[a-z0-9_-]{1,40}\.)?|dt0c01\.|fio-u-|pscale_tkn_)"
        rf"{_DIGIT_IN}[A-Za-z0-9_=.-]{{20,400}}",
        ("_", "-", ".", "atatt3"),
    ),
    ("API key", rf"(?:sk|secret)_{_DIGIT_IN}[A-Za-z0-9]{{20,255}}(?![A-Za-z0-9_])", ("sk_", "secret_")),
    ("API key", r"sntrys_[A-Za-z0-9+/=_-]{20,1000}", ("sntrys_",)),
    ("API key", r"hf_[A-Za-z]{34}(?![A-Za-z0-9_])", ("hf_",)),
    ("bot token", r"[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])", (":aa",)),
)
ISSUED: tuple[Issued, ...] = (*(Issued(*own) for own in _OWN), *_rules())

ISSUED_SHAPE = (
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY|otpauth://|://[^\s/@:?#]{0,200}:[^\s/@]{1,200}@|"
    r"(?:^|;)\s?(?:AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd)=|"
    rf"(?:{'|'.join(pattern for _, _, pattern in WEBHOOKS)})|"
    rf"{_START}(?:{'|'.join(f'(?:{pattern})' for _, pattern, _, _ in ISSUED)})"
)
"""Secret in a field with any label: an issuer's token, a key, a webhook, a connection string with a password."""


def started(pattern: str) -> str:
    """The pattern, anchored at the start of a word."""
    return _START + pattern
