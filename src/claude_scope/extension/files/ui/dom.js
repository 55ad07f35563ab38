// Builds elements. Words are always text, never HTML.

/** @typedef {string | Node | null | undefined | false | "" | 0} Child */

/** An element with these properties: `on…` is a listener, `class` and names with a hyphen are attributes, anything else is set.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Record<string, any>} [properties] @param {Child[]} children
 * @returns {HTMLElementTagNameMap[T]} */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2).toLowerCase(), value);
    else if (name === "class" || name === "for" || name === "role" || name.includes("-")) element.setAttribute(name, value);
    else /** @type {any} */ (element)[name] = value;
  }
  element.append(.../** @type {(string | Node)[]} */ (children.filter(Boolean)));
  return element;
}

/** Replace what is in an element. The focus stays on the element with the same id. @param {Element} place @param {Child[]} children */
export function show(place, ...children) {
  const focused = place.contains(document.activeElement) ? document.activeElement?.id : "";
  place.replaceChildren(.../** @type {(string | Node)[]} */ (children.filter(Boolean)));
  if (focused) document.getElementById(focused)?.focus();
}

/** A button that calls this when it is pressed. @param {string} words @param {() => unknown} onClick @param {string} [looks] */
export const button = (words, onClick, looks = "") => h("button", { type: "button", class: `button ${looks}`.trim(), onClick }, words);

/** What went wrong, in words for the user. @param {unknown} error */
export const wordsOf = (error) => (error instanceof Error && error.message ? error.message : String(error));
