// Pairs a browser extension with the account: the user compares the code that both show, and confirms or refuses.

import { useState } from "preact/hooks";
import { Problem } from "../account/fields.js";
import { ApiError, get, post, remove } from "../api.js";
import { html } from "../html.js";
import { useLoaded } from "../loaded.js";
import { user } from "../state.js";
import { Icon } from "../ui/icon.js";
import { Failure, Loading, Page } from "../ui/page.js";
import "../account/account-styles.js";

/** @typedef {{id: string, name: string, code: string, expiresAt: string}} Pairing */

/** @param {{id: string}} props */
export default function Pair({ id }) {
  const path = `/pairings/${encodeURIComponent(id)}`;
  const { data: pairing, error, reload } = useLoaded((signal) => get(path, { signal }), [path]);
  const [outcome, setOutcome] = useState(/** @type {"" | "confirmed" | "refused"} */ (""));
  if (error) {
    const isGone = error instanceof ApiError && error.status === 404;
    return html`<${Page} title="Pair a browser" narrow>
      <${Failure} title=${isGone ? "There is nothing to confirm" : "The pairing could not be loaded"} error=${error} retry=${isGone ? undefined : reload} />
    <//>`;
  }
  if (!pairing) return html`<${Loading} />`;
  if (outcome) return html`<${Outcome} name=${pairing.name} isConfirmed=${outcome === "confirmed"} />`;
  return html`<${Question} pairing=${pairing} path=${path} done=${setOutcome} />`;
}

/** @param {{pairing: Pairing, path: string, done: (outcome: "confirmed" | "refused") => void}} props */
function Question({ pairing, path, done }) {
  const [state, setState] = useState({ busy: false, problem: "" });
  const send = async (/** @type {"confirmed" | "refused"} */ outcome) => {
    if (state.busy) return;
    setState({ busy: true, problem: "" });
    try {
      await (outcome === "confirmed" ? post(`${path}/confirm`, { code: pairing.code }) : remove(path));
      done(outcome);
    } catch (error) {
      setState({ busy: false, problem: /** @type {Error} */ (error).message });
    }
  };
  const whose = user.value?.email ?? user.value?.name;
  return html`<${Page} title="Pair a browser" narrow>
    <section class="card stack" aria-label="The pairing">
      <p>A browser extension asks to be paired with ${whose ? html`your account, <strong>${whose}</strong>` : "your account"}. It calls itself “${pairing.name}”.</p>
      <p>Does it show this code?</p>
      <p class="pairing-code">${pairing.code}</p>
      <p class="notice"><${Icon} name="error" /> <span>Confirm only if you have just begun this yourself, in the extension. If somebody sent you here, refuse: they would get access to your sessions.</span></p>
      <${Problem} text=${state.problem} />
      <div class="actions">
        <button type="button" class="button primary" aria-disabled=${state.busy} onClick=${() => send("confirmed")}>Yes, confirm</button>
        <button type="button" class="button" aria-disabled=${state.busy} onClick=${() => send("refused")}>No, refuse</button>
      </div>
    </section>
  <//>`;
}

/** @param {{name: string, isConfirmed: boolean}} props */
function Outcome({ name, isConfirmed }) {
  return html`<${Page} key="outcome" title=${isConfirmed ? "The browser is paired" : "The pairing is refused"} narrow>
    <section class="card">
      ${
        isConfirmed
          ? html`<p>“${name}” has access to your account now: go back to the extension. You can revoke it in <a href="/settings">Settings</a>.</p>`
          : html`<p>“${name}” gets no access. If you did begin this, begin again in the extension.</p>`
      }
    </section>
  <//>`;
}
