"""What the shop sells, and what an order costs. Amounts are US cents, so that sums are exact."""

from __future__ import annotations

from dataclasses import asdict, dataclass

SHIPPING_CENTS = 490
PROMO_PERCENT = {"SPRING10": 10}


@dataclass(frozen=True, slots=True)
class Product:
    """One thing on a shelf; `art` names the drawing that the page shows for it."""

    id: str
    name: str
    detail: str
    price_cents: int
    art: str


PRODUCTS = (
    Product("notebook", "Dot-grid notebook", "A5, 160 pages, lies flat", 2400, "notebook"),
    Product("pen", "Brass fountain pen", "Fine nib, takes cartridges", 5800, "pen"),
    Product("ink", "Forest green ink", "30 ml bottle", 1350, "ink"),
    Product("tape", "Washi tape, set of 3", "15 mm, can be written on", 890, "tape"),
    Product("cards", "Letterpress cards", "Ten cards with envelopes", 1950, "cards"),
    Product("pad", "Weekly desk pad", "A4, 54 sheets", 1600, "pad"),
)


def products() -> list[dict[str, object]]:
    """The shelf as the page gets it."""
    return [asdict(product) for product in PRODUCTS]


def percent_off(code: str) -> int | None:
    """The discount of a promo code in percent; None for an unknown code."""
    return PROMO_PERCENT.get(code.strip().upper())


def total_cents(items: dict[str, int], code: str) -> int:
    """What an order of `items` (product to quantity) costs with a promo code; an empty code means none."""
    prices = {product.id: product.price_cents for product in PRODUCTS}
    subtotal = sum(prices[product] * quantity for product, quantity in items.items())
    return subtotal - subtotal * (percent_off(code) or 0) // 100 + SHIPPING_CENTS
