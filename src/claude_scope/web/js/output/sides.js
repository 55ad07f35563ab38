// Beside the prompt: what it costs, what each lane gave, what is missing and why, and which session it is.

import { html } from "../html.js";
import { shortAddress } from "../sessions/session-model.js";
import { Icon } from "../ui/icon.js";
import { visible } from "../ui/visible.js";
import { clock, count, exactly, took } from "../ui/format.js";

/** @typedef {import("../sessions/session-model.js").Detail} Detail */
/** @typedef {import("./stored-prompt.js").Facts} Facts */

/** @param {{facts: Facts, length: number}} props */
export function Costs({ facts, length }) {
  return html`<dl class="costs">
    <div><dt>Copied</dt><dd>${count(facts.pastedTokens, "token")}</dd></div>
    <div><dt>Length</dt><dd>${count(length, "character")}</dd></div>
  </dl>`;
}

/** Where the frames are that the prompt names. @param {{facts: Facts}} props */
export function Weight({ facts }) {
  const pictures = facts.images.length;
  if (!pictures) return html`<p class="hint">Text alone: no frame is shown or named in it. The bundle has the frames as files beside it.</p>`;
  const cost = `${count(pictures, "frame")}, ${count(facts.imageTokens, "token")} if an agent opens all of them`;
  if (facts.pull) return html`<p class="hint">The first line fetches the files that the prompt names: ${cost}. It needs a token of your profile in CLAUDE_SCOPE_TOKEN where this service runs elsewhere.</p>`;
  return html`<p class="hint">The files that the prompt names lie on this machine: ${cost}. Nothing of them is copied.</p>`;
}

/** @param {{session: Detail}} props */
export function Lanes({ session }) {
  const lanes = lanesOf(session);
  const pages = (session.inspection?.snapshots ?? []).filter(({ error }) => !error || lanes.every((lane) => lane.error !== error));
  return html`<section class="card stack" aria-labelledby="lanes"><h2 id="lanes">What each lane gave</h2>
    ${lanes.map(
      ({ title, what, from, detail, error }) => html`<div class="lane">
        <h3><${Icon} name=${error ? "error" : "check"} /> ${title}</h3>
        <p class=${error ? "error" : ""}>${visible(error || detail || "Nothing is known of it.")}</p>
        <p class="hint">${what}, ${from}.</p>
      </div>`,
    )}
    ${pages.length > 0 && html`<${Pages} snapshots=${pages} />`}
  </section>`;
}

/** The words of the analysis; of a session without one those of the work on it. @param {Detail} session */
function lanesOf(session) {
  const { visionLane, playwrightLane } = session.processingStatus;
  const isCaptured = session.timeline?.isCaptured;
  const of = (/** @type {string} */ name) => session.lanes?.find((lane) => lane.name === name);
  return [
    { title: "Vision", what: "What is on the screen", from: isCaptured ? "the page's own texts, with a picture of each state" : "read from the pixels of each frame", ...(of("vision") ?? visionLane) },
    { title: "Browser", what: "Roles, names and states", from: isCaptured ? "recorded by the page itself, and rebuilt as it was in each state" : "from the page loaded in a fresh browser", ...(of("browser") ?? playwrightLane) },
  ];
}

/** @param {{snapshots: import("../sessions/session-model.js").Snapshot[]}} props */
function Pages({ snapshots }) {
  return html`<ul class="pages" role="list">
    ${snapshots.map(({ url, success, error, counts }) => {
      const told = `${count(counts.buttons, "button")}, ${count(counts.inputs, "input")}, ${count(counts.links, "link")}, ${count(counts.headings, "heading")}, ${count(counts.images, "image")}`;
      return html`<li><code>${visible(shortAddress(url))}</code><p class=${success ? "hint" : "error"}>${success ? `${count(counts.total, "node")}: ${told}` : visible(error ?? "It could not be loaded.")}</p></li>`;
    })}
  </ul>`;
}

/** @param {{session: Detail, facts: Facts}} props */
export function Missing({ session, facts }) {
  const missing = missingOf(session, facts);
  const noted = notedOf(session, facts);
  return html`<section class="card stack" aria-labelledby="missing"><h2 id="missing">What is missing</h2>
    ${missing.length > 0 ? html`<${Lines} lines=${missing} />` : html`<p class="soft">Nothing.</p>`}
    ${noted.length > 0 && html`<h3>Worth knowing</h3><${Lines} lines=${noted} />`}
  </section>`;
}

/** @param {{lines: string[]}} props */
function Lines({ lines }) {
  return html`<ul class="bullets">${lines.map((line) => html`<li>${visible(line)}</li>`)}</ul>`;
}

/** What the prompt does not have, and why. @param {Detail} session @param {Facts} facts */
function missingOf(session, facts) {
  const failed = lanesOf(session).filter(({ error }) => error);
  const lines = failed.map(({ title, what }) => `${what}: the ${title.toLowerCase()} lane failed, as told below.`);
  for (const page of session.inspection?.snapshots ?? [])
    if (!page.success && !failed.some(({ error }) => error === page.error)) lines.push(`${shortAddress(page.url)}: ${page.error ?? "it could not be loaded"}`);
  if (facts.omitted.length) lines.push(`To stay within its budget: ${facts.omitted.join("; ")}.`);
  for (const { number } of session.removedFrames) lines.push(`State ${number}: its frame was removed in the review.`);
  if (!session.timeline?.isCaptured) lines.push("What the console and the network said during the recording: a recording holds pictures only.");
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

/** @param {{session: Detail}} props */
export function About({ session }) {
  return html`<section class="card stack" aria-labelledby="about"><h2 id="about">Session</h2>
    <dl class="facts">
      <dt>Recorded</dt><dd>${clock(session.duration * 1000)}, ${count(session.frameCount, "frame")}</dd>
      ${session.seedUrl && html`<dt>Address</dt><dd>${visible(session.seedUrl)}</dd>`}
      ${session.notes && html`<dt>Notes</dt><dd class="notes">${visible(session.notes)}</dd>`}
      <dt>Processed in</dt><dd>${took(session.processingTime)}</dd>
      <dt>Created</dt><dd><time datetime=${session.createdAt}>${exactly(session.createdAt)}</time></dd>
      <dt>Updated</dt><dd><time datetime=${session.updatedAt}>${exactly(session.updatedAt)}</time></dd>
      <dt>Id</dt><dd><code>${session.id}</code></dd>
    </dl>
  </section>`;
}
