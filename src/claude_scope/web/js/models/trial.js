// A test of a key: one small question to its model, with the result and the cost, and the models to choose from.

import { useState } from "preact/hooks";
import { post } from "../api.js";
import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { PROVIDERS } from "./providers.js";

/** @typedef {import("./providers.js").Credential} Credential */
/** @typedef {{ok: boolean, said: string, models: string[]}} Answer */

/** @param {Credential} credential */
export function useTrial({ id }) {
  const [state, setState] = useState({ isAsking: false, answer: /** @type {Answer | null} */ (null) });
  const test = async () => {
    if (state.isAsking) return;
    setState({ isAsking: true, answer: null });
    try {
      setState({ isAsking: false, answer: await post(`/credentials/${id}/test`, undefined) });
    } catch (error) {
      setState({ isAsking: false, answer: { ok: false, said: /** @type {Error} */ (error).message, models: [] } });
    }
  };
  return { ...state, test, forget: () => setState({ isAsking: false, answer: null }) };
}

/** @param {{credential: Credential, trial: ReturnType<typeof useTrial>, choose: (model: string) => void}} props */
export function Trial({ credential, trial: { isAsking, answer }, choose }) {
  return html`
    <div role="status" class="told">${
      isAsking
        ? html`<p class="soft">Asking ${PROVIDERS[credential.provider]?.name ?? credential.provider}…</p>`
        : answer && html`<p class=${answer.ok ? "notice" : "notice problem"}><${Icon} name=${answer.ok ? "check" : "error"} /> <span>${answer.said}</span></p>`
    }</div>
    ${answer && answer.models.length > 0 && html`<${ModelChoice} key=${answer} id=${credential.id} models=${answer.models} model=${credential.model} choose=${choose} />`}`;
}

/** @param {{id: string, models: string[], model: string, choose: (model: string) => void}} props */
function ModelChoice({ id, models, model, choose }) {
  const [chosen, setChosen] = useState(models.includes(model) ? model : models[0]);
  return html`<form class="row" onSubmit=${(/** @type {Event} */ event) => {
    event.preventDefault();
    choose(chosen);
  }}>
    <label class="label" for=${`${id}-offered`}>Model</label>
    <select class="input offered" id=${`${id}-offered`} value=${chosen} onChange=${(/** @type {Event} */ event) => setChosen(/** @type {HTMLSelectElement} */ (event.target).value)}>
      ${models.map((name) => html`<option value=${name} key=${name}>${name}</option>`)}
    </select>
    <button class="button primary">Choose this model</button>
  </form>`;
}
