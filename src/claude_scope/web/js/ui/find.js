// A field that finds rows of a tree, in view or not; Enter goes to the next one, Shift+Enter to the previous one.

import { useMemo, useState } from "preact/hooks";
import { html } from "../html.js";

/** @param {{rows: import("./outline.js").Row[], label: string, goTo: import("@preact/signals").Signal<{index: number} | null>}} props */
export function Find({ rows, label, goTo }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(-1);
  const found = useMemo(() => matches(rows, text), [rows, text]);

  /** @param {number} place @param {number[]} among */
  const show = (place, among) => {
    setAt(place);
    if (among.length) goTo.value = { index: among[place] };
  };
  const onInput = (/** @type {InputEvent} */ event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    setText(value);
    show(0, matches(rows, value));
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && found.length) show((at + (event.shiftKey ? found.length - 1 : 1)) % found.length, found);
  };
  const said = !text.trim() ? "" : found.length ? `${at + 1} of ${found.length.toLocaleString("en")}` : "nothing found";
  return html`<div class="find">
    <input type="search" class="input" aria-label=${label} placeholder="Find a role or a name" value=${text} onInput=${onInput} onKeyDown=${onKeyDown} />
    <span class="hint" role="status">${said}</span>
  </div>`;
}

/** @param {import("./outline.js").Row[]} rows @param {string} text */
function matches(rows, text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  return rows.flatMap((row, index) => (`${row.role} ${row.name} ${row.value ?? ""}`.toLowerCase().includes(wanted) ? [index] : []));
}
