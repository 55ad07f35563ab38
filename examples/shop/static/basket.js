// The basket: which products, how many, and what they cost. Amounts are cents.

const SHIPPING = 490;

export function emptyBasket() {
  return { lines: [], promo: null, subtotal: 0, discount: 0, shipping: 0, total: 0 };
}

export function add(basket, product) {
  const line = basket.lines.find((each) => each.product.id === product.id);
  if (line) return changeQuantity(basket, product.id, +1);
  basket.lines.push({ product, quantity: 1 });
  recompute(basket);
}

export function changeQuantity(basket, id, by) {
  const line = basket.lines.find((each) => each.product.id === id);
  line.quantity += by;
  if (line.quantity < 1) basket.lines.splice(basket.lines.indexOf(line), 1);
  recompute(basket);
}

export function applyPromo(basket, promo) {
  basket.promo = promo;
  basket.discount = Math.floor((basket.subtotal * promo.percent) / 100);
  basket.total = basket.subtotal - basket.discount + basket.shipping;
}

export function removePromo(basket) {
  basket.promo = null;
  basket.discount = 0;
  recompute(basket);
}

export function count(basket) {
  return basket.lines.reduce((sum, line) => sum + line.quantity, 0);
}

function recompute(basket) {
  basket.subtotal = basket.lines.reduce((sum, line) => sum + line.quantity * line.product.price_cents, 0);
  basket.shipping = basket.lines.length ? SHIPPING : 0;
  basket.total = basket.subtotal + basket.shipping;
}
