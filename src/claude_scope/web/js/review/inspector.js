// The details of the selected element.

import { html } from "../html.js";
import { clipped } from "../ui/visible.js";
import { Locator } from "./changes.js";
import { elementsOf, SOURCES, statuses } from "./frame-model.js";

/** @param {{detail: import("./frame-model.js").FrameDetail, picked: import("./boxes.js").Marked}} props */
export function Inspector({ detail, picked }) {
  const element = elementsOf(detail).get(picked.value ?? "");
  return html`<section class="inspector" aria-labelledby="inspector-title">
    <h3 id="inspector-title">Element</h3>
    ${
      element
        ? html`<dl>${factsOf(element, detail).map(([name, fact]) => html`<div><dt>${name}</dt><dd>${clipped(fact)}</dd></div>`)}</dl>
            ${element.locator && html`<${Locator} text=${element.locator} />`}`
        : html`<p class="soft">Choose a box on the picture, a row of the tree or a change to see what is known of it.</p>`
    }
  </section>`;
}

/** @param {import("./frame-model.js").Element} element @param {import("./frame-model.js").FrameDetail} detail @returns {[string, string][]} */
function factsOf(element, detail) {
  const { type, role, box } = element;
  const isFact = element.source === "dom";
  /** @type {[string, string][]} */
  const facts = [
    ["Role", isFact || role === type || !role ? role || type : `${role} (looks like ${type})`],
    ["On screen", isFact && element.label === element.name ? "" : element.label],
    ["Accessible name", element.name],
    ["Value", element.value],
    ["State", element.state.join(", ")],
    ["Difference", statuses(detail.changes).get(element.id) ?? ""],
    ["Seen in", SOURCES[element.source] ?? element.source],
    ["Confidence", isFact || element.confidence === null ? "" : `${Math.round(100 * element.confidence)} %`],
    ["Box", box ? `${box[2]} × ${box[3]} at (${box[0]}, ${box[1]})` : "not on the screen"],
  ];
  return facts.filter(([, fact]) => fact);
}
