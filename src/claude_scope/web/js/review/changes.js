// How a frame differs from the one before it, as a list.

import { useState } from "preact/hooks";
import { html } from "../html.js";
import { Copy } from "../ui/copy.js";
import { SIGNS } from "../ui/tree-row.js";
import { clipped } from "../ui/visible.js";
import { count } from "../ui/format.js";
import { nameOf, roleOf } from "./frame-model.js";

/** @typedef {import("./frame-model.js").Change} Change */
/** @typedef {import("./boxes.js").Marked} Marked */

const AT_ONCE = 30; // a frame with more changes is a new page
const MORE_AT_ONCE = 200; // a longer list, of a page with thousands of elements, would take the browser seconds

/** @param {{changes: Change[], isFirst: boolean, picked: Marked, hovered: Marked}} props */
export function Changes({ changes, isFirst, picked, hovered }) {
  const [many, setMany] = useState(AT_ONCE);
  if (isFirst) return html`<p class="soft">The first frame; there is nothing to compare it with.</p>`;
  if (!changes.length) return html`<p class="soft">No element changed.</p>`;
  const more = changes.length - many;
  return html`<ul class="changes">${changes.slice(0, many).map((change) => html`<${One} change=${change} picked=${picked} hovered=${hovered} />`)}</ul>
    ${more > 0 && html`<button type="button" class="button" onClick=${() => setMany(many + MORE_AT_ONCE)}>${count(more, "more change")}</button>`}`;
}

/** @param {{change: Change, picked: Marked, hovered: Marked}} props */
function One({ change, picked, hovered }) {
  const { kind, what, element } = change;
  const isPicked = picked.value === element.id;
  const isHovered = hovered.value === element.id;
  const point = () => (hovered.value = element.id);
  const leave = () => (hovered.value = null);
  return html`<li class=${`change ${kind} ${isPicked ? "picked" : ""} ${isHovered ? "hovered" : ""}`} onPointerEnter=${point} onPointerLeave=${leave}>
    <span class="sign" aria-hidden="true">${SIGNS[kind]}</span>
    <div>
      <p class="change-what"><span class="visually-hidden">${kind}: </span><span class="role">${roleOf(element)}</span> ${" "}
        <button type="button" class="target" aria-pressed=${String(isPicked)} onFocus=${point} onBlur=${leave} onClick=${() => (picked.value = element.id)}>${nameOf(element) || "no label"}</button>
        ${what && what !== "text" && html` <span class="fact">${what}</span>`}</p>
      ${kind === "changed" && html`<${FromTo} before=${change.before} after=${change.after} />`}
      ${kind !== "changed" && element.value && element.value !== element.label && html`<p class="value">${clipped(element.value)}</p>`}
      ${element.locator && html`<${Locator} text=${element.locator} />`}
    </div>
  </li>`;
}

/** @param {{before: string, after: string}} props */
function FromTo({ before, after }) {
  return html`<p class="from-to"><del>${clipped(before) || "(empty)"}</del> <span aria-hidden="true">→</span><span class="visually-hidden">to</span> ${" "}
    <ins>${clipped(after) || "(empty)"}</ins></p>`;
}

/** @param {{text: string}} props */
export function Locator({ text }) {
  return html`<p class="locator"><code>${clipped(text)}</code><${Copy} text=${text} label="Copy the locator" said="The locator was copied." small /></p>`;
}
