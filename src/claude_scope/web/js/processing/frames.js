// The keyframes as they are found.

import { html } from "../html.js";
import { clock, count } from "../ui/format.js";

/** @param {{previews: import("./stage-names.js").Preview[], read: number}} props `read` is how many of them the
 * vision lane has read */
export function Frames({ previews, read }) {
  if (!previews.length) return null;
  return html`<section class="stack" aria-labelledby="frames">
    <h2 id="frames">${count(previews.length, "keyframe")}</h2>
    <ol class="found">
      ${previews.map(
        ({ timestamp, imageUrl }, index) => html`<li key=${index}>
          <figure>
            <img src=${imageUrl} alt=${`Keyframe ${index + 1}, at ${clock(timestamp)}`} />
            <figcaption><span class="time">${clock(timestamp)}</span>${index < read && html`<span class="soft">read</span>`}</figcaption>
          </figure>
        </li>`,
      )}
    </ol>
  </section>`;
}
