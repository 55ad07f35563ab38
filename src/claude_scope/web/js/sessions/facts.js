// Further details of a session, folded: how it was read, and its data.

import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { started, visible } from "../ui/visible.js";
import { AGENTS, clock, count, exactly, took } from "../ui/format.js";
import { shortAddress } from "./session-model.js";

/** @typedef {import("./session-model.js").Detail} Detail */

/** @param {{session: Detail}} props */
export function Facts({ session }) {
  const urls = session.urls.length ? session.urls : [session.seedUrl].filter(Boolean);
  return html`<section class="stack" aria-labelledby="facts-head"><h2 id="facts-head">Details</h2>
    <div class="session-facts-parts">
      <dl class="facts">
        <dt>Agent</dt><dd>${AGENTS[session.agentTarget] ?? session.agentTarget}</dd>
        ${session.duration > 0 && html`<dt>Length</dt><dd>${clock(session.duration * 1000)}, ${count(session.frameCount, "frame")}</dd>`}
        ${urls.length > 0 && html`<dt>Addresses</dt><dd>${urls.map((url) => html`<span class="address">${visible(url)}</span>`)}</dd>`}
        ${session.notes && !session.timeline && html`<dt>Notes</dt><dd class="notes">${visible(session.notes)}</dd>`}
        ${session.processingTime > 0 && html`<dt>Processed in</dt><dd>${took(session.processingTime)}</dd>`}
        <dt>Updated</dt><dd><time datetime=${session.updatedAt}>${exactly(session.updatedAt)}</time></dd>
        <dt>Id</dt><dd><code>${session.id}</code></dd>
      </dl>
      ${session.timeline && html`<${Read} session=${session} />`}
    </div>
  </section>`;
}

/** What was read from the pictures and from the page. @param {{session: Detail}} props */
function Read({ session }) {
  const sources = sourcesOf(session);
  const pages = (session.inspection?.snapshots ?? []).filter(({ error }) => !error || sources.every((source) => source.error !== error));
  return html`<dl class="facts">
    ${sources.map(
      ({ title, what, detail, error }) => html`<dt>${title}</dt>
        <dd><p class=${error ? "error" : ""}>${error && html`<${Icon} name="error" /> `}${visible(error || detail || "Nothing is known of it.")}</p><p class="hint">${what}</p></dd>`,
    )}
    ${session.recordedParts?.length && html`<dt>Recorded</dt><dd>${session.recordedParts.map((part) => html`<p>${started(part)}</p>`)}</dd>`}
    ${pages.map(({ url, success, error, counts }) => {
      const found = `${count(counts.total, "node")}: ${count(counts.buttons, "button")}, ${count(counts.inputs, "input")}, ${count(counts.links, "link")}, ${count(counts.headings, "heading")}, ${count(counts.images, "image")}`;
      return html`<dt><code>${visible(shortAddress(url))}</code></dt><dd class=${success ? "hint" : "error"}>${success ? found : visible(error ?? "It could not be loaded.")}</dd>`;
    })}
  </dl>`;
}

/** The analysis' own words; without an analysis, those about the work. @param {Detail} session */
export function sourcesOf(session) {
  const { visionLane, playwrightLane } = session.processingStatus;
  const isCaptured = session.timeline?.isCaptured;
  const of = (/** @type {string} */ name) => session.lanes?.find((lane) => lane.name === name);
  return [
    { title: "Screen", what: isCaptured ? "The page's own texts, with a picture of each state." : "What is on the screen, read from the pixels of each frame.", ...(of("vision") ?? visionLane) },
    { title: "Page", what: isCaptured ? "Roles, names and states, as the page recorded them." : "Roles, names and states, from the page loaded in a fresh browser.", ...(of("browser") ?? playwrightLane) },
  ];
}
