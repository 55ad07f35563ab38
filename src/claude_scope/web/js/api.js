// The only file that asks the server: JSON in and out, uploads, events, pictures, downloads.

import { auth, away, setAway, signOut } from "./state.js";

const TIMEOUT_MS = 30_000;
const PING_MS = 2_000;
const AWAY = "The server does not answer. Is claude-scope serve still running?";

/** What went wrong, in words for a person; `status` is 0 where there was no answer at all. */
export class ApiError extends Error {
  /** @param {number} status @param {string[]} messages @param {number} retryAfterS */
  constructor(status, messages, retryAfterS = 0) {
    super(messages.join(" "));
    this.name = "ApiError";
    this.status = status;
    this.messages = messages;
    this.retryAfterS = retryAfterS;
  }
}

/** @typedef {{signal?: AbortSignal, headers?: Record<string, string>, body?: unknown, keepalive?: boolean, anonymous?: boolean}} Options */

export const get = (/** @type {string} */ path, /** @type {Options} */ options = {}) => json("GET", path, options);
export const post = (/** @type {string} */ path, /** @type {unknown} */ body, /** @type {Options} */ options = {}) =>
  json("POST", path, { ...options, body });
export const patch = (/** @type {string} */ path, /** @type {unknown} */ body, /** @type {Options} */ options = {}) =>
  json("PATCH", path, { ...options, body });
export const remove = (/** @type {string} */ path, /** @type {Options} */ options = {}) => json("DELETE", path, options);

/** One page of a list, and the path of the next one (RFC 8288) or null; throws ApiError.
 * @param {string} path @param {Options} [options] @returns {Promise<{items: any[], next: string | null}>} */
export async function page(path, options = {}) {
  const answer = await ask("GET", path, options);
  const next = /<\/api([^>]*)>; rel="next"/.exec(answer.headers.get("link") ?? "");
  return { items: await answer.json(), next: next ? next[1] : null };
}

/** The body of an answer, null where it has none; throws ApiError.
 * @param {string} method @param {string} path below /api @param {Options} options @returns {Promise<any>} */
async function json(method, path, options) {
  const answer = await ask(method, path, options);
  return answer.status === 204 ? null : answer.json();
}

/** An answer that went well; throws ApiError, or AbortError if `options.signal` says so.
 * @param {string} method @param {string} path @param {Options} options */
async function ask(method, path, { signal, headers = {}, body, keepalive, anonymous } = {}) {
  const token = anonymous ? undefined : auth.value?.accessToken;
  const signals = [AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])];
  let answer;
  try {
    answer = await fetch(`/api${path}`, {
      method,
      keepalive,
      signal: AbortSignal.any(signals),
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    lost();
    throw new ApiError(0, [AWAY]);
  }
  setAway(false);
  if (!answer.ok) throw await refused(answer, token);
  return answer;
}

/** The error of an answer. A token that is not good any more ends the sign-in, unless there is a new one by now.
 * @param {Response} answer @param {string} [token] */
async function refused(answer, token) {
  if (answer.status === 401 && token && token === auth.value?.accessToken) signOut("expired");
  const body = await answer.json().catch(() => null);
  return errorOf(answer.status, body, answer.headers.get("retry-after"));
}

/** @param {number} status @param {any} body @param {string | null} retryAfter */
function errorOf(status, body, retryAfter) {
  const told = [body?.message ?? `The server answered with ${status}.`].flat().map(String);
  const wait = Number(retryAfter ?? 0);
  return new ApiError(status, wait ? [...told, `Try again in ${wait} s.`] : told, wait);
}

let pinging = false;

/** Nobody answers: look until somebody does. */
async function lost() {
  setAway(true);
  if (pinging) return;
  pinging = true;
  while (away.value) {
    await new Promise((done) => setTimeout(done, PING_MS));
    const answer = await fetch("/api/health", { cache: "no-store" }).catch(() => null);
    if (answer) setAway(false);
  }
  pinging = false;
}

/** Send a recording. Gives the session that waits to be processed; throws ApiError, or AbortError.
 * @param {FormData} form @param {{onProgress: (sent: number, total: number) => void, signal: AbortSignal}} how
 * @returns {Promise<any>} */
export function upload(form, { onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const token = auth.value?.accessToken;
    const request = new XMLHttpRequest(); // fetch does not tell how much was sent
    request.open("POST", "/api/recordings");
    request.setRequestHeader("prefer", "respond-async");
    if (token) request.setRequestHeader("authorization", `Bearer ${token}`);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded, event.total));
    request.addEventListener("load", () => {
      if (request.status === 202) return resolve(request.response);
      if (request.status === 401 && token === auth.value?.accessToken) signOut("expired");
      reject(errorOf(request.status, request.response, request.getResponseHeader("retry-after")));
    });
    request.addEventListener("error", () => {
      lost();
      reject(new ApiError(0, ["The connection was lost while the recording was sent. Nothing of it is lost: try again."]));
    });
    request.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

/** Follow a session's status until its work has ended: server-sent events (HTML standard, section 9.2) read with fetch,
 * since EventSource cannot send a token. Connects again by itself; throws ApiError for good ones (401, 404).
 * @param {string} id @param {(status: any) => void} onStatus @param {AbortSignal} signal */
export async function follow(id, onStatus, signal) {
  let last = "";
  while (!signal.aborted) {
    try {
      last = await followOnce(id, last, onStatus, signal);
      if (last === ENDED) return;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && [401, 404].includes(error.status)) throw error;
      if (!(error instanceof ApiError)) lost();
    }
    await new Promise((done) => setTimeout(done, PING_MS / 2));
  }
}

const ENDED = "ended";

/** One connection; gives the id of its last event, or ENDED.
 * @param {string} id @param {string} last @param {(status: any) => void} onStatus @param {AbortSignal} signal */
async function followOnce(id, last, onStatus, signal) {
  const headers = { authorization: `Bearer ${auth.value?.accessToken ?? ""}`, ...(last ? { "last-event-id": last } : {}) };
  const answer = await fetch(`/api/sessions/${id}/events`, { headers, signal });
  setAway(false);
  if (answer.status === 204) return ENDED;
  if (!answer.ok || !answer.body) throw await refused(answer, auth.value?.accessToken);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return last;
    text += value;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const fields = Object.fromEntries(event.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
      if (fields.event !== "status") continue;
      last = fields.id ?? last;
      const status = JSON.parse(fields.data);
      onStatus(status);
      if (["complete", "error"].includes(status.processingStatus.overallStage)) return ENDED;
    }
  }
}

/** Download what needs the token. @param {string} path @param {string} name of the file */
export async function download(path, name) {
  const answer = await ask("GET", path, {});
  save(await answer.blob(), name);
}

/** Hand something to the person as a file. @param {Blob} content @param {string} name */
export function save(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(URL.revokeObjectURL, 60_000, link.href);
}
