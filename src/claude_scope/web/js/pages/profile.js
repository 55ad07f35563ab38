// The signed-in user: name, password, devices, the token for scripts.

import { Avatar } from "../account/avatar.js";
import { SignOutEverywhere } from "../account/everywhere.js";
import { Problem } from "../account/fields.js";
import { PasswordChange } from "../account/password-change.js";
import { ScriptToken } from "../account/script-token.js";
import { useSubmit } from "../account/submit.js";
import { hasPassword } from "../account/token.js";
import { get, patch } from "../api.js";
import { html } from "../html.js";
import { useLoaded } from "../loaded.js";
import { auth, setUser, toast } from "../state.js";
import { Field } from "../ui/field.js";
import { Failure, Loading, Page } from "../ui/page.js";
import { Part } from "../ui/part.js";
import "../account/account-styles.js";

/** @typedef {import("../state.js").User} User */

export default function Profile() {
  const { data: user, error, reload, set } = useLoaded((signal) => get("/auth/me", { signal }), []);
  if (!user) return error ? html`<${Page} title="Profile"><${Failure} title="The profile could not be loaded" error=${error} retry=${reload} /><//>` : html`<${Loading} />`;
  const keep = (/** @type {User} */ found) => {
    set(found);
    setUser(found);
  };
  return html`<${Page} title="Profile">
    <${Identity} user=${user} keep=${keep} />
    <${Part} id="password" title="Password" lead="Changing it signs out all other devices.">
      ${
        hasPassword(user, auth.value?.accessToken)
          ? html`<${PasswordChange} />`
          : html`<p class="soft">This account has none: it signs in through the link that <code>claude-scope serve</code> prints, or an identity provider.</p>`
      }
    <//>
    <${Part} id="token" title="Token for scripts" lead="The one that this browser is signed in with. Signing out only forgets it here."><${ScriptToken} /><//>
    <${Part} id="devices" title="Devices"><${SignOutEverywhere} /><//>
  <//>`;
}

/** @param {{user: User, keep: (user: User) => void}} props */
function Identity({ user, keep }) {
  const { form, submit, busy, problems } = useSubmit(
    async ({ name }) => {
      keep(await patch("/auth/me", { name: name.trim() }));
      toast("The name is saved.");
    },
    ["name"],
  );
  return html`<${Part} id="identity" title="Who you are">
    <div class="who-is">
      <${Avatar} name=${user.name || user.email || ""} />
      <div><p><strong>${user.name || "No name yet"}</strong></p><p class="soft">${user.email ?? "The account of this machine's user: it has no e-mail address."}</p></div>
    </div>
    <form class="form" ref=${form} onSubmit=${submit} noValidate>
      <${Field} id="name" label="Name" error=${problems.name}>
        ${(/** @type {object} */ given) => html`<input ...${given} class="input" name="name" autocomplete="name" maxlength="200" defaultValue=${user.name} />`}
      <//>
      <${Problem} text=${problems[""]} />
      <div><button class="button" aria-disabled=${busy}>${busy ? "Saving…" : "Save name"}</button></div>
    </form>
  <//>`;
}
