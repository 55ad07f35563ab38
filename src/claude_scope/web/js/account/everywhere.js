// Signing out of all devices, including this one.

import { useState } from "preact/hooks";
import { post } from "../api.js";
import { html } from "../html.js";
import { go } from "../router.js";
import { signOut } from "../state.js";
import { Dialog } from "../ui/dialog.js";
import { Problem } from "./fields.js";

export function SignOutEverywhere() {
  const [state, setState] = useState({ isAsking: false, busy: false, problem: "" });
  const close = () => setState({ isAsking: false, busy: false, problem: "" });
  const signOutEverywhere = async () => {
    setState({ isAsking: true, busy: true, problem: "" });
    try {
      await post("/auth/logout-all", undefined);
      signOut();
      go("/sign-in");
    } catch (error) {
      setState({ isAsking: true, busy: false, problem: /** @type {Error} */ (error).message });
    }
  };
  return html`<p class="soft">Every token of the account stops working: in this browser, in others, in paired ones, and in scripts.</p>
    <div><button type="button" class="button" onClick=${() => setState({ ...state, isAsking: true })}>Sign out of all devices…</button></div>
    ${
      state.isAsking &&
      html`<${Dialog} title="Sign out of all devices?" confirm="Sign out everywhere" busy=${state.busy} onConfirm=${signOutEverywhere} onClose=${close}>
        <p>You are signed out here too. Scripts need a new token, and paired browsers have to be paired again. Recordings that are being worked on go on.</p>
        <${Problem} text=${state.problem} />
      <//>`
    }`;
}
