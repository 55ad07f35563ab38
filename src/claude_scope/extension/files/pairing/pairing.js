// Pairs this browser with a service: begins it, polls until the person has confirmed the code there, stores the token.

import { ask, PAIRING_ID, ServiceError, text } from "../sending/service.js";

const HERE = "http://127.0.0.1:8765"; // the default port of claude-scope serve
const FIND_MS = 1_500;
const POLL_MS = 2_000;
const SECRET = /^[\x21-\x7e]{16,512}$/;
const CODE = /^[A-Z0-9]{4}-[A-Z0-9]{4}$/;
const TOKEN = /^[\w-]{2,}\.[\w-]{2,}\.[\w-]{2,}$/; // a JWT
const MOST_TOKEN = 8_192;
const LASTS_MS = 10 * 60_000;
const ENDED = "The pairing was refused, or its ten minutes are over. Begin again.";

/** @typedef {{address: string, token: string, user: {name: string, email: string}, pairedAt: number, hasEnded: boolean}} Pairing
 * `hasEnded`: the service does not take the token any more */
/** @typedef {{address: string, id: string, secret: string, code: string, expiresAt: number}} Pending */

/** The pairing of this browser. @returns {Promise<Pairing | null>} */
export const current = async () => /** @type {Pairing | undefined} */ ((await chrome.storage.local.get("pairing")).pairing) ?? null;

/** The pairing that waits for the person. @returns {Promise<Pending | null>} */
export async function pending() {
  const { pairingPending: found } = /** @type {{pairingPending?: Pending}} */ (await chrome.storage.session.get("pairingPending"));
  return found && found.expiresAt > Date.now() ? found : null;
}

/** The service on this machine, null if there is none. @param {string} [address] */
export async function find(address = HERE) {
  const body = await ask(address, "GET", "/api/health", { timeoutMs: FIND_MS }).catch(() => null);
  return body?.status === "ok" && "jobs" in body ? address : null;
}

/** Ask the browser for the origin of a service, so that the web app can start a recording. Call it in a click. What the person
 * answers changes nothing here: the service allows the extension's requests. @param {string} address @returns {Promise<boolean>} */
export const requestOrigin = (address) => chrome.permissions.request({ origins: [`${address}/*`] }).catch(() => false);

/** Throws ServiceError. @param {string} address @returns {Promise<Pending>} */
export async function begin(address) {
  const body = await ask(address, "POST", "/api/pairings", { json: { name: browserName() } });
  const [id, secret, code] = [text(body, "id", PAIRING_ID), text(body, "secret", SECRET), text(body, "code", CODE)];
  const found = { address, id, secret, code, expiresAt: Date.now() + LASTS_MS };
  await chrome.storage.session.set({ pairingPending: found });
  return found;
}

/** Wait until the person has confirmed a pairing. Several pages may wait: the service gives the token once, and the first one
 * stores it for all. Throws ServiceError when it was refused or is over, or AbortError.
 * @param {Pending} begun @param {AbortSignal} signal @returns {Promise<Pairing>} */
export async function confirmed(begun, signal) {
  for (;;) {
    const found = await navigator.locks.request("claude-scope-pairing", { signal }, () => poll(begun, signal));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    signal.throwIfAborted();
  }
}

/** @param {Pending} begun @param {AbortSignal} signal @returns {Promise<Pairing | null>} */
async function poll({ address, id, secret }, signal) {
  const still = await pending();
  if (still?.id !== id) {
    const paired = await current();
    if (paired && !paired.hasEnded && paired.address === address) return paired; // another page was first
    throw new ServiceError(ENDED, 404);
  }
  try {
    const body = await ask(address, "POST", `/api/pairings/${id}/token`, { json: { secret }, signal });
    return body.status === "confirmed" ? await keep(address, body) : null;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.isPassing) return null;
    await forgetPending();
    throw error.status === 404 ? new ServiceError(ENDED, 404) : error;
  }
}

export const forgetPending = () => chrome.storage.session.remove("pairingPending");

/** @param {string} address @param {Record<string, unknown>} body */
async function keep(address, body) {
  const token = text(body, "accessToken", TOKEN);
  if (token.length > MOST_TOKEN) throw new ServiceError("The service's token is too long.", -1);
  const { name, email } = /** @type {Record<string, unknown>} */ (body.user ?? {});
  /** @type {Pairing} */
  const pairing = { address, token, user: { name: short(name), email: short(email) }, pairedAt: Date.now(), hasEnded: false };
  await chrome.storage.local.set({ pairing });
  await forgetPending();
  return pairing;
}

const short = (/** @type {unknown} */ value) => (typeof value === "string" ? value.replaceAll(/\p{C}+/gu, " ").slice(0, 200) : "");

/** The service refused this token: it is revoked, or 90 days old. @param {string} token */
export async function markEnded(token) {
  const pairing = await current();
  if (pairing?.token === token) await chrome.storage.local.set({ pairing: { ...pairing, hasEnded: true } });
}

/** Forget the service and its token, and give back the permission for its origin. */
export async function unpair() {
  const pairing = await current();
  await chrome.storage.local.remove("pairing");
  if (pairing) await chrome.permissions.remove({ origins: [`${pairing.address}/*`] }).catch(() => false);
}

/** What the service lists this browser as, such as "Chromium on Linux". */
function browserName() {
  const { brands = [], platform = "" } = /** @type {any} */ (navigator).userAgentData ?? {};
  const names = brands.map((/** @type {{brand: string}} */ { brand }) => brand);
  const name = names.find((/** @type {string} */ brand) => /Edge|Google Chrome|Opera|Brave/.test(brand)) ?? names.find((/** @type {string} */ brand) => brand === "Chromium");
  return `${name ?? (navigator.userAgent.includes("Firefox") ? "Firefox" : "A browser")}${platform ? ` on ${platform}` : ""}`.slice(0, 100);
}
