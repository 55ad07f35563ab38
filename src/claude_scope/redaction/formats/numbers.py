"""Secrets without a name: numbers with a checksum, keys in groups, seed phrases, random texts."""

from __future__ import annotations

import re

from claude_scope.redaction.formats.checksums import find_cards, is_card, is_iban, is_random
from claude_scope.redaction.formats.format import Format
from claude_scope.redaction.formats.seed_phrases import SEED_PHRASE, find_seed_phrases
from claude_scope.redaction.value_boundaries import has_digit

_GAP = r" [-/–—] |[.·_+/|–—‑−-]|%20|%2D|&nbsp;|&#160;"
_FOURS = rf"\d{{4}}(?:({_GAP})\d{{4}}(?:\2\d{{4}}){{2}}(?:\2\d{{3}})?"
_CARD_WITH_GAPS = rf"(?<![\w.,+/-])({_FOURS}|({_GAP})\d{{6}}\3\d{{5}}))(?![\w/+-]|[.,]\d)"
"""A card number with a separator other than a space, which is the same in the whole number."""
_PUBLIC = (
    r"-----BEGIN [A-Z0-9 ]{0,40}(?:PUBLIC KEY|CERTIFICATE|CERTIFICATE REQUEST|SIGNATURE|MESSAGE|CRL)(?: BLOCK)?-----"
    r"[A-Za-z0-9+/=\s\\:,.]{0,16000}+|"
    r"(?:ssh-[a-z0-9]{3,10}|ecdsa-sha2-[a-z0-9]{4,12}|sk-(?:ssh|ecdsa)-[\w@.-]{4,50})\s[A-Za-z0-9+/=]{1,4000}+|"
    r"data:[\w/+.;=-]{0,80}base64,[A-Za-z0-9+/=]{0,16000}+|"
    r"(?:sha\d{1,3}[-:=]|SHA\d{3}:|h1:|(?:hash|integrity|etag|checksum|digest)[\"']?\s?[=:]\s?[\"']?|[?&]v=|"
    r"(?:site[_-]?key|publishable[_-]?key|public[_-]?key)[\"']?\s?[=:]\s?[\"']?)[\w+/=.-]{1,16000}+|"
    r"pk_(?:live|test)_\w{1,300}+|pk\.eyJ[\w.-]{1,1000}+|0x[0-9a-fA-F]{1,200}+(?!\w)"
)
"""Public data that looks random: public keys, certificates, pictures, checksums, contract addresses."""


def _is_card_with_gaps(text: str) -> bool:
    return is_card(re.sub(r"%20|%2D|&#160;|\D", "", text))


def _is_setup_key(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= 2


NUMBERS: tuple[Format, ...] = (
    Format("card number", re.compile(r"(?<![\w.])\d[\d /-]{11,}(?<!\D)(?!\w)"), (), within=find_cards),
    Format("card number", re.compile(_CARD_WITH_GAPS), (), _is_card_with_gaps),
    Format(
        "security code",
        re.compile(r"\[masked: card number\][ ,;]{1,3}(?:0[1-9]|1[0-2]) ?/ ?(?:\d{4}|\d\d)[ ,;]{1,3}(\d{3,4})(?!\w)"),
    ),
    Format(
        "IBAN", re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]{4}){2,7}(?:[ .-]?[A-Z0-9]{1,4})?(?!\w)"), (), is_iban
    ),
    Format("recovery code", re.compile(r"(?<![\w-])\d{6}(?:-\d{6}){7}(?![\w-])")),
    Format("recovery code", SEED_PHRASE, (), within=find_seed_phrases),
    Format("license key", re.compile(r"(?<![\w-])[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}(?![\w-])"), ("-",), has_digit),
    Format(
        "authenticator setup",
        re.compile(r"(?<![\w+/=.-])[A-Z2-7]{16,64}(?![\w+/=-])"),
        ("scan", "authenticator", "manual", "totp", "2fa", "factor", "setup"),
        _is_setup_key,
    ),
    Format(
        "long random text",
        re.compile(rf"{_PUBLIC}|(?<![\w+/-])([A-Za-z0-9_-]{{32,16000}}+)(?![\w+/-]|\.[a-z])"),
        (),
        is_random,
    ),
)
"""Secrets that are recognised by their checksums, their groups, their words or their randomness."""
