// Sign in: with the one-time link that the server printed, with a password, or with a token. Then return to the
// previous page.

import { useEffect, useState } from "preact/hooks";
import { tokenCommand, useConfig } from "../account/config.js";
import { PasswordForm, TokenForm } from "../account/sign-in-forms.js";
import { ApiError, get, post } from "../api.js";
import { html } from "../html.js";
import { go, oneTimeLink, safeNext } from "../router.js";
import { auth, ended, setUser, signIn } from "../state.js";
import { Icon } from "../ui/icon.js";
import { Failure, Page } from "../ui/page.js";
import "../account/account-styles.js";

const SERVE = html`<code>claude-scope serve</code>`;
const WORKS_ONCE = html`A link works once, within ten minutes, and only at the machine that the server runs on. This one was used, or has expired.
  Start ${SERVE} again for a new one, or sign in as below.`;

/** The link works only once; the command works at any time. @param {{command: string}} props */
const AtThisMachine = ({ command }) => html`Run <code>${command}</code>, and sign in below with the token that it prints. The link that ${SERVE} printed
  signs in too: once, within ten minutes of its start.`;
/** @type {Record<string, string>} */
const ENDED = {
  expired: "Your sign-in has expired, or was ended on another device.",
  elsewhere: "You signed out in another tab.",
};

/** @param {{query: URLSearchParams}} props */
export default function SignIn({ query }) {
  const asked = query.get("next");
  const back = () => go(safeNext(asked), { replace: true });
  const { state, error, again } = useTried(back);

  if (state === "trying") return html`<${Page} title="Signing in" narrow><p role="status" class="soft">One moment…</p><//>`;
  if (error) {
    return html`<${Page} title="Sign in" narrow>
      <${Failure} error=${error} title=${error.status ? "That did not work" : "The server does not answer"} retry=${again} />
    <//>`;
  }
  const isBack = asked && safeNext(asked) !== "/dashboard";
  return html`<${Page} title=${state === "used" ? "This link does not work any more" : "Sign in"} narrow>
    ${ended.value && html`<p class="notice" role="status"><${Icon} name="note" /> <span>${ENDED[ended.value]} Sign in again${isBack ? " to go on where you were" : ""}.</span></p>`}
    <${Ways} done=${back} isUsed=${state === "used"} next=${asked} />
  <//>`;
}

/** @param {{done: () => void, isUsed: boolean, next: string | null}} props */
function Ways({ done, isUsed, next }) {
  const config = useConfig();
  if (!config) return html`<div class="skeleton"></div>`;
  const { local: isLocal, signUp } = config;
  const said = isUsed ? WORKS_ONCE : isLocal ? html`<${AtThisMachine} command=${tokenCommand(config)} />` : "";
  return html`
    ${said && html`<p class="notice" role="status"><${Icon} name=${isUsed ? "error" : "note"} /> <span>${said}</span></p>`}
    ${
      isLocal
        ? html`<details class="card way"><summary>Sign in with e-mail and password</summary><${PasswordForm} done=${done} /></details>`
        : html`<section class="card"><${PasswordForm} done=${done} /></section>`
    }
    <details class="card way"><summary>Sign in with a token</summary><${TokenForm} done=${done} config=${config} /></details>
    ${
      signUp !== "closed" &&
      html`<p class="soft">No account yet? <a href=${`/sign-up${next ? `?next=${encodeURIComponent(next)}` : ""}`}>Sign up</a></p>`
    }`;
}

/** Tries the link if there is one, then the stored token. A link that was already used in this browser is not an error.
 * @param {() => void} done */
function useTried(done) {
  const [found, setFound] = useState(/** @type {{state: "trying" | "used" | "asking", error?: ApiError}} */ ({ state: "trying" }));
  const [asked, setAsked] = useState(0);
  const token = oneTimeLink.value;
  useEffect(() => {
    let isShown = true;
    setFound({ state: "trying" });
    tried(token).then(
      (isSignedIn) => {
        if (!isShown) return;
        if (isSignedIn) done();
        else setFound({ state: token ? "used" : "asking" });
      },
      (error) => isShown && setFound({ state: "asking", error }),
    );
    return () => {
      isShown = false;
    };
  }, [token, asked]);
  useEffect(() => {
    if (auth.value && found.state !== "trying") done(); // signed in in another tab
  }, [auth.value]);
  useEffect(
    () => () => {
      oneTimeLink.value = null;
    },
    [],
  );
  return { ...found, again: () => setAsked(asked + 1) };
}

/** Whether the user is signed in now. @param {string | null} token of a link */
async function tried(token) {
  try {
    if (token) signIn(await post("/auth/link", { token }, { anonymous: true }));
    if (token) return true;
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  if (!auth.value) return false;
  try {
    setUser(await get("/auth/me"));
    return true;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return false;
  }
}

const isRefusal = (/** @type {unknown} */ error) => error instanceof ApiError && error.status === 401;
