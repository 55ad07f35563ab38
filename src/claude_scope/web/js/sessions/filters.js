// The filters of the list of sessions.

import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { SINCE, SORT, STATUS } from "./choose.js";

/** @typedef {import("./choose.js").Choice} Choice */

/** @param {{choice: Choice, onChoose: (choice: Choice) => void}} props */
export function Filters({ choice, onChoose }) {
  const put = (/** @type {keyof Choice} */ name) => (/** @type {Event} */ event) =>
    onChoose({ ...choice, [name]: /** @type {HTMLInputElement} */ (event.target).value });
  return html`<search class="filters">
    <div class="search">
      <${Icon} name="search" />
      <label class="visually-hidden" for="search">Search titles</label>
      <input id="search" class="input" type="search" placeholder="Search titles" autocomplete="off" value=${choice.q} onInput=${put("q")} />
    </div>
    <${Select} id="status" label="Status" values=${STATUS} value=${choice.status} onChange=${put("status")} />
    <${Select} id="since" label="Created" values=${SINCE} value=${choice.since} onChange=${put("since")} />
    <${Select} id="sort" label="Order" values=${SORT} value=${choice.sort} onChange=${put("sort")} />
  </search>`;
}

/** @param {{id: string, label: string, values: [string, string][], value: string, onChange: (event: Event) => void}} props */
function Select({ id, label, values, value, onChange }) {
  return html`<div class="filter">
    <label class="visually-hidden" for=${id}>${label}</label>
    <select id=${id} class="input" value=${value} onChange=${onChange}>
      ${values.map(([one, name]) => html`<option value=${one}>${name}</option>`)}
    </select>
  </div>`;
}
