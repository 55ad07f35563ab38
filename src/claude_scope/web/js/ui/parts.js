// The parts that a recording can have, with those that it lacks struck through.

import { html } from "../html.js";
import { Icon } from "./icon.js";

/** Each part's name in the API's `recordedParts`, and its word here. @type {[string, string][]} */
const PARTS = [["acts", "Clicks"], ["DOM", "Page"], ["console", "Console"], ["requests", "Network"], ["pixels", "Picture"]];
export const ALL = new Set(PARTS.map(([name]) => name));

/** The names of a session's parts. @param {string[]} recorded sentences such as `console, errors: from the browser`, or `pixels only` */
export function partsOf(recorded) {
  return new Set(recorded.flatMap((sentence) => sentence.split(":")[0].replace(/ only$/, "").split(", ")));
}

/** @param {{has: Set<string>}} props */
export function Parts({ has }) {
  return html`<ul class="recorded-parts" role="list" aria-label="Recorded">
    ${PARTS.map(([name, word]) =>
      has.has(name)
        ? html`<li><${Icon} name="check" /> ${word}</li>`
        : html`<li class="missing"><${Icon} name="close" /> <s>${word}</s> <span class="visually-hidden">missing</span></li>`,
    )}
  </ul>`;
}
