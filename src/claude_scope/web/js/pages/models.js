// Model access: the local reader, which is always available, and API keys for model providers.

import { useEffect, useRef, useState } from "preact/hooks";
import { get, patch } from "../api.js";
import { html } from "../html.js";
import { useLoaded } from "../loaded.js";
import { KeyCard } from "../models/key-card.js";
import { KeyForm } from "../models/key-form.js";
import { toast } from "../state.js";
import { Icon } from "../ui/icon.js";
import { Empty, Failure, Loading, Page } from "../ui/page.js";
import { Part } from "../ui/part.js";
import "../account/account-styles.js";

/** @typedef {import("../models/providers.js").Credential} Credential */

const LEAD =
  "Keys for models, and the model that is chosen. The local reader reads every frame; a chosen model is also asked what " +
  "changed in new sessions, and for that pictures of them are sent to its provider.";

export default function Models() {
  const { data: keys, error, reload, set } = useLoaded((signal) => get("/credentials", { signal }), []);
  const [isAdding, setAdding] = useState(false);
  const [newest, setNewest] = useState("");
  useKeptFocus([keys?.length, isAdding]);
  if (!keys) return error ? html`<${Page} title="Model access"><${Failure} title="The keys could not be loaded" error=${error} retry=${reload} /><//>` : html`<${Loading} />`;

  const added = (/** @type {Credential} */ credential) => {
    setNewest(credential.id);
    setAdding(false);
    set([...keys, credential]);
  };
  const add = html`<button type="button" class="button primary" onClick=${() => setAdding(true)}><${Icon} name="add" /> Add a key</button>`;
  return html`<${Page} title="Model access" lead=${LEAD} actions=${keys.length > 0 && !isAdding && add}>
    <${LocalReader} keys=${keys} set=${set} />
    <section class="part" aria-labelledby="keys-title">
      <div class="part-head"><h2 id="keys-title" tabindex="-1">Keys</h2><p class="soft">Kept encrypted, tried with one small question, never shown again.</p></div>
      <div class="stack">
      ${isAdding && html`<section class="card stack" aria-label="A new key"><h3>A new key</h3><${KeyForm} done=${added} cancel=${() => setAdding(false)} /></section>`}
      ${!keys.length && !isAdding && html`<${Empty} title="No keys yet"><p>You need none: the local reader works without a key.</p>${add}<//>`}
      <ul class="stack">
        ${keys.map((/** @type {Credential} */ key) => html`<${KeyCard} key=${key.id} credential=${key} isNew=${key.id === newest} onChange=${(/** @type {Credential | null} */ to) => set(replaced(keys, key.id, to))} />`)}
      </ul>
      <p class="soft">Signed in to Claude Code, Codex or Gemini CLI? On your own machine, <code>claude-scope analyze</code> asks that command without a key: <code>--vision claude-code</code>, <code>codex</code> or <code>gemini</code>.</p>
      </div>
    </section>
  <//>`;
}

/** If a change removes the focused element, the heading gets the focus instead of the whole page. @param {unknown[]}
 * changes */
function useKeptFocus(changes) {
  const isFirst = useRef(true);
  useEffect(() => {
    const title = document.getElementById("keys-title");
    if (!isFirst.current && document.activeElement === document.body) title?.focus();
    isFirst.current = !title;
  }, changes);
}

/** @param {{keys: Credential[], set: (keys: Credential[]) => void}} props */
function LocalReader({ keys, set }) {
  const [problem, setProblem] = useState(/** @type {Error | null} */ (null));
  const chosen = keys.find((key) => key.active);
  const choose = async () => {
    try {
      set(replaced(keys, chosen?.id ?? "", await patch(`/credentials/${chosen?.id}`, { active: false })));
      setProblem(null);
      toast("The local reader is chosen.");
    } catch (error) {
      setProblem(/** @type {Error} */ (error));
    }
  };
  return html`<${Part} id="local" title="Local reader" lead="Needs no key and no network, and is always there.">
    <div class="section-head">
      <p>Reads text, controls and their states on the server's own machine.</p>
      ${chosen ? html`<button type="button" class="button" onClick=${choose}>Choose</button>` : html`<span class="badge complete">Chosen</span>`}
    </div>
    ${problem && html`<${Failure} title="The local reader could not be chosen" error=${problem} />`}
  <//>`;
}

/** The keys with one of them changed, or deleted; at most one is active. @param {Credential[]} keys @param {string}
 * id @param {Credential | null} to */
function replaced(keys, id, to) {
  const others = (/** @type {Credential} */ one) => (to?.active ? { ...one, active: false } : one);
  return keys.flatMap((key) => (key.id === id ? (to ? [to] : []) : [others(key)]));
}
