// The page: draws the shelf and the basket, and answers clicks.

import { art, heartDrawing } from "./art.js";
import { add, applyPromo, changeQuantity, count, emptyBasket, removePromo } from "./basket.js";
import { openCheckout } from "./checkout.js";
import { byId, complain, element, money, post, toast } from "./dom.js";

const basket = emptyBasket();
const products = await (await fetch("/api/products")).json();

// Draws the cards once; afterwards only their buttons change.
function drawShelf() {
  const shelf = byId("products");
  if (!shelf.children.length) shelf.append(...products.map(card));
  products.forEach((product, index) => {
    const inBasket = basket.lines.some((line) => line.product.id === product.id);
    const button = shelf.children[index].querySelector(".add");
    button.textContent = inBasket ? "In basket" : "Add to basket";
    button.className = inBasket ? "add plain" : "add primary";
  });
}

function card(product) {
  const button = element("button", { className: "add primary" });
  button.addEventListener("click", () => {
    add(basket, product);
    draw();
    toast(`${product.name} is in your basket`);
  });
  const heart = element("button", { className: "icon heart" });
  heart.append(heartDrawing());
  return element(
    "li",
    { className: "product" },
    element("img", { src: art(product.art), alt: "" }),
    heart,
    element(
      "div",
      { className: "words" },
      element("h3", {}, product.name),
      element("p", { className: "detail" }, product.detail),
      element("div", { className: "row" }, element("span", { className: "price" }, money(product.price_cents)), button),
    ),
  );
}

function basketLine({ product, quantity }) {
  const step = (text, label, by) => {
    const button = element("button", { ariaLabel: label }, text);
    button.addEventListener("click", () => {
      changeQuantity(basket, product.id, by);
      draw();
    });
    return button;
  };
  return element(
    "li",
    {},
    element("span", {}, product.name),
    element(
      "div",
      { className: "stepper" },
      step("−", `One ${product.name} less`, -1),
      element("span", {}, String(quantity)),
      step("+", `One ${product.name} more`, +1),
    ),
    element("span", { className: "sum" }, money(quantity * product.price_cents)),
  );
}

function drawBasket() {
  const filled = basket.lines.length > 0;
  byId("badge").textContent = count(basket);
  byId("empty").hidden = filled;
  byId("lines").replaceChildren(...basket.lines.map(basketLine));
  byId("subtotal").textContent = money(basket.subtotal);
  byId("discount-row").hidden = !basket.promo;
  if (basket.promo) {
    byId("discount-name").textContent = `${basket.promo.code} (${basket.promo.percent}% off)`;
    byId("discount").textContent = money(-basket.discount);
  }
  byId("shipping").textContent = money(basket.shipping);
  byId("total").textContent = money(basket.total);
  byId("promo").disabled = Boolean(basket.promo);
  byId("apply").textContent = basket.promo ? "Remove" : "Apply";
  byId("checkout").disabled = !filled;
}

function draw() {
  drawShelf();
  drawBasket();
}

byId("promo").addEventListener("input", (event) => complain(event.target, ""));

byId("promo-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = byId("promo");
  if (basket.promo) {
    removePromo(basket);
    field.value = "";
    return draw();
  }
  const promo = await post("/api/promo", { code: field.value });
  if (!promo.valid) {
    complain(field, "This promo code is not valid.");
    return field.focus();
  }
  applyPromo(basket, promo);
  draw();
});

byId("checkout").addEventListener("click", () => openCheckout(basket));

draw();
