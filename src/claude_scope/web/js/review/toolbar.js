// The display options of a frame, and the buttons for the previous and the next one.

import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { Segmented } from "../ui/segmented.js";

/** @type {[string, string][]} */
const VIEWS = [
  ["frame", "Frame"],
  ["swipe", "Before / after"],
  ["difference", "Difference"],
];
/** @type {[string, string][]} */
const BOXES = [
  ["none", "None"],
  ["changed", "Changed"],
  ["all", "All"],
];
/** @type {[string, string][]} */
const COLOURS = [
  ["change", "Change"],
  ["source", "Source"],
];
/** @type {Record<string, [string, string][]>} */
const LEGENDS = {
  change: [
    ["added", "added"],
    ["changed", "changed"],
    ["removed", "removed"],
    ["same", "unchanged"],
  ],
  source: [
    ["both", "screen and tree"],
    ["pixels", "screen only"],
    ["aria", "tree only"],
  ],
};

/** @param {{choice: import("./canvas.js").Choice, onChoose: (choice: import("./canvas.js").Choice) => void, isFirst: boolean, isLast: boolean, onStep: (by: number) => void, children?: unknown}} props */
export function Toolbar({ choice, onChoose, isFirst, isLast, onStep, children }) {
  const isFrame = choice.view === "frame" || isFirst;
  const set = (/** @type {string} */ name) => (/** @type {string} */ value) => onChoose({ ...choice, [name]: value });
  return html`<div class="toolbar">
    <div class="steps">
      <button type="button" class="button" disabled=${isFirst} title="Previous frame (K)" aria-label="Previous frame" onClick=${() => onStep(-1)}><${Icon} name="left" /></button>
      <button type="button" class="button" disabled=${isLast} title="Next frame (J)" aria-label="Next frame" onClick=${() => onStep(1)}><${Icon} name="right" /></button>
    </div>
    <${Segmented} name="view" label="View" options=${VIEWS} value=${isFirst ? "frame" : choice.view} onChange=${set("view")} without=${isFirst ? ["swipe", "difference"] : []} />
    <${Segmented} name="boxes" label="Boxes" options=${BOXES} value=${choice.boxes} onChange=${set("boxes")} disabled=${!isFrame} />
    ${children}
  </div>`;
}

/** The legend of the boxes' colours, and the choice between them. @param {{choice: import("./canvas.js").Choice,
 * onChoose: (choice: import("./canvas.js").Choice) => void, isCaptured: boolean}} props */
export function Key({ choice, onChoose, isCaptured }) {
  const unused = choice.boxes === "all" ? "removed" : "same";
  return html`<div class="key">
    ${!isCaptured && html`<${Segmented} name="colour" label="Colour by" options=${COLOURS} value=${choice.colour} onChange=${(/** @type {string} */ colour) => onChoose({ ...choice, colour })} />`}
    <ul class="legend" aria-label="Legend of the boxes">
      ${LEGENDS[choice.colour]
        .filter(([kind]) => kind !== unused)
        .map(
          ([kind, text]) => html`<li><svg width="18" height="12" viewBox="0 0 18 12" aria-hidden="true">
            <rect class=${`box ${kind}`} x="1.5" y="1.5" width="15" height="9" rx="2" /></svg> ${text}</li>`,
        )}
      ${
        isCaptured &&
        html`<li><svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"><circle class="act-point" cx="7" cy="7" r="5.5" /><circle class="act-tip" cx="7" cy="7" r="2" /></svg> done next</li>`
      }
    </ul>
  </div>`;
}
