// Shows the state of the window. Titles and addresses come from pages, so they are set as text only.
// `report` is a binding of the DevTools protocol, which takes the text of a choice.

function at(selector) {
  return document.querySelector(selector);
}

function made(tag, about, ...children) {
  const element = Object.assign(document.createElement(tag), about);
  element.append(...children);
  return element;
}

function moveFocus(event) {
  const rows = [...document.querySelectorAll("li:not([hidden]) button")];
  const from = rows.indexOf(document.activeElement);
  const to = { ArrowDown: from + 1, ArrowUp: Math.max(0, from - 1), Home: 0, End: rows.length - 1 }[event.key];
  const isText = event.target.tagName === "INPUT" && (event.key === "Home" || event.key === "End");
  if (to === undefined || isText || !rows[to]) return;
  event.preventDefault();
  rows[to].focus();
}

// A reload of the window and each new state run this again.
if (!globalThis.showState) {
  // A window that comes up while the user types must not take the key for a choice.
  const DEAF_MS = 500;
  const MANY_TABS = 8;
  let shownAt = 0;
  const choose = (what) => {
    if (performance.now() - shownAt >= DEAF_MS) globalThis.report(what);
  };

  const button = (act, className, ...content) => {
    const element = made("button", { type: "button", className }, ...content);
    element.addEventListener("click", () => choose(act));
    return element;
  };
  const row = (tab) => {
    const title = made("bdi", { textContent: tab.title, dir: "auto" });
    const address = made("bdi", { textContent: tab.address, dir: "auto" });
    return made("li", {}, button(`tab ${tab.id}`, "", title, " ", address));
  };

  const filter = () => {
    const wanted = at("input").value.trim().toLowerCase();
    for (const item of document.querySelectorAll("li")) item.hidden = !item.textContent.toLowerCase().includes(wanted);
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && at("[data-escape]")) choose("cancel");
    else moveFocus(event);
  });
  at("input").addEventListener("input", filter);

  globalThis.showState = (state) => {
    shownAt = performance.now();
    document.title = `${state.heading} - Claude Scope`;
    document.body.dataset.phase = state.phase;
    at("h1").textContent = state.heading;
    at("#words").replaceChildren(...state.words.map((textContent) => made("p", { textContent })));
    at("ul").replaceChildren(...state.tabs.map(row));
    at("main").hidden = state.tabs.length === 0;
    at("input").hidden = state.tabs.length <= MANY_TABS;
    at("footer").replaceChildren(...state.buttons.map(({ label, act, isMain }) => button(act, isMain ? "main" : "", label)));
    at("footer").toggleAttribute("data-escape", state.buttons.some(({ act }) => act === "cancel"));
    filter();
    at("h1").focus(); // a screen reader reads it, and Enter chooses nothing
  };
}
