"""Compares the estimate of text tokens with real tokenizers, on prompts of the test analyses and on other texts.

Run: uv run --with tiktoken --with tokenizers --with litellm python -m tests.prompt.measure_tokens [FILE...]
litellm is only here because its wheel holds three tokenizers (Claude 2, cl100k of OpenAI, DeepSeek): no network.
"""

from __future__ import annotations

import base64
import importlib
import importlib.util
import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from claude_scope.prompt.synthesize import synthesize
from claude_scope.prompt.tokens import base64_tokens, text_tokens
from claude_scope.values import Agent
from tests.analyses import checkout_analysis

if TYPE_CHECKING:
    from collections.abc import Callable

OTHERS = {
    "German": "Bitte geben Sie eine gültige Kartennummer ein. Gesamtbetrag inklusive Mehrwertsteuer. " * 20,
    "Russian": "Введите правильный номер карты. Итого к оплате: 182,90 рублей. " * 20,
    "Chinese": "请输入有效的卡号。总计：182.90元。立即提交订单并付款。" * 20,
    "prices": "$182.90 $1,234.56 12:34:56 2026-11-25 " * 20,
    "emoji": "✓ ✗ 🎉 🛒 → … “quoted” 👍🏽 🚀 " * 20,
}
PICTURE = "JPEG in base64"
CL100K = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|"
    r"\s+(?!\S)|\s+"
)
"""The regular expression with which cl100k splits a text before pairing bytes; tiktoken does not ship it with the
ranks.
"""


def counters() -> dict[str, Callable[[str], int]]:
    """One function per tokenizer that counts the tokens of a text."""
    spec = importlib.util.find_spec("litellm")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "litellm_core_utils" / "tokenizers"
    tokenizers: Any = importlib.import_module("tokenizers")
    tiktoken: Any = importlib.import_module("tiktoken")
    lines = (folder / "9b5ad71b2ce5302211f9c61530b329a4922fc6a4").read_bytes().splitlines()
    ranks = {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in lines if line)}
    openai = tiktoken.Encoding("cl100k", pat_str=CL100K, mergeable_ranks=ranks, special_tokens={})
    claude = tokenizers.Tokenizer.from_file(str(folder / "anthropic_tokenizer.json"))
    deepseek = tokenizers.Tokenizer.from_file(str(folder / "deepseek_tokenizer.json"))
    return {
        "Claude 2": lambda text: len(claude.encode(text).ids),
        "cl100k": lambda text: len(openai.encode(text)),
        "DeepSeek": lambda text: len(deepseek.encode(text).ids),
    }


def jpeg() -> str:
    """A thumbnail in base64, as a prompt of the API holds one."""
    picture = Image.open("tests/web/sample/page-01.png").convert("RGB")
    picture.thumbnail((480, 480))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    return base64.b64encode(buffer.getvalue()).decode()


def main() -> None:
    """Print a row for each text: estimate, counts, and the estimate divided by the largest count."""
    with tempfile.TemporaryDirectory() as folder:
        texts = {f"prompt, {a.slug}": synthesize(checkout_analysis(Path(folder)), a).text for a in Agent}
    texts |= OTHERS | {name: Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]}
    texts[PICTURE] = jpeg()
    known = counters()
    print(f"{'text':24}{'estimate':>10}" + "".join(f"{name:>10}" for name in known) + f"{'ratio':>8}")
    for name, text in texts.items():
        counts = [count(text) for count in known.values()]
        estimate = base64_tokens(len(text)) if name == PICTURE else text_tokens(text)
        row = "".join(f"{count:>10}" for count in counts)
        print(f"{name[-24:]:24}{estimate:>10}{row}{estimate / max(counts):>8.2f}")


if __name__ == "__main__":
    main()
