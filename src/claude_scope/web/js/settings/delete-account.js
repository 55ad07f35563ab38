// Deletes the account: confirmed by its password, or, if it has none, by a word and a sign-in within the last ten
// minutes.

import { useState } from "preact/hooks";
import { Password, Problem, Whose } from "../account/fields.js";
import { hasPassword } from "../account/token.js";
import { remove } from "../api.js";
import { html } from "../html.js";
import { go } from "../router.js";
import { auth, signOut, toast, user } from "../state.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";

const WORD = "delete";

export function DeleteAccount() {
  const [isAsking, setAsking] = useState(false);
  return html`<div class="row">
    <div><h3>Delete the account</h3><p class="soft">With everything that it owns.</p></div>
    <button type="button" class="button danger" onClick=${() => setAsking(true)}>Delete account…</button>
    ${isAsking && html`<${Question} close=${() => setAsking(false)} />`}
  </div>`;
}

/** @param {{close: () => void}} props */
function Question({ close }) {
  const [state, setState] = useState({ busy: false, wrong: "", problem: "" });
  const isProven = user.value ? hasPassword(user.value, auth.value?.accessToken) : false;
  const mustBeNew = state.problem.includes("sign in again first");

  const deleteIt = async () => {
    const typed = /** @type {HTMLInputElement} */ (document.getElementById("farewell")).value;
    const wrong = isProven ? !typed && "Give the account's password." : typed.trim().toLowerCase() !== WORD && `Type the word ${WORD}.`;
    if (wrong) return setState({ busy: false, wrong, problem: "" });
    setState({ busy: true, wrong: "", problem: "" });
    try {
      await remove("/auth/me", isProven ? { body: { password: typed } } : {});
      signOut();
      go("/");
      toast("The account is deleted, with everything that it owned.");
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      const isWrong = message.startsWith("This is not the account's password");
      setState({ busy: false, wrong: isWrong ? message : "", problem: isWrong ? "" : message });
    }
  };
  return html`<${Dialog} title="Delete the account?" confirm="Delete the account" danger busy=${state.busy} onConfirm=${deleteIt} onClose=${close}>
    <p>This cannot be undone. What goes:</p>
    <ul class="goes"><li>all sessions: recordings, frames, prompts</li><li>keys for models, settings, the profile</li><li>every sign-in, in all browsers and scripts</li></ul>
    ${
      isProven
        ? html`<${Whose} email=${user.value?.email} /><${Password} id="farewell" name="farewell" label="Password" autocomplete="current-password" problem=${state.wrong} />`
        : html`<${Field} id="farewell" label=${`Type ${WORD} to go on`} error=${state.wrong}>
            ${(/** @type {object} */ given) => html`<input ...${given} class="input" autocomplete="off" autocapitalize="none" spellcheck=${false} />`}
          <//>`
    }
    <${Problem} text=${state.problem} />
    ${mustBeNew && html`<p>An account without a password is deleted within ten minutes of signing in. <button type="button" class="button" onClick=${signInAgain}>Sign out, to sign in again</button></p>`}
  <//>`;
}

function signInAgain() {
  signOut();
  go("/sign-in?next=%2Fsettings");
}
