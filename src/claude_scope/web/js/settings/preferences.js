// The account's preferences: each is saved when it changes, with a confirmation; if that fails, it is reverted.

import { useRef, useState } from "preact/hooks";
import { patch } from "../api.js";
import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { Part } from "../ui/part.js";
import { AGENTS } from "../ui/format.js";

/** @typedef {{defaultAgent: string, includeScreenshots: boolean, inlineAriaTree: boolean, includeRawDiff: boolean, maxRecordingLength: number}} Settings */
/** @typedef {keyof Settings} Name */
/** @typedef {{kind: "saving" | "saved" | "problem", text: string}} Said */

const MINUTES = [5, 10, 15, 30];
/** @type {[Name, string, string][]} */
const IN_THE_PROMPT = [
  ["includeScreenshots", "Screenshots", "The prompt names the files of its three most important frames, and the agent opens them; without them it is text alone."],
  ["inlineAriaTree", "Page structure", "Roles, names and locators of the page, written into the text."],
  ["includeRawDiff", "Raw diff", "Every difference between frames, appended as it was found."],
];

/** @param {{kept: Settings}} props */
export function Preferences({ kept }) {
  const { values, said, change } = useSaved(kept);
  return html`<${Part} id="recordings" title="New recordings" lead="The next upload obeys these. Sessions that you have stay as they are.">
    <${Choices} legend="Agent that prompts are written for" name="defaultAgent" options=${Object.entries(AGENTS)} chosen=${values.defaultAgent}
      said=${said.defaultAgent} onChoose=${(/** @type {string} */ value) => change("defaultAgent", value)} />
    <${Choices} legend="Longest recording" name="maxRecordingLength" options=${MINUTES.map((minutes) => [String(minutes), `${minutes} minutes`])}
      chosen=${String(values.maxRecordingLength)} said=${said.maxRecordingLength} hint="A longer one is refused."
      onChoose=${(/** @type {string} */ value) => change("maxRecordingLength", Number(value))} />
    <div class="setting"><fieldset>
      <legend class="label">In the prompt</legend>
      ${IN_THE_PROMPT.map(
        ([name, label, hint]) => html`<div class="option" key=${name}>
          <label class="check"><input type="checkbox" name=${name} checked=${Boolean(values[name])} aria-describedby=${`${name}-hint`}
            onChange=${(/** @type {Event} */ event) => change(name, /** @type {HTMLInputElement} */ (event.target).checked)} /> <span>${label}</span></label>
          <${Saved} said=${said[name]} />
          <p class="hint" id=${`${name}-hint`}>${hint}</p>
        </div>`,
      )}
    </fieldset></div>
  <//>`;
}

/** A choice between several options. @param {{legend: string, name: string, options: [string, string][], chosen:
 * string, said?: Said, hint?: string, onChoose: (value: string) => void}} props */
export function Choices({ legend, name, options, chosen, said, hint, onChoose }) {
  return html`<div class="setting"><fieldset aria-describedby=${hint ? `${name}-hint` : undefined}>
    <legend class="label">${legend}</legend>
    <div class="choices">
      ${options.map(
        ([value, label]) => html`<label class="choice" key=${value}>
          <input type="radio" name=${name} value=${value} checked=${value === chosen} onChange=${() => onChoose(value)} /> ${label}
        </label>`,
      )}
      <${Saved} said=${said} />
    </div>
    ${hint && html`<p class="hint" id=${`${name}-hint`}>${hint}</p>`}
  </fieldset></div>`;
}

/** @param {{said?: Said}} props */
function Saved({ said }) {
  return html`<span class=${`saved ${said?.kind ?? ""}`} role="status">${said && html`<${Icon} name=${said.kind === "problem" ? "error" : said.kind === "saved" ? "check" : "retry"} /> ${said.text}`}</span>`;
}

/** Changes are sent sequentially, so that the last one wins. @param {Settings} initial */
function useSaved(initial) {
  const [values, setValues] = useState(initial);
  const [said, setSaid] = useState(/** @type {Partial<Record<Name, Said>>} */ ({}));
  const kept = useRef(initial);
  const queue = useRef(Promise.resolve());
  const latest = useRef(/** @type {Partial<Record<Name, unknown>>} */ ({}));

  const change = (/** @type {Name} */ name, /** @type {unknown} */ value) => {
    latest.current[name] = value;
    setValues((now) => ({ ...now, [name]: value }));
    const tell = (/** @type {Said} */ one) => latest.current[name] === value && setSaid((now) => ({ ...now, [name]: one }));
    tell({ kind: "saving", text: "Saving…" });
    queue.current = queue.current.then(async () => {
      try {
        kept.current = await patch("/settings", { [name]: value });
        tell({ kind: "saved", text: "Saved" });
      } catch (error) {
        if (latest.current[name] !== value) return;
        setValues((now) => ({ ...now, [name]: kept.current[name] }));
        tell({ kind: "problem", text: `Not saved. ${/** @type {Error} */ (error).message}` });
      }
    });
  };
  return { values, said, change };
}
