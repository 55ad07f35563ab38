"""MkDocs with the theme Material, dark: the built documentation of a command, with a search."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import do, python_of, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand

_CONFIG = """site_name: tidewatch
use_directory_urls: false
theme:
  name: material
  font: false
  palette: {scheme: slate, primary: teal, accent: amber}
  features: [navigation.tabs, content.code.copy, content.tabs.link, search.suggest, search.highlight, navigation.top]
markdown_extensions:
  - admonition
  - pymdownx.details
  - pymdownx.superfences
  - pymdownx.highlight
  - pymdownx.tabbed: {alternate_style: true}
  - tables
nav:
  - Home: index.md
  - Guide:
      - Installation: guide/install.md
      - Configuration: guide/configuration.md
      - Alarms: guide/alarms.md
  - Reference: reference.md
  - Changes: changes.md
"""
_PAGES = {
    "index": """# tidewatch

Reads the gauges of a harbour and warns before the water is too high.

!!! warning "Spring tides"
    At spring tide the limits of the [configuration](guide/configuration.md) are lowered by 20 cm.

??? question "How often are the gauges read?"
    Every thirty seconds, or as often as `interval_s` says.

See also the [recipes](guide/recipes.html).
""",
    "guide/install": """# Installation

=== "Debian"
    ```bash
    apt install tidewatch
    ```
=== "Python"
    ```bash
    pip install tidewatch
    ```

## First run

```python
from tidewatch import Gauge

gauge = Gauge("north", port=7001)
for reading in gauge.readings(limit=10):
    print(reading.level_cm, reading.is_high())
```
""",
    "guide/configuration": "# Configuration\n\n| Key | Default | Meaning |\n|---|---|---|\n"
    + "".join(
        f"| `{name}` | {value} | {what} |\n"
        for name, value, what in (
            ("interval_s", "30", "Seconds between two readings"),
            ("limit_cm", "420", "The level from which an alarm is due"),
            ("spring_cm", "400", "The same at spring tide"),
            ("gauges", "[]", "The gauges that are read"),
            ("mail", "none", "Who is told"),
            ("retries", "3", "How often a gauge is asked again"),
            ("timeout_s", "5", "Seconds until a gauge counts as silent"),
            ("log", "info", "How much is logged"),
        )
    ),
    "guide/alarms": "# Alarms\n\n"
    + "".join(
        f"## Level {n}\n\nThe water is {n * 20} cm over the limit. {'Close the gates. ' * n}\n\n" for n in range(1, 8)
    ),
    "reference": "# Reference\n\n## Gauge\n\nOne gauge of the harbour.\n\n## Reading\n\nThe level at one time.\n",
    "changes": "# Changes\n\n" + "".join(f"## 0.{n}\n\n- Release {n} of the watch\n" for n in range(9, 0, -1)),
}


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    (folder / "mkdocs.yml").write_text(_CONFIG)
    for path, text in _PAGES.items():
        page = folder / "docs" / f"{path}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text)
    do(python_of("mkdocs"), "-m", "mkdocs", "build", "--quiet", cwd=folder)
    with serving(folder / "site") as address:
        yield f"{address}index.html"


async def _guide(hand: Hand) -> None:
    await hand.click(hand.at("details summary"))
    await hand.click(hand.at(".md-tabs a:has-text('Guide')", "link", "Guide"))
    await hand.click(hand.at(".tabbed-labels label:has-text('Python')"))
    await hand.hover(hand.at(".highlight >> nth=2"))
    await hand.click(hand.at(".md-sidebar--primary a:has-text('Alarms')", "link", "Alarms"))
    await hand.wheel(hand.at("html"), 600, at=(640, 400))
    await hand.click(hand.by("button", "Back to top"))
    await hand.click(hand.at(".md-sidebar--secondary a:has-text('Level 3')", "link", "Level 3"))


async def _search(hand: Hand) -> None:
    words = hand.by("textbox", "Search")
    await hand.click(words)
    await hand.type(words, "gauge")
    await hand.click(hand.at(".md-search-result__link >> nth=1", "link"))
    await hand.click(words)
    await hand.key(words, "Control+a")
    await hand.type(words, "spring tide")
    await hand.key(words, "Escape")
    await hand.click(hand.at(".md-tabs a:has-text('Home')", "link", "Home"))
    await hand.click(hand.by("link", "recipes"))


APP = App(
    name="mkdocs",
    half="tuned",
    start=_start,
    flows=(
        Flow("guide", _guide),
        Flow("search", _search, "The link to the recipes leads to a page that does not exist: 404."),
    ),
    pypi=("mkdocs-material==9.8.2", "mkdocs==1.6.1"),
    is_dark=True,
)
