// The only file that makes requests: to the paired service, and to the one that is to be paired. An answer is not trusted: no
// redirect is followed, it is bounded, its fields are checked, and its words are only ever shown as text.

const ANSWER_BYTES = 64 * 1024; // the longest answer that is read; a session without frames has 4 kB
const WORDS = 500; // characters of an error that are shown
const TIMEOUT_MS = 30_000;
const MOST_WAIT_S = 600;

export const PAIRING_ID = /^pair_[A-Z0-9]{15}$/;
export const UPLOAD_ID = /^upl_[A-Z0-9]{8}$/;
export const SESSION_ID = /^sess_[A-Z0-9]{8}$/;

/** What went wrong, in words for the user. `status` is 0 without an answer, and -1 for one that is not a service's. */
export class ServiceError extends Error {
  /** @param {string} message @param {number} status @param {number} retryAfterS */
  constructor(message, status, retryAfterS = 0) {
    super(message);
    this.name = "ServiceError";
    this.status = status;
    this.retryAfterS = retryAfterS;
  }

  /** Whether it may work later without anybody's help. */
  get isPassing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** @typedef {{token?: string, json?: unknown, bytes?: ArrayBuffer, headers?: Record<string, string>, signal?: AbortSignal,
 *   timeoutMs?: number}} Options */

/** The body of an answer, {} if it has none. Throws ServiceError, or AbortError if `signal` was aborted.
 * @param {string} address an origin @param {string} method @param {string} path @param {Options} [options]
 * @returns {Promise<Record<string, unknown>>} */
export async function ask(address, method, path, { token, json, bytes, headers, signal, timeoutMs = TIMEOUT_MS } = {}) {
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: {
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...(bytes ? { "content-type": "application/octet-stream" } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: bytes ?? (json === undefined ? undefined : JSON.stringify(json)),
      signal: signal ? AbortSignal.any([signal, late]) : late,
      redirect: "error", // a token and a recording are for this address alone
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
    const body = await bounded(answer);
    if (!answer.ok) throw refused(address, answer, body);
    if (!body) throw new ServiceError(`${address} answered with something that is not from Claude Scope.`, -1);
    return body;
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    signal?.throwIfAborted();
    throw new ServiceError(`${address} does not answer.`, 0);
  }
}

/** The object in an answer; {} without a body, null if it is something else. @param {Response} answer */
async function bounded(answer) {
  const reader = answer.body?.getReader();
  if (!reader) return {};
  const decoder = new TextDecoder();
  let [json, bytes] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    json += decoder.decode(value, { stream: true });
    if (bytes <= ANSWER_BYTES) continue;
    await reader.cancel();
    return null;
  }
  try {
    const body = json ? JSON.parse(json) : {};
    return typeof body === "object" && !Array.isArray(body) ? /** @type {Record<string, unknown> | null} */ (body) : null;
  } catch {
    return null;
  }
}

/** @param {string} address @param {Response} answer @param {Record<string, unknown> | null} body */
function refused(address, answer, body) {
  const words = [body?.message ?? ""].flat().filter((word) => typeof word === "string").join(" ");
  const shown = words.replaceAll(/\p{C}+/gu, " ").trim().slice(0, WORDS);
  const wait = Number(answer.headers.get("retry-after") ?? 0);
  const retryAfterS = wait > 0 ? Math.min(wait, MOST_WAIT_S) : 0;
  return new ServiceError(shown || `${address} answered with ${answer.status}.`, answer.status, retryAfterS);
}

/** A field of an answer that must be a text of this form. Throws ServiceError.
 * @param {Record<string, unknown>} body @param {string} name @param {RegExp} form */
export function text(body, name, form) {
  const value = body[name];
  if (typeof value === "string" && form.test(value)) return value;
  throw new ServiceError(`The service's answer has no usable ${name}. Is its version the same as the extension's?`, -1);
}

/** A field of an answer that must be a whole number of this range. Throws ServiceError.
 * @param {Record<string, unknown>} body @param {string} name @param {number} least @param {number} most */
export function whole(body, name, least, most) {
  const value = body[name];
  if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return Number(value);
  throw new ServiceError(`The service's answer has no usable ${name}. Is its version the same as the extension's?`, -1);
}
