// Enters or changes a provider's API key. A stored key is never shown, so it can only be replaced.

import { useEffect, useState } from "preact/hooks";
import { Password, Problem } from "../account/fields.js";
import { useSubmit, Wrong } from "../account/submit.js";
import { patch, post } from "../api.js";
import { html } from "../html.js";
import { Field } from "../ui/field.js";
import { PROVIDERS } from "./providers.js";

const KEYLESS = "openai-compatible";

/** @typedef {import("./providers.js").Credential} Credential */

/** @param {{credential?: Credential, done: (kept: Credential) => void, cancel?: () => void}} props */
export function KeyForm({ credential, done, cancel }) {
  const [provider, setProvider] = useState(credential?.provider ?? "anthropic");
  const prefix = credential?.id ?? "new";
  const { form, submit, busy, problems } = useSubmit(
    async ({ key, baseUrl, label, model }) => {
      const given = { key: key.trim(), baseUrl: baseUrl.trim() || null, label: label.trim(), model: model.trim() };
      const wrong = problemsWith(given, provider, credential);
      if (Object.keys(wrong).length) throw new Wrong(wrong);
      done(credential ? await patch(`/credentials/${credential.id}`, changed(given, credential)) : await post("/credentials", { provider, ...given }));
    },
    ["key", "baseUrl", "label", "model"],
  );
  useEffect(() => /** @type {HTMLElement | null | undefined} */ (form.current?.querySelector("input, select"))?.focus(), []);
  const { at, key } = PROVIDERS[provider];
  const isKeyless = provider === KEYLESS;
  return html`<form class="form" ref=${form} onSubmit=${submit} noValidate>
    ${
      !credential &&
      html`<${Field} id="new-provider" label="Provider">
        ${(/** @type {object} */ given) => html`<select ...${given} class="input" name="provider" value=${provider} onChange=${(/** @type {Event} */ event) => setProvider(/** @type {HTMLSelectElement} */ (event.target).value)}>
          ${Object.entries(PROVIDERS).map(([value, { name }]) => html`<option value=${value} key=${value}>${name}</option>`)}
        </select>`}
      <//>`
    }
    <${Password} id=${`${prefix}-key`} name="key" label="Key" autocomplete="off" problem=${problems.key}
      hint=${credential ? "Left empty, the key that is kept stays." : isKeyless ? "May stay empty, where the server asks for none." : `Such as ${key}; kept encrypted, and never shown again.`} />
    <${Field} id=${`${prefix}-baseUrl`} label="Base URL" error=${problems.baseUrl}
      hint=${isKeyless ? "Such as http://127.0.0.1:11434/v1: Ollama, vLLM, LM Studio, OpenRouter and others." : `Left empty, it is ${at}`}>
      ${(/** @type {object} */ given) => html`<input ...${given} class="input code" name="baseUrl" inputmode="url" autocapitalize="none" autocomplete="off" spellcheck=${false} maxlength="2000" defaultValue=${credential?.baseUrl ?? ""} />`}
    <//>
    <${Field} id=${`${prefix}-model`} label="Model" hint="May stay empty: a test of the key lists those there are." error=${problems.model}>
      ${(/** @type {object} */ given) => html`<input ...${given} class="input code" name="model" autocapitalize="none" autocomplete="off" spellcheck=${false} maxlength="200" defaultValue=${credential?.model ?? ""} />`}
    <//>
    <${Field} id=${`${prefix}-label`} label="Label" hint="Tells keys of one provider apart. It may stay empty." error=${problems.label}>
      ${(/** @type {object} */ given) => html`<input ...${given} class="input" name="label" autocomplete="off" maxlength="200" defaultValue=${credential?.label ?? ""} />`}
    <//>
    <${Problem} text=${problems[""]} />
    <div class="row">
      <button class="button primary" aria-disabled=${busy}>${busy ? "Saving…" : credential ? "Save" : "Add and test"}</button>
      ${cancel && html`<button type="button" class="button" onClick=${cancel}>Cancel</button>`}
    </div>
  </form>`;
}

/** @typedef {{key: string, baseUrl: string | null, label: string, model: string}} Given */

/** @param {Given} given @param {string} provider @param {Credential} [credential] @returns {Record<string, string>} */
function problemsWith({ key, baseUrl }, provider, credential) {
  if (provider === KEYLESS) return baseUrl ? {} : { baseUrl: "Give the address of the server." };
  return key || credential ? {} : { key: "Give the key." };
}

/** The fields to change. @param {Given} given @param {Credential} credential */
function changed(given, credential) {
  const { key, ...others } = given;
  const found = Object.entries(others).filter(([name, value]) => value !== credential[/** @type {keyof Credential} */ (name)]);
  return { ...Object.fromEntries(found), ...(key ? { key } : {}) };
}
