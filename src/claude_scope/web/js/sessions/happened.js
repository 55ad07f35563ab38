// The timeline: what happened, state by state, each with its picture, and what console and network said.

import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { Thumb } from "../ui/thumb.js";
import { count, tenths } from "../ui/format.js";
import { clipped, started, visible } from "../ui/visible.js";
import { important, linesOf } from "./page-lines.js";
import { because, timeOf } from "./session-model.js";

/** @typedef {import("./session-model.js").Detail} Detail */
/** @typedef {import("./session-model.js").Frame} Frame */
/** @typedef {import("./page-lines.js").Line} Line */

const MOST_LINES = 4;
const MAX_LINE = 240;

/** @param {{session: Detail, renew: () => void}} props */
export function Happened({ session, renew }) {
  const reasons = because(session.timeline);
  const moments = new Map(session.timeline?.moments.map((moment) => [moment.frameId, moment]));
  return html`<ol class="happened" role="list">
    ${session.frames.map((frame) => {
      const moment = moments.get(frame.id);
      const why = reasons.get(frame.id);
      const at = timeOf(session, frame);
      const done = moment?.acts.map(({ text }) => text).join("; ") ?? "";
      return html`<li key=${frame.id} class=${why === undefined ? "" : "wrong"}>
        <a class="happened-frame" href=${reviewOf(session, frame)} aria-label=${`Frame ${frame.number} at ${at}`}>
          <${Thumb} src=${frame.thumbnailUrl} alt="" width="96" height="54" renew=${renew} />
          <span class="time">${at}</span>
        </a>
        <div>
          <p>${started(visible(done || moment?.summary || `Frame ${frame.number}`))}</p>
          ${done && html`<p class="soft">${visible(moment?.summary ?? "")}</p>`}
          ${moment?.modelSays.map((line) => html`<p class="soft">A model says: ${visible(line)}</p>`)}
          ${moment && html`<${Lines} lines=${linesOf(moment)} review=${reviewOf(session, frame)} />`}
          ${why !== undefined && html`<p class="why"><${Icon} name="error" /> May have gone wrong here${session.timeline?.isCaptured && " (inferred)"}${why && `: ${visible(why)}`}</p>`}
        </div>
      </li>`;
    })}
  </ol>`;
}

/** Console and network of a state: the errors, otherwise the first lines; the review has them all.
 * @param {{lines: Line[], review: string}} props */
function Lines({ lines, review }) {
  if (!lines.length) return null;
  const shown = important(lines, MOST_LINES);
  const more = lines.length - shown.length;
  return html`<ul class="happened-lines" role="list" aria-label="Console and network">
    ${shown.map(
      ({ level, timeMs, source, text, count: times }) => html`<li class=${level}><span class="time">${tenths(Math.max(0, Math.round(timeMs)))}</span>${" "}
        <span>${level === "is-error" && html`<${Icon} name="error" /> `}<span class="source">${clipped(source, 60)}</span> <span class="said">${clipped(text, MAX_LINE)}</span>${times > 1 && html` ${times} times`}</span></li>`,
    )}
    ${more > 0 && html`<li><a href=${review}>and ${count(more, "more line")}</a></li>`}
  </ul>`;
}

/** @param {Detail} session @param {Frame} frame */
const reviewOf = (session, frame) => `/sessions/${session.id}/review?frame=${frame.number}`;
