// A labelled control with its hint and its error, which screen readers announce with it.

import { html } from "../html.js";

/** @param {{id: string, label: string, hint?: unknown, error?: string, counter?: [number, number], children: (described: Record<string, unknown>) => unknown}} props
 * `children` creates the control from the attributes that it needs; `counter` is the number of characters and the limit */
export function Field({ id, label, hint, error, counter, children }) {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const described = { id, "aria-describedby": ids || undefined, "aria-invalid": error ? "true" : undefined };
  return html`<div class=${error ? "field invalid" : "field"}>
    <div class="field-head">
      <label for=${id}>${label}</label>
      ${counter && html`<span class="counter">${counter[0].toLocaleString("en")} of ${counter[1].toLocaleString("en")}</span>`}
    </div>
    ${children(described)}
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
    ${error && html`<p class="error" id=${`${id}-error`} role="alert">${error}</p>`}
  </div>`;
}
