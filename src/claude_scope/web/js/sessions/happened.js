// What happened, state by state.

import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { Kind } from "../ui/kind.js";
import { started, visible } from "../ui/visible.js";
import { clock, tenths } from "../ui/format.js";

/** @typedef {import("./session-model.js").Detail} Detail */

/** @param {{session: Detail}} props */
export function Happened({ session }) {
  const { timeline, frames } = session;
  if (!timeline) return null;
  const because = new Map(timeline.alsoWrong.map((one) => [one.frameId, one.because]));
  if (timeline.wrong) because.set(timeline.wrong, timeline.wrongBecause);
  const numbers = new Map(frames.map((frame) => [frame.id, frame.number]));
  return html`${session.understanding?.shown && html`<p><strong>A model says:</strong> ${visible(session.understanding.shown)}</p>`}
  <ol class="happened" role="list">
    ${timeline.moments.map(({ frameId, timestamp, kind, summary, modelSays, acts }) => {
      const why = because.get(frameId);
      const at = timeline.isCaptured ? tenths(timestamp) : clock(timestamp);
      const done = acts.map(({ text }) => text).join("; ");
      return html`<li key=${frameId} class=${why === undefined ? "" : "wrong"}>
        <a class="time" href=${`/sessions/${session.id}/review?frame=${numbers.get(frameId)}`} aria-label=${`Frame ${numbers.get(frameId)} at ${at}`}>${at}</a>
        <${Kind} kind=${kind} />
        <div><p>${started(visible(done || summary))}</p>${done && html`<p class="soft">${visible(summary)}</p>`}${modelSays.map((line) => html`<p class="soft">A model says: ${visible(line)}</p>`)}${why !== undefined && html`<p class="why"><${Icon} name="error" /> May have gone wrong here${timeline.isCaptured && " (inferred)"}${why && `: ${visible(why)}`}</p>`}</div>
      </li>`;
    })}
  </ol>`;
}
