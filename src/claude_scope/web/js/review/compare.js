// The previous frame over a frame: swiped with a slider, or subtracted from it.

import { useState } from "preact/hooks";
import { html } from "../html.js";

/** @param {{before: string, how: string, onLost: () => void}} props the picture's URL; swipe or difference */
export function Compare({ before, how, onLost }) {
  const [split, setSplit] = useState(50);
  if (how === "difference") return html`<img class="before" alt="" src=${before} onError=${onLost} />`;
  return html`<div class="swipe" style=${{ "--split": `${split}%` }}>
    <img class="before" alt="" src=${before} onError=${onLost} />
    <span class="divider" aria-hidden="true"></span>
    <span class="side left" aria-hidden="true">before</span><span class="side right" aria-hidden="true">after</span>
    <input type="range" class="slider" min="0" max="100" step="1" value=${split} aria-label="How much of the frame before is shown"
      aria-valuetext=${`${split} % before, the rest after`}
      onInput=${(/** @type {InputEvent} */ event) => setSplit(Number(/** @type {HTMLInputElement} */ (event.target).value))} />
  </div>`;
}
