// How a frame differs from the one before it, as a list.

import { html } from "../html.js";
import { Copy } from "../ui/copy.js";
import { SIGNS } from "../ui/tree-row.js";
import { clipped } from "../ui/visible.js";
import { count } from "../ui/words.js";
import { nameOf, roleOf } from "./words.js";

/** @typedef {import("./words.js").Change} Change */
/** @typedef {import("./boxes.js").Marked} Marked */

const AT_ONCE = 30; // more is a new page; the rest is there, folded away

/** @param {{changes: Change[], isFirst: boolean, picked: Marked, hovered: Marked}} props */
export function Changes({ changes, isFirst, picked, hovered }) {
  if (isFirst) return html`<p class="soft">The first frame; there is nothing to compare it with.</p>`;
  if (!changes.length) return html`<p class="soft">No element changed.</p>`;
  const list = (/** @type {Change[]} */ some) =>
    html`<ul class="changes">${some.map((change) => html`<${One} change=${change} picked=${picked} hovered=${hovered} />`)}</ul>`;
  const more = changes.slice(AT_ONCE);
  return html`${list(changes.slice(0, AT_ONCE))}
    ${more.length > 0 && html`<details class="fold"><summary>${count(more.length, "more change")}</summary>${list(more)}</details>`}`;
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
