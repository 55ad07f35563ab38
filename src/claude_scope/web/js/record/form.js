// The form: what went wrong, where, and the agent.

import { html } from "../html.js";
import { Field } from "../ui/field.js";
import { AGENTS, count } from "../ui/format.js";
import { lengthOf, MAX_NOTES, MAX_TITLE, minutesUpTo, withScheme } from "./details.js";

const RECORDED = "The page to record. It may be on this machine.";
const READ_FROM_HERE = "The page's structure is read from here. It may be on this machine.";
const NO_ADDRESS = "The capture has no web address of its own.";
const NEARLY_FULL = 400; // a longer title shows its length

/** @typedef {import("./details.js").Details} Details */
/** @typedef {Event & {currentTarget: HTMLInputElement}} Typed */

/** @param {{details: Details, problems: import("./details.js").Problems, words?: import("./file/manifest.js").Words, most: number, isEverything: boolean, change: (part: Partial<Details>) => void}} props
 * `words` are those of a capture, which usually has its own address; `most` is the allowed number of minutes;
 * `isEverything` if the page is to be recorded by the extension or the command, where a title is optional */
export function DetailsForm({ details, problems, words, most, isEverything, change }) {
  const titled = lengthOf(details.title);
  const set = (/** @type {keyof Details} */ name) => (/** @type {Typed} */ event) => change({ [name]: event.currentTarget.value });
  return html`<section class="card stack record-form" aria-labelledby="about">
    <h2 id="about">What it is about</h2>
    <${Field} id="title" label="Title" error=${problems.title} counter=${titled > NEARLY_FULL ? [titled, MAX_TITLE] : undefined}>
      ${(/** @type {object} */ described) => html`<input class="input" ...${described} value=${details.title} onInput=${set("title")}
        autocomplete="off" placeholder="The coupon is lost" aria-required=${!words && !isEverything} />`}
    <//>
    ${!words?.url && html`<${Field} id="seed-url" label="App URL" error=${problems.seedUrl} hint=${words ? NO_ADDRESS : isEverything ? RECORDED : READ_FROM_HERE}>
      ${(/** @type {object} */ described) => html`<input class="input" ...${described} value=${details.seedUrl} onInput=${set("seedUrl")}
        onBlur=${(/** @type {Typed} */ event) => change({ seedUrl: withScheme(event.currentTarget.value) })}
        type="url" inputmode="url" autocomplete="url" spellcheck=${false} placeholder="http://localhost:3000/checkout" aria-required="true" />`}
    <//>`}
    <fieldset class="field">
      <legend class="label">Prompt for</legend>
      <div class="choices">
        ${Object.entries(AGENTS).map(
          ([value, name]) => html`<label class="choice"><input type="radio" name="agent" value=${value}
            checked=${details.agentTarget === value} onChange=${set("agentTarget")} /> ${name}</label>`,
        )}
      </div>
    </fieldset>
    <${Field} id="notes" label="Notes" counter=${[lengthOf(details.notes), MAX_NOTES]} error=${problems.notes}
      hint="Optional: what you expected, what you tried. The agent reads it.">
      ${(/** @type {object} */ described) => html`<textarea class="input" ...${described} rows="4" value=${details.notes} onInput=${set("notes")}></textarea>`}
    <//>
    ${!isEverything && html`<${Field} id="minutes" label="Stop by itself after" hint=${html`Your account allows ${count(most, "minute")}; <a href="/settings">change it in Settings</a>.`}>
      ${(/** @type {object} */ described) => html`<select class="input" ...${described} value=${String(details.minutes)}
        onChange=${(/** @type {Typed} */ event) => change({ minutes: Number(event.currentTarget.value) })}>
        ${minutesUpTo(most).map((minutes) => html`<option value=${String(minutes)}>${count(minutes, "minute")}</option>`)}
      </select>`}
    <//>`}
  </section>`;
}
