// Where acts happened on a frame, over its picture and as a numbered list below it.

import { html } from "../html.js";
import { clipped } from "../ui/visible.js";

/** @typedef {import("./frame-model.js").Act} Act */

/** @param {{acts: Act[], width: number, height: number}} props in pixels of the frame */
export function ActMarks({ acts, width, height }) {
  if (!acts.length) return null;
  return html`<svg class="act-marks" viewBox=${`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
    ${acts.map((act, index) => html`<${Mark} act=${act} number=${index + 1} size=${width / 1280} />`)}
  </svg>`;
}

/** The target with its number at a corner, so that its content stays readable, a line to the end of a drag, and the point.
 * @param {{act: Act, number: number, size: number}} props */
function Mark({ act: { target, point, toPoint }, number, size }) {
  const { box } = target;
  if (!box && !point) return null;
  const corner = box ?? /** @type {number[]} */ (point).map((side) => side - 14 * size);
  const [x, y] = [Math.max(9 * size, corner[0]), Math.max(9 * size, corner[1])];
  return html`<g>
    ${box && html`<rect class="act-box" x=${box[0]} y=${box[1]} width=${box[2]} height=${box[3]} rx="3" />`}
    ${point && toPoint && html`<line class="act-way" x1=${point[0]} y1=${point[1]} x2=${toPoint[0]} y2=${toPoint[1]} /><circle class="act-end" cx=${toPoint[0]} cy=${toPoint[1]} r=${5 * size} />`}
    ${point && html`<circle class="act-point" cx=${point[0]} cy=${point[1]} r=${8 * size} /><circle class="act-tip" cx=${point[0]} cy=${point[1]} r=${2.5 * size} />`}
    <circle class="act-badge" cx=${x} cy=${y} r=${8 * size} /><text class="act-label" x=${x} y=${y} font-size=${11 * size}>${number}</text>
  </g>`;
}

/** The same in words. @param {{acts: Act[]}} props */
export function DoneNext({ acts }) {
  if (!acts.length) return null;
  return html`<div class="done-next"><span>Done next:</span>
    <ol role="list" aria-label="Done next">${acts.map(
      ({ text, target, point }, index) => html`<li><span class=${`act-number ${target.box || point ? "" : "unmarked"}`}>${index + 1}</span> ${clipped(text)}</li>`,
    )}</ol></div>`;
}
