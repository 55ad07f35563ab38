// The boxes of a frame's elements over its picture, in frame pixels; in step with the tree and the changes.

import { useMemo } from "preact/hooks";
import { html } from "../html.js";
import { elementsOf, nameOf, roleOf, statuses } from "./frame-model.js";

/** @typedef {import("./frame-model.js").Element} Element */
/** @typedef {import("./frame-model.js").Box} Box */
/** @typedef {import("@preact/signals").Signal<string | null>} Marked */

/** @param {{detail: import("./frame-model.js").FrameDetail, which: string, colour: string, picked: Marked, hovered: Marked}} props
 * `which` is none, changed or all; `colour` is change or source */
export function Boxes({ detail, which, colour, picked, hovered }) {
  const status = useMemo(() => statuses(detail.changes), [detail]);
  const elements = useMemo(() => elementsOf(detail), [detail]);
  const kindOf = (/** @type {Element} */ element) => (colour === "source" ? element.source : (status.get(element.id) ?? "same"));
  // Preact skips unchanged nodes: a page may have thousands of boxes, and the pointer passes over many.
  const drawn = useMemo(() => drawnOf(detail, which).map((element) => html`<${Rect} element=${element} kind=${kindOf(element)} />`), [detail, which, colour]);
  const marked = { picked: elements.get(picked.value ?? ""), hovered: elements.get(hovered.value ?? "") };

  const onClick = (/** @type {Event} */ event) => {
    const id = idOf(event);
    if (id) picked.value = id;
  };
  return html`<svg class="boxes" viewBox=${`0 0 ${detail.width} ${detail.height}`} preserveAspectRatio="none" aria-hidden="true"
      onPointerOver=${(/** @type {Event} */ event) => (hovered.value = idOf(event))} onPointerLeave=${() => (hovered.value = null)} onClick=${onClick}>
      <g>${drawn}</g>
      ${Object.entries(marked).map(([mark, element]) => element && html`<${Rect} key=${mark} element=${element} kind=${`mark ${mark}`} />`)}
    </svg>
    ${marked.hovered?.box && html`<${Chip} element=${marked.hovered} box=${marked.hovered.box} detail=${detail} />`}`;
}

/** @param {{element: Element, kind: string}} props */
function Rect({ element: { id, box }, kind }) {
  if (!box) return null;
  const [x, y, width, height] = box;
  return html`<rect class=${`box ${kind}`} x=${x} y=${y} width=${width} height=${height} rx="3" data-element=${id} />`;
}

/** The element of the box under the pointer. @param {Event} event */
const idOf = (event) => /** @type {SVGElement} */ (event.target).dataset.element ?? null;

/** @param {Element} element */
const area = ({ box }) => (box ? box[2] * box[3] : 0);

/** The large ones first, so that small ones are above them. Removed elements are not part of this frame: they are drawn
 * only among the changes, and only where nothing else is now.
 * @param {import("./frame-model.js").FrameDetail} detail @param {string} which */
function drawnOf(detail, which) {
  const present = detail.elements.flatMap(({ box }) => (box ? [box] : []));
  const shown = detail.changes.filter(({ kind, element }) => kind !== "removed" || !element.box || !isTaken(element.box, present));
  const changed = new Map(shown.map(({ element }) => [element.id, element]));
  const found = which === "all" ? detail.elements : which === "changed" ? [...changed.values()] : [];
  return found.toSorted((a, b) => area(b) - area(a));
}

/** Whether something else is in a box now; what contains other elements is only around it, such as a list.
 * @param {Box} box @param {Box[]} present */
function isTaken(box, present) {
  const over = present.filter((other) => overlaps(box, other));
  return over.some((other) => !present.some((inner) => contains(other, inner)));
}

/** @param {Box} box @param {Box} other */
function overlaps([x, y, width, height], [left, top, wide, high]) {
  return x < left + wide && left < x + width && y < top + high && top < y + height;
}

/** Whether a box has another, smaller one in it. @param {Box} outer @param {Box} inner */
function contains([x, y, width, height], [left, top, wide, high]) {
  const isAround = x <= left && y <= top && x + width >= left + wide && y + height >= top + high;
  return isAround && width * height > wide * high;
}

/** The name of the hovered element, next to its box. @param {{element: Element, box: import("./frame-model.js").Box,
 * detail: import("./frame-model.js").FrameDetail}} props */
function Chip({ element, box: [x, y, , height], detail }) {
  const isAbove = y > detail.height * 0.08;
  const style = {
    "--x": `${(100 * Math.max(0, x)) / detail.width}%`,
    "--y": `${(100 * (isAbove ? y : y + height)) / detail.height}%`,
  };
  const where = `${isAbove ? "above" : ""} ${x > detail.width * 0.6 ? "leftwards" : ""}`;
  return html`<span class=${`chip ${where}`} style=${style} aria-hidden="true">${roleOf(element)} ${nameOf(element)}</span>`;
}
