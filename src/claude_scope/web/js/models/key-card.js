// One API key: its provider, whether the provider accepts it, which of the provider's models is chosen.

import { useEffect, useRef, useState } from "preact/hooks";
import { Problem } from "../account/fields.js";
import { patch, remove } from "../api.js";
import { html } from "../html.js";
import { toast } from "../state.js";
import { Dialog } from "../ui/dialog.js";
import { KeyForm } from "./key-form.js";
import { nameOf, PROVIDERS } from "./providers.js";
import { Trial, useTrial } from "./trial.js";

/** @typedef {import("./providers.js").Credential} Credential */

/** @param {{credential: Credential, isNew: boolean, onChange: (changed: Credential | null) => void}} props null: it is deleted */
export function KeyCard({ credential, isNew, onChange }) {
  const [doing, setDoing] = useState(/** @type {"" | "editing" | "deleting"} */ (""));
  const [problem, setProblem] = useState("");
  const trial = useTrial(credential);
  const name = nameOf(credential);
  const title = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (!isNew) return;
    title.current?.focus();
    trial.test();
  }, []);

  const change = async (/** @type {Partial<Credential>} */ to) => {
    setProblem("");
    try {
      onChange(await patch(`/credentials/${credential.id}`, to));
      toast(`${name} is chosen.`);
    } catch (error) {
      setProblem(/** @type {Error} */ (error).message);
    }
  };
  const close = () => {
    setDoing("");
    title.current?.focus();
  };
  const saved = (/** @type {Credential} */ found) => {
    close();
    trial.forget();
    onChange(found);
    toast(`${nameOf(found)} is saved.`);
  };
  return html`<li class="card stack" aria-label=${name}>
    <div class="section-head"><h3 ref=${title} tabindex="-1">${name}</h3>${credential.active && html`<span class="badge complete">Chosen</span>`}</div>
    ${doing === "editing" ? html`<${KeyForm} credential=${credential} done=${saved} cancel=${close} />` : html`<${Facts} credential=${credential} />`}
    ${
      doing !== "editing" &&
      html`<div class="row">
        ${!credential.active && credential.model && html`<button type="button" class="button primary" onClick=${() => change({ active: true })}>Choose</button>`}
        <button type="button" class="button" aria-disabled=${trial.isAsking} onClick=${trial.test}>Test</button>
        <button type="button" class="button" onClick=${() => setDoing("editing")}>Change</button>
        <button type="button" class="button danger" onClick=${() => setDoing("deleting")}>Delete…</button>
      </div>`
    }
    <${Problem} text=${problem} />
    <${Trial} credential=${credential} trial=${trial} choose=${(/** @type {string} */ model) => change({ model, active: true })} />
    ${doing === "deleting" && html`<${Deletion} credential=${credential} done=${() => onChange(null)} close=${() => setDoing("")} />`}
  </li>`;
}

/** @param {{credential: Credential}} props */
function Facts({ credential: { provider, model, maskedKey, baseUrl } }) {
  return html`<dl class="facts">
    <dt>Provider</dt><dd>${PROVIDERS[provider]?.name ?? provider}</dd>
    <dt>Model</dt><dd>${model ? html`<code>${model}</code>` : "None yet: test the key to see which there are"}</dd>
    <dt>Key</dt><dd>${maskedKey ? html`<code>${maskedKey}</code>` : "None"}</dd>
    ${baseUrl && html`<dt>Base URL</dt><dd><code>${baseUrl}</code></dd>`}
  </dl>`;
}

/** @param {{credential: Credential, done: () => void, close: () => void}} props */
function Deletion({ credential, done, close }) {
  const [state, setState] = useState({ busy: false, problem: "" });
  const deleteIt = async () => {
    setState({ busy: true, problem: "" });
    try {
      await remove(`/credentials/${credential.id}`);
      toast(`${nameOf(credential)} is deleted.`);
      done();
    } catch (error) {
      setState({ busy: false, problem: /** @type {Error} */ (error).message });
    }
  };
  return html`<${Dialog} title=${`Delete ${nameOf(credential)}?`} confirm="Delete the key" danger busy=${state.busy} onConfirm=${deleteIt} onClose=${close}>
    <p>The key is deleted here; at the provider it stays valid.${credential.active ? " It is the chosen one: the local reader is chosen then." : ""}</p>
    <${Problem} text=${state.problem} />
  <//>`;
}
