"""Fields that cannot be edited, and the small buttons and numbers of steppers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from claude_scope.values import Element, Reading
    from tests.vision.conftest import Screens

BODY = (
    "body{font:16px 'Noto Sans','Liberation Sans',sans-serif;margin:0;padding:32px 48px;color:#1f2937;background:#fff}"
)
FIELDS = (
    "label{display:block;margin:14px 0 4px}input,select{font:inherit;height:40px;width:320px;padding:0 12px;"
    "border:1px solid #cbd5e1;border-radius:6px;background:#fff;color:inherit}"
)
FORM = (
    "<h1>Account</h1><label>Full name</label><input value='Ada Lovelace'><label>Customer number</label>"
    "<input disabled value='C-20418'><label>Email</label><input placeholder='you@example.com'>"
    "<label>Plan</label><select><option>Business, yearly</select>"
)
STEPPER = (
    "div{display:inline-flex;align-items:center;gap:8px}div button{width:36px;height:36px;padding:0;font:inherit;"
    "border:1px solid #8a867c;border-radius:8px;background:#fff}output,div input{width:44px;text-align:center}"
)
PAGES = {
    "greyed": f"<style>{BODY}{FIELDS}:disabled{{background:#f1f5f9;color:#94a3b8}}</style>{FORM}",
    "half opacity": f"<style>{BODY}{FIELDS}:disabled{{opacity:.5}}</style>{FORM}",
    "the browser's own": f"<style>{BODY}label{{display:block;margin-top:8px}}input,select{{font:inherit;width:300px;"
    f"padding:4px}}</style>{FORM}",
    "dark": f"<style>{BODY}{FIELDS}body{{background:#0f172a;color:#e5e7eb}}input,select{{background:#0b1220;"
    f"border-color:#475569}}:disabled{{background:#1f2a3c;color:#64748b}}</style>{FORM}",
    "alone": f"<style>{BODY}{FIELDS}body{{background:#f5f3ee}}section{{background:#fffdf8;padding:24px;width:440px}}"
    "input{border-color:#8a867c}:disabled{background:#efece5;color:#8a867c}</style><section><h2>Your basket</h2>"
    "<label>Promo code</label><input disabled value='SPRING10'></section>",
    "filled": f"<style>{BODY}{FIELDS}input,select{{border:0;border-bottom:1px solid #8d8d8d;background:#f4f4f4}}"
    f"::placeholder{{color:#a8a8a8}}</style>{FORM.replace('disabled', '')}",
    "search": f"<style>{BODY}{FIELDS}</style><b>Trackly</b> <input placeholder='Search issues' "
    f"style='background:#f1f5f9;margin-left:60px'>{FORM.replace('disabled', '')}",
    "pastel": f"<style>{BODY}button{{font:inherit;height:40px;border:0;background:#f3969a;color:#fff;padding:0 16px}}"
    "</style><h1>Cards</h1><button>Apply coupon</button> <button>Continue to payment</button>",
    "stepper": f"<style>{BODY}{STEPPER}</style><h1>Basket</h1><p>Notebook <div><button>−</button><output>1</output>"
    "<button>+</button></div><p>Fountain pen <div><button>−</button><output>12</output><button>+</button></div>",
    "stepper with a field": f"<style>{BODY}{STEPPER}div input{{height:38px;font:inherit;border:1px solid #cbd5e1}}"
    "</style><h1>Cart</h1><p>Coffee<p><div><button>-</button><input value=3><button>+</button></div><p>Filters<p>"
    "<div><button>-</button><input value=0><button>+</button></div>",
}


@pytest.fixture(scope="module")
def readings(screens: Screens) -> dict[str, Reading]:
    return screens.rendered(PAGES, cut=PAGES.keys() - {"search"})


def fields(reading: Reading) -> list[Element]:
    return [element for element in reading.elements if element.type in ("input", "select")]


@pytest.mark.parametrize("look", ["greyed", "half opacity", "the browser's own", "dark"])
def test_a_disabled_field_keeps_its_value_and_says_so(readings: dict[str, Reading], look: str) -> None:
    """However pale its text is; other fields are not disabled."""
    found = {field.label: field for field in fields(readings[look])}
    assert found["Customer number"].value == "C-20418"
    assert [name for name, item in found.items() if "disabled" in item.state] == ["Customer number"]
    assert found["Email"].value == ""


@pytest.mark.parametrize("look", ["filled", "search"])
def test_fields_that_are_grey_by_design_are_not_disabled(readings: dict[str, Reading], look: str) -> None:
    """And a placeholder is not a value there either."""
    found = fields(readings[look])
    assert len(found) >= 4
    assert all("disabled" not in item.state for item in found)
    assert all("you@" not in item.value and "Search" not in item.value for item in found)


def test_a_field_in_a_header_is_not_named_after_the_brand(readings: dict[str, Reading]) -> None:
    assert fields(readings["search"])[0].label == "Search issues"


def test_white_on_pastel_buttons_are_not_disabled(readings: dict[str, Reading]) -> None:
    """If all buttons look like that, it is the page's style."""
    buttons = [element for element in readings["pastel"].elements if element.type == "button"]
    assert [(button.label, button.state) for button in buttons] == [("Apply coupon", ()), ("Continue to payment", ())]


@pytest.mark.parametrize(
    ("page", "kind", "numbers"), [("stepper", "text", ["1", "12"]), ("stepper with a field", "input", ["3", "0"])]
)
def test_a_stepper_is_two_buttons_and_a_number(
    readings: dict[str, Reading], page: str, kind: str, numbers: list[str]
) -> None:
    """Its signs are not checkboxes, and its number is not a button."""
    elements = readings[page].elements
    assert [element.label for element in elements if element.type == "button"] == ["−", "+", "−", "+"]
    assert [
        element.value or element.label for element in elements if (element.value or element.label).isdigit()
    ] == numbers
    assert {element.type for element in elements if (element.value or element.label) in numbers} == {kind}
    assert not [element for element in elements if element.type == "checkbox"]
