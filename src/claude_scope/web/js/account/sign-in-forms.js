// The two forms to sign in: with e-mail and password, and with a token that a command printed.

import { ApiError, get, post } from "../api.js";
import { html } from "../html.js";
import { signIn } from "../state.js";
import { Field } from "../ui/field.js";
import { tokenCommand } from "./config.js";
import { Email, Password, Problem } from "./fields.js";
import { useSubmit, Wrong } from "./submit.js";

const NOT_RIGHT = "The e-mail address or the password is not right.";
const NO_TOKEN = "This token is not valid here, or not any more.";

/** @param {{done: () => void}} props */
export function PasswordForm({ done }) {
  const { form, submit, busy, problems } = useSubmit(
    async ({ email, password }) => {
      if (!email.trim() || !password) {
        throw new Wrong({ ...(email.trim() ? {} : { email: "Give your e-mail address." }), ...(password ? {} : { password: "Give your password." }) });
      }
      signIn(await post("/auth/login", { email, password }, { anonymous: true }).catch(unless(401, NOT_RIGHT)));
      done();
    },
    ["email", "password"],
  );
  return html`<form class="form" ref=${form} onSubmit=${submit} noValidate>
    <${Email} problem=${problems.email} />
    <${Password} name="password" label="Password" autocomplete="current-password" problem=${problems.password} />
    <${Problem} text=${problems[""]} />
    <button class="button primary" aria-disabled=${busy}>${busy ? "Signing in…" : "Sign in"}</button>
  </form>`;
}

/** @param {{done: () => void, config: import("./config.js").Config}} props */
export function TokenForm({ done, config }) {
  const { provider } = config;
  const { form, submit, busy, problems } = useSubmit(
    async ({ token }) => {
      const accessToken = token.trim();
      if (!/^[\x21-\x7e]+$/.test(accessToken)) throw new Wrong({ token: accessToken ? NO_TOKEN : "Paste a token." });
      const headers = { authorization: `Bearer ${accessToken}` };
      signIn({ accessToken, user: await get("/auth/me", { anonymous: true, headers }).catch(unless(401, NO_TOKEN, "token")) });
      done();
    },
    ["token"],
  );
  const hint = html`Printed by <code>${tokenCommand(config)}</code>, run where the server keeps its data${provider ? `, or given out by ${provider.issuer}` : ""}.`;
  return html`<form class="form" ref=${form} onSubmit=${submit} noValidate>
    <${Field} id="token" label="Access token" hint=${hint} error=${problems.token}>
      ${(/** @type {object} */ given) => html`<input ...${given} class="input code" name="token" type="password" autocomplete="off" spellcheck=${false} />`}
    <//>
    <${Problem} text=${problems[""]} />
    <button class="button" aria-disabled=${busy}>${busy ? "Signing in…" : "Sign in with the token"}</button>
  </form>`;
}

/** @param {number} status @param {string} said @param {string} [field] @returns {(error: Error) => never} */
function unless(status, said, field = "") {
  return (error) => {
    throw error instanceof ApiError && error.status === status ? new Wrong({ [field]: said }) : error;
  };
}
