// The dialog in which an order is placed.

import { byId, complain, money, post, toast } from "./dom.js";

const dialog = byId("dialog");
const email = byId("email");
let basket;

export function openCheckout(ofBasket) {
  basket = ofBasket;
  byId("to-pay").textContent = money(basket.total);
  byId("order-error").hidden = true;
  complain(email, "");
  dialog.showModal();
}

function order() {
  return {
    items: Object.fromEntries(basket.lines.map((line) => [line.product.id, line.quantity])),
    promo: basket.promo?.code ?? "",
    email: email.value,
    total_cents: basket.total,
  };
}

function busy(is) {
  byId("place").disabled = is;
  byId("place").textContent = is ? "Placing order…" : "Place order";
}

async function place(event) {
  event.preventDefault();
  if (!email.value) {
    complain(email, "Enter the email address for the receipt.");
    return email.focus();
  }
  byId("order-error").hidden = true;
  busy(true);
  try {
    const { order: number } = await post("/api/orders", order());
    dialog.close();
    toast(`Thank you. Your order is ${number}`);
  } catch (error) {
    console.error("The order could not be placed:", error);
    byId("order-error").textContent = "Your order could not be placed. You have not been charged.";
    byId("order-error").hidden = false;
  } finally {
    busy(false);
  }
}

byId("order-form").addEventListener("submit", place);
byId("close").addEventListener("click", () => dialog.close());
email.addEventListener("input", () => complain(email, ""));
