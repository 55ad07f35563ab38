// What the browser found at each address: counts, the snapshot, the console, failed requests and errors.

import { useState } from "preact/hooks";
import { html } from "../html.js";
import { Copy } from "../ui/copy.js";
import { Icon } from "../ui/icon.js";
import { clipped, visible } from "../ui/visible.js";
import { took } from "../ui/format.js";

/** @typedef {import("./frame-model.js").Snapshot} Snapshot */

const LONG = 20_000; // characters; longer snapshots are laid out when they come into view

/** @type {[keyof import("./frame-model.js").Counts, string][]} */
const COUNTED = [
  ["buttons", "button"],
  ["inputs", "input"],
  ["links", "link"],
  ["headings", "heading"],
  ["images", "image"],
  ["total", "node"],
];

/** @param {{session: import("./frame-model.js").Session}} props */
export function Inspection({ session }) {
  const snapshots = session.inspection?.snapshots ?? [];
  const failed = session.lanes.find((lane) => lane.name === "browser")?.error;
  if (session.timeline?.isCaptured && !snapshots.length && !failed) return null; // each frame has the page's own tree
  const isToldBelow = snapshots.some((snapshot) => snapshot.error === failed);
  return html`<section class="inspection" aria-labelledby="inspection-title">
    <h2 id="inspection-title">Structural inspection ${session.inspection && snapshots.length > 0 && html`<span class="soft">in ${took(session.inspection.durationMs)}</span>`}</h2>
    ${failed && !isToldBelow && html`<p class="failure"><${Icon} name="error" /><span>The browser lane failed: ${clipped(failed)}</span></p>`}
    ${!snapshots.length && !session.timeline?.isCaptured && html`<p class="soft">No page was inspected, so there is no accessibility tree to compare the screen with.</p>`}
    ${snapshots.map((snapshot, index) => html`<${Inspected} key=${index} snapshot=${snapshot} isOpen=${index === 0} />`)}
  </section>`;
}

/** @param {{snapshot: Snapshot, isOpen: boolean}} props */
function Inspected({ snapshot, isOpen }) {
  const { url, title, ariaTree, counts, success, error, notes } = snapshot;
  return html`<details class="inspected card" open=${isOpen}>
    <summary>
      <h3>${clipped(title || url, 200)}</h3>
      ${!success && html`<span class="badge error"><${Icon} name="error" /> not inspected</span>`}
      ${title && html`<span class="soft url">${clipped(url)}</span>`}
    </summary>
    ${!success && html`<p class="failure"><${Icon} name="error" /><span>${clipped(error || "This page could not be inspected.")}</span></p>`}
    ${(success || ariaTree) && html`<${Tally} counts=${counts} />`}
    ${notes.length > 0 && html`<ul class="observed">${notes.map((note) => html`<li><${Icon} name="note" /><span>${clipped(note)}</span></li>`)}</ul>`}
    <div class="inspected-body">
      ${ariaTree && html`<${SnapshotText} text=${ariaTree} url=${url} />`}
      <div class="stack">
        <${Log} title="Console" lines=${snapshot.console} none=${success ? "No errors or warnings." : ""} />
        <${Log} title="Failed requests" lines=${snapshot.failedRequests} none=${success ? "None." : ""} isError />
        ${snapshot.screenshotUrl && html`<${Screenshot} src=${snapshot.screenshotUrl} url=${url} />`}
      </div>
    </div>
  </details>`;
}

/** @param {{counts: import("./frame-model.js").Counts}} props */
function Tally({ counts }) {
  return html`<ul class="tally" aria-label="Counts">
    ${COUNTED.map(([key, one]) => html`<li><b>${counts[key].toLocaleString("en")}</b> ${counts[key] === 1 ? one : `${one}s`}</li>`)}
  </ul>`;
}

/** @param {{text: string, url: string}} props */
function SnapshotText({ text, url }) {
  return html`<section>
    <div class="head"><h4>ARIA snapshot</h4><${Copy} text=${text} label="Copy" said="The ARIA snapshot was copied." /></div>
    <pre class=${text.length > LONG ? "snapshot is-long" : "snapshot"} tabindex="0" role="region" aria-label=${`ARIA snapshot of ${clipped(url, 100)}`}>${visible(text)}</pre>
  </section>`;
}

/** @param {{title: string, lines: string[], none: string, isError?: boolean}} props `none` is shown if there are no
 * lines */
function Log({ title, lines, none, isError }) {
  if (!lines.length && !none) return null;
  const kind = (/** @type {string} */ line) => (isError || line.startsWith("error") ? "is-error" : line.startsWith("warn") ? "is-warning" : "");
  return html`<section>
    <h4>${title} <span class="soft">${lines.length}</span></h4>
    ${lines.length ? html`<ul class="page-log">${lines.map((line) => html`<li class=${kind(line)}>${clipped(line)}</li>`)}</ul>` : html`<p class="soft">${none}</p>`}
  </section>`;
}

/** @param {{src: string, url: string}} props */
function Screenshot({ src, url }) {
  const [isLost, setLost] = useState(false);
  if (isLost) return html`<p class="soft">The screenshot could not be loaded.</p>`;
  return html`<figure><h4>Screenshot</h4><img class="page-shot" src=${src} alt=${`The page at ${clipped(url, 100)} as it loads`} loading="lazy" onError=${() => setLost(true)} /></figure>`;
}
