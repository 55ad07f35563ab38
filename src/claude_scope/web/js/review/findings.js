// Where the screen and the page's accessibility tree disagree, over all frames.

import { html } from "../html.js";
import { clipped } from "../ui/visible.js";

const AT_ONCE = 12;
/** @type {["onlyOnScreen" | "onlyInTree" | "unnamed", string, string][]} */
const BLOCKS = [
  ["onlyOnScreen", "Only on the screen", "Shown, but not in the page's accessibility tree."],
  ["onlyInTree", "Only in the tree", "In the accessibility tree, but not found on the screen."],
  ["unnamed", "Accessibility", "No accessible name in the page's tree, at these places of the page as it loads."],
];

/** @param {{timeline: import("./frame-model.js").Timeline}} props */
export function Findings({ timeline }) {
  const blocks = BLOCKS.filter(([key]) => timeline[key]?.length);
  if (!blocks.length) return null;
  return html`<section class="findings" aria-labelledby="findings-title">
    <h2 id="findings-title">Screen and tree</h2>
    <div class="columns">
      ${blocks.map(([key, title, hint]) => html`<section class="card">
        <h3>${title} <span class="soft">${timeline[key].length}</span></h3>
        <p class="hint">${hint}</p>
        <${Lines} lines=${timeline[key].slice(0, AT_ONCE)} />
        ${timeline[key].length > AT_ONCE && html`<details class="fold"><summary>${timeline[key].length - AT_ONCE} more</summary><${Lines} lines=${timeline[key].slice(AT_ONCE)} /></details>`}
      </section>`)}
    </div>
  </section>`;
}

/** @param {{lines: string[]}} props */
function Lines({ lines }) {
  return html`<ul class="finding-lines">${lines.map((line) => html`<li>${clipped(line)}</li>`)}</ul>`;
}
