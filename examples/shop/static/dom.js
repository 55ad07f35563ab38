// Small DOM helpers.

export const byId = (id) => document.getElementById(id);

export function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

export const money = (cents) => `${cents < 0 ? "-" : ""}$${(Math.abs(cents) / 100).toFixed(2)}`;

export async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${path} answered ${response.status}`);
  return response.json();
}

// Shows the error of a field below it, or nothing if the text is empty.
export function complain(field, text) {
  const message = byId(`${field.id}-error`);
  message.textContent = text;
  message.hidden = !text;
  field.setAttribute("aria-invalid", String(Boolean(text)));
}

let leaving;
export function toast(text) {
  const box = byId("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(leaving);
  leaving = setTimeout(() => (box.hidden = true), 1800);
}
