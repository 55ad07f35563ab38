// The stations of the work, in the order in which a recording passes them; the two lanes run side by side.

import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { Progress } from "../ui/progress.js";
import { clock, took } from "../ui/words.js";
import { fraction, hasEnded, lasted, NAMES, PURPOSES } from "./words.js";

/** @typedef {import("./words.js").LaneName} LaneName */

const STATES = { pending: "waits", running: "at work", complete: "done", error: "failed" };
const ICONS = { pending: "", running: "retry", complete: "check", error: "error" };

/** @param {{processing: import("./words.js").Processing, now: number}} props */
export function Stations({ processing, now }) {
  const station = (/** @type {LaneName} */ name) => html`<${Station} name=${name} lane=${processing[name]} now=${now} isOver=${hasEnded(processing)} />`;
  return html`<ol class="stations" aria-label="Stations">
    <li>${station("frameExtraction")}</li>
    <li class="lanes">${station("visionLane")}${station("playwrightLane")}</li>
    <li>${station("synthesis")}</li>
  </ol>`;
}

/** @param {{name: LaneName, lane: import("./words.js").Lane, now: number, isOver: boolean}} props */
function Station({ name, lane, now, isOver }) {
  const far = lane.status === "running" ? fraction(lane.detail) : null;
  const ms = lasted(lane, now);
  return html`<section class=${`station ${lane.status}`} aria-labelledby=${`station-${name}`}>
    <header>
      <h2 id=${`station-${name}`}>${NAMES[name]}</h2>
      <span class="state">${ICONS[lane.status] && html`<${Icon} name=${ICONS[lane.status]} />`} ${isOver && lane.status === "pending" ? "not reached" : STATES[lane.status]}</span>
    </header>
    <p class="hint">${PURPOSES[name]}</p>
    ${far && html`<${Progress} quiet label=${NAMES[name]} done=${far[0]} total=${far[1]} words=${lane.detail ?? ""} />`}
    ${!far && lane.detail && html`<p class="detail">${lane.detail}</p>`}
    ${lane.error && html`<p class="problem">${lane.error}</p>`}
    ${lane.startedAt && html`<p class="soft time">${lane.status === "running" ? clock(ms) : took(ms)}</p>`}
  </section>`;
}
