// The stations of the work, in the order in which a recording passes them; the two lanes run side by side.

import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { Progress } from "../ui/progress.js";
import { clock, took } from "../ui/format.js";
import { fraction, lasted, NAMES, ownError, purposeOf, standing, WORDS } from "./stage-names.js";

/** @typedef {import("./stage-names.js").LaneName} LaneName */

const ICONS = { pending: "", running: "retry", complete: "check", error: "error", stopped: "stop", unreached: "" };

/** @param {{processing: import("./stage-names.js").Processing, now: number}} props */
export function Stations({ processing, now }) {
  const station = (/** @type {LaneName} */ name) => html`<${Station} name=${name} processing=${processing} now=${now} />`;
  return html`<ol class="stations" aria-label="Stations">
    <li>${station("frameExtraction")}</li>
    <li class="lanes">${station("visionLane")}${station("playwrightLane")}</li>
    <li>${station("synthesis")}</li>
  </ol>`;
}

/** @param {{name: LaneName, processing: import("./stage-names.js").Processing, now: number}} props */
function Station({ name, processing, now }) {
  const lane = processing[name];
  const stands = standing(lane, processing);
  const error = ownError(lane, processing);
  const far = lane.status === "running" ? fraction(lane.detail) : null;
  const ms = lasted(lane, now);
  return html`<section class=${`station ${stands}`} aria-labelledby=${`station-${name}`}>
    <header>
      <h2 id=${`station-${name}`}>${NAMES[name]}</h2>
      <span class="state">${ICONS[stands] && html`<${Icon} name=${ICONS[stands]} />`} ${processing.isCapture && name === "visionLane" && stands === "pending" ? "not needed" : WORDS[stands]}</span>
    </header>
    <p class="hint">${purposeOf(name, processing)}</p>
    ${far && html`<${Progress} quiet label=${NAMES[name]} done=${far[0]} total=${far[1]} words=${lane.detail ?? ""} />`}
    ${!far && lane.detail && html`<p class="detail">${lane.detail}</p>`}
    ${error && html`<p class="problem">${error}</p>`}
    ${lane.startedAt && html`<p class="soft time">${lane.status === "running" ? clock(ms) : took(ms)}</p>`}
  </section>`;
}
