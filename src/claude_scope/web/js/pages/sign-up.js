// Sign up, if the server allows it: openly, or with an invitation.

import { useConfig } from "../account/config.js";
import { Email, Password, Problem, refusal } from "../account/fields.js";
import { useSubmit, Wrong } from "../account/submit.js";
import { post } from "../api.js";
import { html } from "../html.js";
import { go, safeNext } from "../router.js";
import { signIn } from "../state.js";
import { Field } from "../ui/field.js";
import { Icon } from "../ui/icon.js";
import { Page } from "../ui/page.js";
import "../account/account-styles.js";

/** @param {{query: URLSearchParams}} props */
export default function SignUp({ query }) {
  const config = useConfig();
  const next = query.get("next");
  const signInAt = `/sign-in${next ? `?next=${encodeURIComponent(next)}` : ""}`;
  return html`<${Page} title="Sign up" narrow>
    ${config ? html`<${Ways} config=${config} next=${next} signInAt=${signInAt} />` : html`<div class="skeleton"></div>`}
  <//>`;
}

/** @param {{config: import("../account/config.js").Config, next: string | null, signInAt: string}} props */
function Ways({ config, next, signInAt }) {
  if (config.signUp === "closed") {
    return html`<p class="notice"><${Icon} name="note" /> <span>Nobody can sign up here; ask the operator of this server for an account.</span></p>
      <p><a class="button" href=${signInAt}>Sign in</a></p>`;
  }
  return html`
    ${config.local && html`<p class="soft">At this machine you need no account: the link that claude-scope serve prints in its terminal signs you in.</p>`}
    <section class="card"><${Form} isInvited=${config.signUp === "invitation"} done=${() => go(safeNext(next), { replace: true })} /></section>
    <p class="soft">You have an account? <a href=${signInAt}>Sign in</a></p>`;
}

/** @param {{isInvited: boolean, done: () => void}} props */
function Form({ isInvited, done }) {
  const { form, submit, busy, problems } = useSubmit(
    async ({ name, email, password, invitation }) => {
      const wrong = {
        ...(email.includes("@") ? {} : { email: "Give an e-mail address, such as ada@example.com." }),
        ...(refusal(password) ? { password: refusal(password) } : {}),
        ...(isInvited && !invitation.trim() ? { invitation: "Give the code of your invitation." } : {}),
      };
      if (Object.keys(wrong).length) throw new Wrong(wrong);
      const body = { email, password, name: name.trim(), ...(isInvited ? { invitation: invitation.trim() } : {}) };
      signIn(await post("/auth/signup", body, { anonymous: true }));
      done();
    },
    ["name", "email", "password", ...(isInvited ? ["invitation"] : [])],
  );
  return html`<form class="form" ref=${form} onSubmit=${submit} noValidate>
    <${Field} id="name" label="Name" hint="As you want to be greeted. It may stay empty." error=${problems.name}>
      ${(/** @type {object} */ given) => html`<input ...${given} class="input" name="name" autocomplete="name" maxlength="200" />`}
    <//>
    <${Email} problem=${problems.email} />
    <${Password} name="password" label="Password" autocomplete="new-password" problem=${problems.password} hint="At least 8 characters, of any kind. It cannot be mailed to you if you forget it." />
    ${
      isInvited &&
      html`<${Field} id="invitation" label="Invitation" hint="The code from the operator of this server. It works once." error=${problems.invitation}>
        ${(/** @type {object} */ given) => html`<input ...${given} class="input code" name="invitation" autocomplete="off" spellcheck=${false} maxlength="200" />`}
      <//>`
    }
    <${Problem} text=${problems[""]} />
    <button class="button primary" aria-disabled=${busy}>${busy ? "Signing up…" : "Sign up"}</button>
  </form>`;
}
