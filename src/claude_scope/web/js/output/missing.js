// What the prompt lacks and why, and notes about it.

import { html } from "../html.js";
import { sourcesOf } from "../sessions/facts.js";
import { shortAddress } from "../sessions/session-model.js";
import { started, visible } from "../ui/visible.js";
import { count } from "../ui/format.js";

/** @typedef {import("../sessions/session-model.js").Detail} Detail */
/** @typedef {import("./stored-prompt.js").Facts} Facts */

/** @param {{session: Detail, facts: Facts}} props */
export function Missing({ session, facts }) {
  const missing = missingOf(session, facts);
  const noted = notedOf(session, facts);
  return html`${missing.length > 0 && html`<section class="stack" aria-labelledby="missing"><h3 id="missing">What is missing</h3><${Lines} lines=${missing} /></section>`}
    ${noted.length > 0 && html`<details class="noted"><summary>Worth knowing (${noted.length})</summary><${Lines} lines=${noted} /></details>`}`;
}

/** @param {{lines: string[]}} props */
function Lines({ lines }) {
  return html`<ul class="bullets">${lines.map((line) => html`<li>${visible(line)}</li>`)}</ul>`;
}

/** What the prompt lacks, and why. @param {Detail} session @param {Facts} facts */
function missingOf(session, facts) {
  const failed = sourcesOf(session).filter(({ error }) => error);
  const lines = failed.map(({ what }) => `${what} That failed; the details say why.`);
  for (const page of session.inspection?.snapshots ?? [])
    if (!page.success && !failed.some(({ error }) => error === page.error)) lines.push(`${shortAddress(page.url)}: ${page.error ?? "it could not be loaded"}`);
  if (facts.omitted.length) lines.push(`To stay within its budget: ${facts.omitted.join("; ")}.`);
  for (const { number } of session.removedFrames) lines.push(`State ${number}: its frame was removed in the review.`);
  lines.push(...(session.missingParts ?? []).map(started));
  return lines;
}

/** @param {Detail} session @param {Facts} facts */
function notedOf(session, facts) {
  const lines = [];
  if (facts.masked) lines.push(`${count(facts.masked, "secret")} ${facts.masked === 1 ? "was" : "were"} replaced by a mask.`);
  if (facts.coveredPlaces) lines.push(`Grey hatched boxes cover secrets at ${count(facts.coveredPlaces, "place")} in the pictures.`);
  lines.push(...facts.flagged.map((what) => `A text of the page that an agent should not follow: ${what}`));
  lines.push(...(session.timeline?.unnamed ?? []), ...(session.timeline?.onlyOnScreen ?? []), ...(session.timeline?.onlyInTree ?? []));
  for (const page of session.inspection?.snapshots ?? []) lines.push(...(page.notes ?? []));
  return lines;
}
