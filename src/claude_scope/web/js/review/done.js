// The acts before a frame, and the events of its page.

import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { clipped } from "../ui/visible.js";
import { tenths } from "../ui/format.js";
import { Locator } from "./changes.js";

/** @param {{moment: import("./frame-model.js").Moment}} props */
export function Done({ moment: { acts, events } }) {
  if (!acts.length && !events.length) return null;
  return html`<section aria-labelledby="done-title"><h3 id="done-title">${acts.length ? "Done" : "Page"}</h3>
    <ul class="done-list" role="list">
      ${acts.map(({ text, timeMs, target }) => html`<li><${Icon} name="pointer" /><div><p>${clipped(text)} <${At} ms=${timeMs} /></p>${target.locator && html`<${Locator} text=${target.locator} />`}</div></li>`)}
      ${events.map(({ text, timeMs }) => html`<li><${Icon} name="right" /><p>${clipped(text)} <${At} ms=${timeMs} /></p></li>`)}
    </ul></section>`;
}

/** @param {{ms: number}} props */
function At({ ms }) {
  return html`<span class="time soft">${tenths(Math.max(0, Math.round(ms)))}</span>`;
}
