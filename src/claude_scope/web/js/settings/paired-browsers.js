// The browsers that are paired with the account by the extension; each can be revoked.

import { useState } from "preact/hooks";
import { Problem } from "../account/fields.js";
import { get, remove } from "../api.js";
import { html } from "../html.js";
import { useLoaded } from "../loaded.js";
import { toast } from "../state.js";
import { Dialog } from "../ui/dialog.js";
import { useFocusKept } from "../ui/focus.js";
import { exactly, when } from "../ui/format.js";

/** @typedef {{id: string, name: string, createdAt: string, lastUsedAt: string | null}} Extension */

export function PairedBrowsers() {
  const { data, error, reload, set } = useLoaded((signal) => /** @type {Promise<Extension[]>} */ (get("/extensions", { signal })), []);
  const [revoking, setRevoking] = useState(/** @type {Extension | null} */ (null));
  useFocusKept([data?.length], "#paired-list");
  if (!data) {
    return error
      ? html`<p>${error.message}</p><div><button type="button" class="button" onClick=${reload}>Try again</button></div>`
      : html`<div class="skeleton" role="status"><span class="visually-hidden">Loading…</span></div>`;
  }
  const revoked = (/** @type {Extension} */ gone) => {
    setRevoking(null);
    set(data.filter(({ id }) => id !== gone.id));
    toast(`“${gone.name}” is revoked.`);
  };
  return html`<div id="paired-list" tabindex="-1">
    ${
      data.length === 0
        ? html`<p class="soft">None. The extension shows how to pair it.</p>`
        : html`<ul class="stack">${data.map((found) => html`<${Row} key=${found.id} found=${found} revoke=${() => setRevoking(found)} />`)}</ul>`
    }
    ${revoking && html`<${Revoke} extension=${revoking} done=${revoked} close=${() => setRevoking(null)} />`}
  </div>`;
}

/** @param {{found: Extension, revoke: () => void}} props */
function Row({ found, revoke }) {
  const { name, createdAt, lastUsedAt } = found;
  return html`<li class="row paired">
    <div>
      <h3>${name}</h3>
      <p class="soft">Paired <time dateTime=${createdAt} title=${exactly(createdAt)}>${when(createdAt)}</time>, ${
        lastUsedAt ? html`last used <time dateTime=${lastUsedAt} title=${exactly(lastUsedAt)}>${when(lastUsedAt)}</time>` : "not used yet"
      }</p>
    </div>
    <button type="button" class="button" aria-label=${`Revoke ${name}`} onClick=${revoke}>Revoke…</button>
  </li>`;
}

/** @param {{extension: Extension, done: (extension: Extension) => void, close: () => void}} props */
function Revoke({ extension, done, close }) {
  const [state, setState] = useState({ busy: false, problem: "" });
  const revoke = async () => {
    setState({ busy: true, problem: "" });
    try {
      await remove(`/extensions/${extension.id}`);
      done(extension);
    } catch (error) {
      setState({ busy: false, problem: /** @type {Error} */ (error).message });
    }
  };
  return html`<${Dialog} title=${`Revoke “${extension.name}”?`} confirm="Revoke" danger busy=${state.busy} onConfirm=${revoke} onClose=${close}>
    <p>It has no access any more, from now on. Recordings that it has not sent stay in that browser, until it is paired again.</p>
    <${Problem} text=${state.problem} />
  <//>`;
}
