// Shows a prompt: highlighted, with line numbers and folded pictures. Long ones are rendered gradually, so that the
// page stays responsive.

import { useEffect, useMemo, useState } from "preact/hooks";
import { html } from "../html.js";
import { size } from "../ui/format.js";
import { highlighted } from "./highlight.js";

const LINES = 50;
/** Blocks after this one are not laid out while out of view. */
const MANY = 400;

/** @param {{text: string, name: string, busy?: boolean, panel?: {id: string, tab: string}}} props `panel` connects it
 * to its tab */
export function PromptView({ text, name, busy, panel }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  const shown = useGrowing(blocks.length, text);
  const role = panel ? { id: panel.id, role: "tabpanel", "aria-labelledby": panel.tab } : { role: "region", "aria-label": name };
  return html`<div class="prompt" tabindex="0" aria-busy=${busy ? "true" : undefined} onKeyDown=${scrollToEnd} ...${role}>
    ${blocks.slice(0, shown).map((block) => block())}
  </div>`;
}

/** End goes to the last line. The browser would go to its estimated position, before the blocks in between are laid out.
 * @param {KeyboardEvent & {currentTarget: HTMLElement}} event */
function scrollToEnd(event) {
  if (event.key !== "End" || event.shiftKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  event.currentTarget.lastElementChild?.lastElementChild?.scrollIntoView({ block: "end" });
}

/** Blocks of lines; each is created when it is first shown, and then stays the same, so that Preact skips it.
 * @param {string} text @returns {(() => unknown)[]} */
function blocksOf(text) {
  const lines = highlighted(text);
  const name = lines.length > MANY ? "lines many" : "lines";
  /** @type {(() => unknown)[]} */
  const blocks = [];
  for (let start = 0; start < lines.length; start += LINES) {
    /** @type {unknown} */
    let made;
    blocks.push(() => (made ??= html`<div class=${name} key=${start}>${lines.slice(start, start + LINES).map((spans, at) => line(spans, start + at + 1))}</div>`));
  }
  return blocks;
}

/** @param {import("./highlight.js").Span[]} spans @param {number} number */
function line(spans, number) {
  return html`<div class="line" data-n=${number}><span>${spans.map(span)}${"\n"}</span></div>`;
}

/** @param {import("./highlight.js").Span} span */
function span({ kind, text, bytes }) {
  if (!kind) return text;
  if (kind === "picture") return html`<span class="t-picture" title="Copied and downloaded whole">image, ${size(bytes ?? 0)}</span>`;
  return html`<span class=${`t-${kind}`}>${text}</span>`;
}

/** How many of the parts are shown: four at once, then more whenever the browser is idle. @param {number} total
 * @param {unknown} of */
function useGrowing(total, of) {
  const [state, setState] = useState({ of, shown: 4 });
  const shown = state.of === of ? state.shown : 4;
  useEffect(() => {
    if (shown >= total) return;
    const timer = setTimeout(() => setState({ of, shown: shown + 4 }), 16);
    return () => clearTimeout(timer);
  }, [shown, total, of]);
  return Math.min(shown, total);
}
