// Deleting all sessions of the account.

import { useState } from "preact/hooks";
import { Problem } from "../account/fields.js";
import { remove } from "../api.js";
import { html } from "../html.js";
import { toast } from "../state.js";
import { Dialog } from "../ui/dialog.js";
import { count } from "../ui/format.js";

/** @param {{total?: number, onDeleted: () => void}} props `total` is how many there are, if that is known */
export function DeleteSessions({ total, onDeleted }) {
  const [state, setState] = useState({ isAsking: false, busy: false, problem: "" });
  const close = () => setState({ isAsking: false, busy: false, problem: "" });
  const which = total === undefined ? "all sessions" : total === 1 ? "the one session" : `all ${count(total, "session")}`;
  const deleteAll = async () => {
    setState({ isAsking: true, busy: true, problem: "" });
    try {
      await remove("/sessions");
      close();
      toast("All sessions are deleted.");
      onDeleted();
    } catch (error) {
      setState({ isAsking: true, busy: false, problem: /** @type {Error} */ (error).message });
    }
  };
  return html`<div class="row">
    <div><h3>Delete all sessions</h3><p class="soft">${total === 0 ? "There are none." : "The account and its settings stay."}</p></div>
    <button type="button" class="button danger" aria-disabled=${total === 0} onClick=${() => total !== 0 && setState({ ...state, isAsking: true })}>Delete all sessions…</button>
    ${
      state.isAsking &&
      html`<${Dialog} title=${`Delete ${which}?`} confirm="Delete all sessions" danger busy=${state.busy} onConfirm=${deleteAll} onClose=${close}>
        <p>This cannot be undone. What goes:</p>
        <ul class="goes"><li>recordings, frames and their pictures</li><li>prompts, and what was found in the pages</li><li>work that is running: it is stopped</li></ul>
        <${Problem} text=${state.problem} />
      <//>`
    }
  </div>`;
}
