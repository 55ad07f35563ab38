// Tabs as in the ARIA Authoring Practices Guide: arrow keys move, one tab stop.

import { html } from "../html.js";

/** @param {{name: string, tabs: [string, string][], chosen: string, onChoose: (value: string) => void, panel: string}} props
 * `tabs` are values and labels; `panel` is the id of the panel that they switch */
export function Tabs({ name, tabs, chosen, onChoose, panel }) {
  const move = (/** @type {KeyboardEvent} */ event) => {
    const at = tabs.findIndex(([value]) => value === chosen);
    const last = tabs.length - 1;
    /** @type {Record<string, number>} */
    const next = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last };
    if (!(event.key in next)) return;
    event.preventDefault();
    onChoose(tabs[next[event.key]][0]);
    const list = /** @type {HTMLElement} */ (event.currentTarget);
    /** @type {HTMLElement} */ (list.children[next[event.key]]).focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${name} onKeyDown=${move}>
    ${tabs.map(
      ([value, label]) => html`<button type="button" role="tab" id=${`${panel}-tab-${value}`} aria-selected=${String(value === chosen)}
        aria-controls=${panel} tabindex=${value === chosen ? 0 : -1} onClick=${() => onChoose(value)}>${label}</button>`,
    )}
  </div>`;
}
