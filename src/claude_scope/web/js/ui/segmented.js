// A choice of one of a few options, as a row of radio buttons.

import { html } from "../html.js";

/** @param {{name: string, label: string, options: [string, string][], value: string, onChange: (value: string) => void, disabled?: boolean, without?: string[]}} props
 * `options` are values and labels; those in `without` are disabled */
export function Segmented({ name, label, options, value, onChange, disabled, without = [] }) {
  return html`<fieldset class="segmented" disabled=${disabled}>
    <legend>${label}</legend>
    ${options.map(
      ([one, text]) => html`<label>
        <input type="radio" name=${name} value=${one} checked=${one === value} disabled=${without.includes(one)} onChange=${() => onChange(one)} /><span>${text}</span>
      </label>`,
    )}
  </fieldset>`;
}
