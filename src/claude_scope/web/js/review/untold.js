// Changes in a frame that have no description: their places before and after, cut from the pictures of both frames.

import { html } from "../html.js";

/** @typedef {import("./frame-model.js").Frame} Frame */
/** @typedef {import("./frame-model.js").FrameDetail} FrameDetail */
/** @typedef {import("./frame-model.js").Box} Box */

const WIDE = 1.6; // crops wider than this are stacked

/** @param {{detail: FrameDetail, frame: Frame, before?: Frame}} props */
export function Untold({ detail, frame, before }) {
  if (!before || !detail.untold.length) return null;
  return html`<section aria-labelledby="untold-title">
    <h3 id="untold-title">Before and after</h3>
    <p class="soft">No words describe this change, or not completely.</p>
    <ul class="untold">${detail.untold.map((place, number) => html`<${Pair} place=${place} number=${number + 1} of=${detail.untold.length} detail=${detail} frame=${frame} before=${before} />`)}</ul>
  </section>`;
}

/** @param {{place: Box, number: number, of: number, detail: FrameDetail, frame: Frame, before: Frame}} props */
function Pair({ place, number, of, detail, frame, before }) {
  const where = of > 1 ? `, place ${number} of ${of}` : "";
  return html`<li>
    <${Crop} place=${place} detail=${detail} url=${before.imageUrl} label=${`Before: frame ${before.number}${where}`} />
    <${Crop} place=${place} detail=${detail} url=${frame.imageUrl} label=${`After: frame ${frame.number}${where}`} />
  </li>`;
}

/** A part of a picture at its own size, or smaller if there is less room.
 * @param {{place: Box, detail: FrameDetail, url: string, label: string}} props */
function Crop({ place: [x, y, width, height], detail, url, label }) {
  const shape = width >= WIDE * height ? "wide" : "";
  return html`<svg class=${`crop ${shape}`} role="img" aria-label=${label} viewBox=${`${x} ${y} ${width} ${height}`} width=${width} height=${height}>
    <image href=${url} width=${detail.width} height=${detail.height} />
  </svg>`;
}
