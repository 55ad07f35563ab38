// The answer of a session: what was shown, where it went wrong and why, with the pictures before and after.

import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { Parts, partsOf } from "../ui/parts.js";
import { Thumb } from "../ui/thumb.js";
import { started, visible } from "../ui/visible.js";
import { clock, count } from "../ui/format.js";
import { because, shortAddress, timeOf } from "./session-model.js";

/** @typedef {import("./session-model.js").Detail} Detail */
/** @typedef {import("./session-model.js").Frame} Frame */

/** @param {{session: Detail, renew: () => void}} props */
export function Answer({ session, renew }) {
  const reasons = because(session.timeline);
  const [first, ...also] = [...reasons.keys()];
  const at = session.frames.findIndex(({ id }) => id === first);
  const wrong = session.frames[at];
  return html`<section class="answer stack" aria-labelledby="answer">
    <div class="answer-words">
      ${
        wrong
          ? html`<h2 id="answer" class="why"><${Icon} name="error" /> It went wrong at ${timeOf(session, wrong)}</h2>
              <p class="reason">${started(visible(reasons.get(wrong.id) || "Why is not known"))} <span class="soft">(inferred)</span></p>`
          : html`<h2 id="answer">Nothing shows what went wrong</h2><p class="reason soft">Look through the timeline, or say in the notes when it happens.</p>`
      }
      <${AlsoWrong} session=${session} frames=${session.frames.filter(({ id }) => also.includes(id))} />
      <p class="soft">${shown(session)}</p>
      ${session.recordedParts?.length && html`<${Parts} has=${partsOf(session.recordedParts)} />`}
      ${session.notes && html`<blockquote class="notes">${visible(session.notes)}</blockquote>`}
    </div>
    <${Pictures} session=${session} frames=${wrong ? session.frames.slice(Math.max(0, at - 1), at + 1) : ends(session.frames)} wrong=${wrong} renew=${renew} />
  </section>`;
}

/** What was shown, in one sentence: a model's, otherwise the acts and their page. @param {Detail} session */
function shown({ understanding, duration, seedUrl, frameCount, timeline }) {
  if (understanding?.shown) return html`<strong>A model says:</strong> ${visible(understanding.shown)}`;
  const acts = (timeline?.moments ?? []).reduce((sum, moment) => sum + moment.acts.length, 0);
  const where = seedUrl ? ` at ${visible(shortAddress(seedUrl))}` : "";
  return `${clock(duration * 1000)} recorded${where}: ${acts ? `${count(acts, "act")}, ` : ""}${count(frameCount, "state")}.`;
}

/** @param {{session: Detail, frames: Frame[]}} props */
function AlsoWrong({ session, frames }) {
  if (!frames.length) return null;
  return html`<p>It may also have gone wrong at ${frames.map((frame, index) => html`${index > 0 && ", "}<a href=${reviewOf(session, frame)}>${timeOf(session, frame)}</a>`)}.</p>`;
}

/** @param {{session: Detail, frames: Frame[], wrong: Frame | undefined, renew: () => void}} props */
function Pictures({ session, frames, wrong, renew }) {
  const name = (/** @type {Frame} */ frame, /** @type {number} */ index) => (frame === wrong ? "After" : wrong ? "Before" : index ? "Last" : "First");
  return html`<div class="answer-pictures">
    ${frames.map(
      (frame, index) => html`<figure key=${frame.id} class=${frame === wrong ? "wrong" : ""}>
        <a href=${reviewOf(session, frame)}><${Thumb} src=${frame.imageUrl} alt=${`${name(frame, index)}, at ${timeOf(session, frame)}`} renew=${renew} /></a>
        <figcaption>${name(frame, index)} <span class="time">${timeOf(session, frame)}</span></figcaption>
      </figure>`,
    )}
  </div>`;
}

/** The first and the last. @param {Frame[]} frames */
const ends = (frames) => (frames.length > 1 ? [frames[0], frames[frames.length - 1]] : frames);

/** @param {Detail} session @param {Frame} frame */
const reviewOf = (session, frame) => `/sessions/${session.id}/review?frame=${frame.number}`;
