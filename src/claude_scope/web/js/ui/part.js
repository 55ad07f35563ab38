// A section of a settings page: its topic on the left, its controls on the right; stacked on narrow screens.

import { html } from "../html.js";

/** @param {{id: string, title: string, lead?: unknown, danger?: boolean, children?: unknown}} props */
export function Part({ id, title, lead, danger, children }) {
  return html`<section class="part" aria-labelledby=${`${id}-title`}>
    <div class="part-head"><h2 id=${`${id}-title`}>${title}</h2>${lead && html`<p class="soft">${lead}</p>`}</div>
    <div class=${danger ? "card stack danger" : "card stack"}>${children}</div>
  </section>`;
}
