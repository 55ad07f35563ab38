// The kind of a frame: a shape next to the word, so that colour is never the only sign.

import { html } from "../html.js";

/** @type {Record<string, [string, string]>} */
const KINDS = {
  initial: ["Initial", "M8 3.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9z"],
  navigation: ["Navigation", "M2.5 8h10M8.5 3.5L13 8l-4.5 4.5"],
  interaction: ["Interaction", "M4 2.5l8.5 5.2-3.9.9 2.3 4-1.9 1.1-2.3-4L4 12.5z"],
  "state-change": ["State change", "M8 2.5L13.5 8 8 13.5 2.5 8z"],
  error: ["Error", "M8 1.8L15 14H1zM8 6.3v3.4M8 11.7v.1"],
  transient: ["Transient", "M8 2.5a5.5 5.5 0 015.5 5.5M8 13.5A5.5 5.5 0 012.5 8"],
};

/** @param {{kind: string}} props */
export function Kind({ kind }) {
  const [word, path] = KINDS[kind] ?? [kind, KINDS.initial[1]];
  return html`<span class=${`kind ${kind}`}>
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d=${path} fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" /></svg>
    ${word}
  </span>`;
}
