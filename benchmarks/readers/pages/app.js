/** Small helpers that the pages share: elements, money, short messages, and the layout of each page. */
const $ = (selector, root = document) => root.querySelector(selector);
function h(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  element.className = classes.join(" ");
  for (const [key, value] of Object.entries(props))
    key in element && !key.startsWith("aria") ? (element[key] = value) : element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}
const money = (amount, currency = "USD") => amount.toLocaleString("en-US", { style: "currency", currency });
function toast(text, action = "", act = null) {
  $(".toast")?.remove();
  const box = h("div.toast", { role: "status" }, text, action ? h("button", { onclick: () => { act(); box.remove(); } }, action) : null);
  document.body.append(box);
  setTimeout(() => box.remove(), action ? 6000 : 2500);
}
function shell(brand, links, current, user) {
  const anchors = links.map((link) => h("a", { href: `#${link.toLowerCase()}`, ...(link === current ? { "aria-current": "page" } : {}) }, link));
  document.body.prepend(h("header", {}, h("b", {}, brand), h("nav", { "aria-label": "Main" }, ...anchors), h("span", {}, user)));
}
function field(label, input) {
  return h("label.field", {}, label, input);
}
