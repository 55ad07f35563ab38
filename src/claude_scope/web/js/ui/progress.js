// Progress as a bar and in words; screen readers get it in quarters, not at every step.

import { html } from "../html.js";
import { styles } from "../styles.js";

await styles("progress.css");

/** @param {{label: string, done: number, total: number, words: string, quiet?: boolean}} props
 * `words` state the progress, such as "3 of 12 MB"; `quiet` if something else informs screen readers */
export function Progress({ label, done, total, words, quiet }) {
  const quarter = total ? Math.floor((4 * done) / total) * 25 : 0;
  return html`<div class="progress">
    <progress aria-label=${label} aria-valuetext=${words} max=${total || 1} value=${Math.min(done, total)}></progress>
    <p class="progress-words"><span>${words}</span><span class="soft">${total ? Math.floor((100 * done) / total) : 0}%</span></p>
    ${!quiet && html`<span class="visually-hidden" role="status">${quarter ? `${label}: ${quarter}%` : ""}</span>`}
  </div>`;
}
