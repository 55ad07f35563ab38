// A session's frames in a row, each a way into the review.

import { html } from "../html.js";
import { DiffBadge } from "../ui/badge.js";
import { Thumb } from "../ui/thumb.js";
import { clock, tenths } from "../ui/format.js";

/** @typedef {import("./session-model.js").Detail} Detail */

/** @param {{session: Detail, renew: () => void}} props */
export function Filmstrip({ session, renew }) {
  const { frames, timeline } = session;
  const wrong = new Set([timeline?.wrong, ...(timeline?.alsoWrong ?? []).map((one) => one.frameId)]);
  return html`<ol class="strip" role="list" aria-label="Frames">
    ${frames.map(
      (frame) => html`<li key=${frame.id}>
        <a class=${wrong.has(frame.id) ? "strip-frame wrong" : "strip-frame"} href=${`/sessions/${session.id}/review?frame=${frame.number}`}>
          <${Thumb} src=${frame.thumbnailUrl} alt=${`Frame ${frame.number}`} width="160" height="90" renew=${renew} />
          <span class="strip-words"><span class="time">${timeline?.isCaptured ? tenths(frame.timestamp) : clock(frame.timestamp)}</span> <${DiffBadge} diff=${frame.diffSummary} /></span>
          ${wrong.has(frame.id) && html`<span class="strip-wrong">May have gone wrong</span>`}
        </a>
      </li>`,
    )}
  </ol>`;
}
