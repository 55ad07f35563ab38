// The timeline: what happened, state by state, each with its picture.

import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { Thumb } from "../ui/thumb.js";
import { started, visible } from "../ui/visible.js";
import { because, timeOf } from "./session-model.js";

/** @typedef {import("./session-model.js").Detail} Detail */

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
        <a class="happened-frame" href=${`/sessions/${session.id}/review?frame=${frame.number}`} aria-label=${`Frame ${frame.number} at ${at}`}>
          <${Thumb} src=${frame.thumbnailUrl} alt="" width="96" height="54" renew=${renew} />
          <span class="time">${at}</span>
        </a>
        <div>
          <p>${started(visible(done || moment?.summary || `Frame ${frame.number}`))}</p>
          ${done && html`<p class="soft">${visible(moment?.summary ?? "")}</p>`}
          ${moment?.modelSays.map((line) => html`<p class="soft">A model says: ${visible(line)}</p>`)}
          ${why !== undefined && html`<p class="why"><${Icon} name="error" /> May have gone wrong here${session.timeline?.isCaptured && " (inferred)"}${why && `: ${visible(why)}`}</p>`}
        </div>
      </li>`;
    })}
  </ol>`;
}
