// Credentials, and the API's rules for them.

import { useState } from "preact/hooks";
import { html } from "../html.js";
import { Field } from "../ui/field.js";

const MIN_CHARS = 8;
const MAX_CHARS = 1024;

/** Why a password is not allowed, or nothing. @param {string} text */
export function refusal(text) {
  const length = [...text].length;
  if (length < MIN_CHARS) return length ? `At least ${MIN_CHARS} characters; these are ${length}.` : `Choose a password of at least ${MIN_CHARS} characters.`;
  return length > MAX_CHARS ? `At most ${MAX_CHARS.toLocaleString("en")} characters.` : "";
}

/** Not type=email, since browsers rewrite non-ASCII characters. @param {{problem?: string, value?: string}} props */
export function Email({ problem, value }) {
  return html`<${Field} id="email" label="E-mail" error=${problem}>
    ${(/** @type {object} */ given) => html`<input ...${given} class="input" name="email" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck=${false} maxlength="320" defaultValue=${value} />`}
  <//>`;
}

/** @param {{name: string, id?: string, label: string, autocomplete: "current-password" | "new-password" | "off", problem?: string, hint?: unknown}} props */
export function Password({ name, id = name, label, autocomplete, problem, hint }) {
  const [isShown, setShown] = useState(false);
  return html`<${Field} id=${id} label=${label} error=${problem} hint=${hint}>
    ${(/** @type {object} */ given) => html`<div class="with-button">
      <input ...${given} class="input" name=${name} type=${isShown ? "text" : "password"} autocomplete=${autocomplete} autocapitalize="none" spellcheck=${false} />
      <button type="button" class="button" aria-pressed=${String(isShown)} aria-label=${`Show ${label.toLowerCase()}`} onClick=${() => setShown(!isShown)}>${isShown ? "Hide" : "Show"}</button>
    </div>`}
  <//>`;
}

/** Tells password managers whose password is requested. @param {{email?: string | null}} props */
export function Whose({ email }) {
  return html`<input hidden type="text" autocomplete="username" value=${email ?? ""} readonly />`;
}

/** A problem that belongs to no field. @param {{text?: string}} props */
export function Problem({ text }) {
  return html`<p class="problem-line" role="alert">${text}</p>`;
}
