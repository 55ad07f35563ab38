// The sign-in page: takes the one-time link's token out of the address, exchanges it, and keeps what it gets.
// `cs-auth` in localStorage is JSON whose `state.accessToken` is the token; scripts read it from there.

const KEY = "cs-auth";
const AT_THIS_MACHINE = ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);
const WORKS_ONCE =
  "A link works once, within ten minutes, and only at the machine that the server runs on. " +
  "This one was used, or has expired. Start claude-scope serve again for a new one.";
const WHERE_IT_IS = "Look at the terminal that runs claude-scope serve: it prints the link that signs you in.";
const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

let link = takeLink();

/** The token behind `#token=`, which leaves the address bar and the history with this. */
function takeLink() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (location.hash) history.replaceState(null, "", location.pathname);
  return token;
}

/** The token that is kept, or null. */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null")?.state?.accessToken ?? null;
  } catch {
    return null;
  }
}

/** @param {{accessToken: string, user: object}} found */
function keep({ accessToken, user }) {
  localStorage.setItem(KEY, JSON.stringify({ state: { accessToken, user }, version: 0 }));
}

/** Ask the API; gives the status, 0 if there is no answer, and the body.
 * @param {string} path @param {RequestInit} options */
async function ask(path, options) {
  try {
    const answer = await fetch(path, { ...options, signal: AbortSignal.timeout(30_000) });
    const body = answer.headers.get("content-type")?.startsWith("application/json") ? await answer.json() : {};
    return { status: answer.status, body };
  } catch {
    return { status: 0, body: {} };
  }
}

const post = (/** @type {string} */ path, /** @type {object} */ body) =>
  ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** Use the link if there is one, else the token that is kept. A link that was used here already is no mistake. */
async function start() {
  show("Signing in", "");
  if (link) {
    const { status, body } = await post("/api/auth/link", { token: link });
    if (status === 200) {
      link = null;
      keep(body);
      return signedIn(body.user);
    }
    if (status !== 401) return later(status, body);
  }
  await withKept();
}

async function withKept() {
  const token = kept();
  if (!token) return signedOut();
  const { status, body } = await ask("/api/auth/me", { headers: { authorization: `Bearer ${token}` } });
  if (status === 200) return signedIn(body);
  if (status !== 401) return later(status, body);
  localStorage.removeItem(KEY);
  signedOut();
}

/** @param {{name: string, email: string | null}} user */
function signedIn(user) {
  show("Signed in", `You are signed in as ${user.name || user.email || "this machine's user"}.`, "signed-in");
}

function signedOut() {
  if (link) return show("This link does not work any more", WORKS_ONCE, "password");
  show("You are not signed in", AT_THIS_MACHINE ? WHERE_IT_IS : "", "password");
  if (!AT_THIS_MACHINE) byId("password").setAttribute("open", "");
}

/** @param {number} status @param {{message?: string}} body */
function later(status, body) {
  if (status === 0) return show("The server does not answer", "Is claude-scope serve still running?", "again");
  show("That did not work", body.message ?? `The server answered with ${status}.`, "again");
}

/** @param {string} title @param {string} text @param {string} [part] of the page that is shown with it */
function show(title, text, part) {
  document.title = `${title} - Claude Scope`;
  byId("title").textContent = title;
  byId("text").textContent = text;
  for (const id of ["again", "signed-in", "password"]) byId(id).hidden = id !== part;
  byId("title").focus();
}

byId("again").addEventListener("click", start);
byId("sign-out").addEventListener("click", () => {
  localStorage.removeItem(KEY);
  signedOut();
});

byId("password").querySelector("form")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  button.disabled = true;
  byId("refused").textContent = "";
  const { status, body } = await post("/api/auth/login", Object.fromEntries(new FormData(form)));
  button.disabled = false;
  if (status === 200) {
    form.reset();
    keep(body);
    return signedIn(body.user);
  }
  const wrong = { 0: "The server does not answer.", 401: "The e-mail address or the password is not right." };
  byId("refused").textContent = wrong[/** @type {0 | 401} */ (status)] ?? [body.message].flat().join(" ");
});

start();
