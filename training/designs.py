"""Random style sheets: corners, borders, fills, shadows and weights vary independently.

Frameworks are few and share habits that are not general: no model should learn that buttons are blue or that fields
have a grey border.
"""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random


def _rgb(hue: float, saturation: float, value: float) -> str:
    red, green, blue = (round(255 * one) for one in colorsys.hsv_to_rgb(hue, saturation, value))
    return f"#{red:02x}{green:02x}{blue:02x}"


def design(lot: Random, *, dark: bool) -> str:
    """A random style sheet for the names that `frameworks/design.toml` uses."""
    hue = lot.random()
    tint = lot.choice((0.0, 0.0, 0.03, 0.08))
    page = _rgb(hue, tint, lot.uniform(0.05, 0.17) if dark else lot.choice((1.0, 1.0, 0.97, 0.94)))
    paper = _rgb(hue, tint, lot.uniform(0.1, 0.24)) if dark else lot.choice(("#ffffff", page))
    ink = _rgb(hue, 0.05, lot.uniform(0.85, 1.0) if dark else lot.uniform(0.05, 0.25))
    muted = _rgb(hue, 0.08, lot.uniform(0.55, 0.7) if dark else lot.uniform(0.4, 0.58))
    line = _rgb(hue, 0.08, lot.uniform(0.22, 0.4) if dark else lot.uniform(0.72, 0.92))
    brand_hue, strength = lot.random(), lot.uniform(0.0, 1.0)
    brand = _rgb(brand_hue, strength, lot.uniform(0.1, 0.4) if not dark and lot.random() < 0.25 else 0.8)
    on_brand = "#ffffff" if lot.random() < 0.85 or not dark else "#111111"
    corner = lot.choice((0, 0, 2, 4, 6, 8, 12))
    pill = lot.random() < 0.2
    high = lot.randint(28, 54)
    round_button = high if pill else corner
    weight = lot.choice((400, 500, 600, 700))
    upper = "text-transform:uppercase;letter-spacing:.04em;" if lot.random() < 0.15 else ""
    link = lot.choice((f"color:{brand};text-decoration:underline", f"color:{brand};text-decoration:none"))
    heading = lot.choice((400, 500, 600, 700, 700, 800))
    grow = lot.choice((1.0, 1.15, 1.3, 1.6))
    base = lot.choice((13, 14, 14, 15, 16, 16, 17))
    shadow = lot.choice(("none", "0 1px 3px rgb(0 0 0/.2)", "0 4px 16px rgb(0 0 0/.15)"))
    edge = lot.choice((f"1px solid {line}", f"1px solid {line}", f"2px solid {line}", "1px solid transparent"))
    if edge.endswith("transparent") and shadow == "none":
        shadow = "0 1px 4px rgb(0 0 0/.25)"
    field = lot.choice(
        (
            f"background:{paper};border:1px solid {line}",
            f"background:{paper};border:1px solid {muted}",
            f"background:{paper};border:2px solid {line}",
            f"background:{_mixed(page, ink, 0.07)};border:1px solid transparent",
            f"background:{_mixed(page, ink, 0.07)};border:0;border-bottom:2px solid {muted};border-radius:4px 4px 0 0",
            f"background:transparent;border:0;border-bottom:1px solid {muted};border-radius:0",
        )
    )
    second = lot.choice(
        (
            f"background:{paper};border:1px solid {line};color:{ink}",
            f"background:{_mixed(page, ink, 0.1)};border:1px solid transparent;color:{ink}",
            f"background:transparent;border:1px solid {brand};color:{brand}",
            f"background:{_mixed(page, brand, 0.15)};border:1px solid transparent;color:{brand}",
        )
    )
    first = lot.choice(
        (
            f"background:{brand};color:{on_brand};border:1px solid {brand}",
            f"background:linear-gradient({brand},{_mixed(brand, '#000000', 0.2)});color:{on_brand};border:0",
            f"background:{brand};color:{on_brand};border:0;box-shadow:0 2px 4px rgb(0 0 0/.3)",
        )
    )
    tab_on = lot.choice(
        (
            f"border-bottom:{lot.choice((2, 3))}px solid {brand};color:{brand}",
            f"background:{brand};color:{on_brand};border-radius:{round_button}px",
            f"background:{paper};border:1px solid {line};border-bottom-color:{paper}",
            f"border-bottom:2px solid {ink};font-weight:600",
        )
    )
    nav_on = lot.choice((f"color:{brand}", f"color:{ink};font-weight:700", f"background:{_mixed(page, brand, 0.15)}"))
    bar = lot.choice((page, paper, brand if not dark else paper, "#17191c"))
    on_bar = on_brand if bar == brand else ("#f4f4f4" if bar == "#17191c" else ink)
    box_side = lot.choice((14, 16, 18, 20, 22, 24))
    box_line = lot.choice((1, 1, 2))
    message = lot.choice(
        (
            "border:1px solid {0};background:{1};color:{2}",
            "border:0;border-left:4px solid {0};background:{1};color:{2}",
            "border:0;background:{1};color:{0}",
            "border:0;background:{0};color:#fff",
        )
    )
    table_line = lot.choice((f"border-bottom:1px solid {line}", f"border:1px solid {line}", "border:0"))
    head = lot.choice(
        (f"font-weight:600;color:{muted}", f"font-weight:700;background:{_mixed(page, ink, 0.05)}", upper)
    )
    own_boxes = lot.random() < 0.75

    def tinted(colour: str) -> str:
        return message.format(colour, _mixed(page, colour, 0.12), ink)

    boxes = f"""
.d-box {{ appearance:none; width:{box_side}px; height:{box_side}px; margin:0; border:{box_line}px solid {muted};
  border-radius:{lot.choice((0, 2, 3, 5))}px; background:{paper}; vertical-align:-4px; display:inline-grid; }}
.d-box.d-round {{ border-radius:50%; }}
.d-box:checked {{ background:{brand}; border-color:{brand}; }}
.d-box:checked::after {{ content:""; margin:auto; width:30%; height:58%; border:solid {on_brand};
  border-width:0 2px 2px 0; transform:rotate(45deg) translate(-8%,-8%); }}
.d-box.d-round:checked::after {{ width:45%; height:45%; border:0; border-radius:50%; background:{on_brand};
  transform:none; }}
"""
    track = lot.choice((18, 20, 22, 24, 28))
    off = _mixed(page, ink, lot.choice((0.2, 0.35)))
    switch = f"""
.d-switch {{ appearance:none; width:{round(track * lot.choice((1.7, 1.8, 2.0)))}px; height:{track}px; margin:0;
  position:relative; border-radius:{lot.choice((track, track, 4))}px;
  background:{off}; border:0; vertical-align:-5px; }}
.d-switch::after {{ content:""; position:absolute; top:2px; left:2px; width:{track - 4}px; height:{track - 4}px;
  border-radius:{lot.choice((50, 50, 15))}%; background:#fff; }}
.d-switch:checked {{ background:{brand}; }}
.d-switch:checked::after {{ left:auto; right:2px; }}
"""
    return f"""
body {{ margin:0; background:{page}; color:{ink}; font-size:{base}px; line-height:1.5; }}
* {{ box-sizing:border-box; }}
.d-h1 {{ font-size:{base * 1.4 * grow:.0f}px; font-weight:{heading}; margin:0 0 .5em; line-height:1.2; }}
.d-h2 {{ font-size:{base * 1.2 * grow:.0f}px; font-weight:{heading}; margin:.4em 0; line-height:1.25; }}
.d-h3 {{ font-size:{base * 1.06:.0f}px; font-weight:{max(heading, 500)}; margin:.3em 0; }}
p {{ margin:.5em 0; }}
.d-muted {{ color:{muted}; font-size:.88em; }}
.d-link, a {{ {link}; }}
.d-label {{ display:block; margin-bottom:4px; font-weight:{lot.choice((400, 500, 600))};
  font-size:{lot.choice((0.88, 1))}em; }}
.d-field {{ margin-bottom:{lot.choice((10, 14, 18))}px; }}
.d-field small {{ display:block; }}
.d-error {{ color:{_rgb(0.99, 0.75, 0.95 if dark else 0.75)}; font-size:.88em; }}
.d-input {{ font:inherit; color:{ink}; width:100%; min-height:{high}px; padding:4px 12px;
  border-radius:{corner}px; {field}; }}
.d-input::placeholder {{ color:{muted}; opacity:1; }}
.d-input.d-wrong {{ border-color:{_rgb(0.99, 0.75, 0.8)}; }}
.d-input:disabled {{ opacity:.55; }}
.d-button {{ font:inherit; font-weight:{weight}; height:{high}px; padding:0 {lot.choice((10, 14, 18, 24))}px; {upper}
  border-radius:{round_button}px; {second}; display:inline-flex; gap:6px; align-items:center; justify-content:center; }}
.d-primary {{ {first}; }}
.d-danger {{ background:{_rgb(0.98, 0.75, 0.8)}; color:#fff; border-color:transparent; }}
.d-ghost {{ background:transparent; border-color:transparent; color:{brand}; }}
.d-icon {{ width:{high}px; padding:0; color:{ink}; }}
.d-button:disabled {{ opacity:.5; }}
.d-check {{ margin:{lot.choice((4, 8, 12))}px 0; }}
.d-group {{ display:flex; gap:{lot.choice((0, 0, 8))}px; }}
.d-tabs {{ display:flex; gap:{lot.choice((0, 4, 16))}px; list-style:none; padding:0; margin:0 0 16px; {table_line}; }}
.d-tab {{ display:block; padding:8px 14px; text-decoration:none; color:{muted}; }}
.d-tab.d-on {{ {tab_on}; }}
.d-bar {{ background:{bar}; padding:{lot.choice((8, 12, 18))}px 24px;
  {lot.choice((f"border-bottom:1px solid {line}", ""))}; }}
.d-bar a, .d-bar .d-ghost {{ color:{on_bar}; text-decoration:none; }}
.d-brand {{ font-weight:700; font-size:1.2em; }}
.d-nav {{ text-decoration:none; color:{ink}; padding:4px 8px; border-radius:{corner}px; display:inline-block; {upper} }}
.d-side .d-nav.d-on {{ {nav_on}; }}
.d-side {{ padding:12px; background:{lot.choice((page, paper, _mixed(page, ink, 0.04)))}; min-height:100vh; }}
.d-card {{ background:{paper}; border:{edge}; border-radius:{corner}px; box-shadow:{shadow}; overflow:hidden; }}
.x-menu.d-card {{ box-shadow:0 4px 16px rgb(0 0 0/.2); border:1px solid {line}; }}
.d-pad {{ padding:{lot.choice((12, 16, 24))}px; }}
.d-table {{ width:100%; border-collapse:collapse; }}
.d-table td, .d-table th {{ padding:{lot.choice((6, 10, 14))}px 10px; text-align:left; {table_line}; }}
.d-table th {{ {head}; }}
.d-alert {{ padding:10px 14px; border-radius:{corner}px; margin:0 0 16px; {tinted(brand)}; }}
.d-alert.d-bad {{ {tinted(_rgb(0.99, 0.7, 0.85))}; }}
.d-alert.d-good {{ {tinted(_rgb(0.38, 0.7, 0.6))}; }}
.d-badge {{ font-size:.8em; padding:2px 8px; border-radius:{lot.choice((4, 12))}px;
  background:{_mixed(page, ink, 0.12)}; }}
.d-badge.d-good {{ background:{_rgb(0.38, 0.35, 0.9)}; color:#063; }}
.d-badge.d-bad {{ background:{_rgb(0.99, 0.25, 0.95)}; color:#700; }}
.d-page {{ padding:4px 10px; border:{edge}; border-radius:{corner}px; text-decoration:none; }}
.d-page.d-on {{ background:{brand}; color:{on_brand}; }}
.d-item {{ font:inherit; background:transparent; border:0; color:{ink}; padding:8px 14px; text-align:left; }}
.d-row {{ padding:10px 12px; {table_line}; }}
{boxes if own_boxes else f".d-box {{ accent-color:{brand}; }}"}
{switch}
"""


def _mixed(one: str, other: str, share: float) -> str:
    """The colour `share` of the way from one to the other, both `#rrggbb`."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return f"#{red:02x}{green:02x}{blue:02x}"
