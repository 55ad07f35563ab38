// The only file that makes requests to the server: JSON in and out, uploads, events, pictures, downloads.

import { auth, away, setAway, signOut } from "./state.js";

const READ_MS = 30_000;
const CHANGE_MS = 180_000; // deleting everything or writing prompts takes time, and a change may be made although its request was given up
const DOWNLOAD_MS = 600_000;
const PING_MS = 2_000;
const SILENT_MS = 45_000; // a stream of events has a sign of life every 15 s
const NO_SERVER = new Set([502, 503, 504]); // a proxy's status codes for a server that does not answer
const AWAY = "The server does not answer. Is claude-scope serve still running?";
const UNREADABLE = "The server's answer could not be read.";
const BROKEN = "The connection was lost while the recording was sent. Nothing of it is lost: try again.";

/** What went wrong, in words for the user; `status` is 0 if there was no response. */
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

/** @typedef {{signal?: AbortSignal, headers?: Record<string, string>, body?: unknown, keepalive?: boolean, anonymous?: boolean, token?: string, timeoutMs?: number}} Options
 * `token` replaces that of the signed-in user; `timeoutMs` applies to the start of the response, and again to the rest */

export const get = (/** @type {string} */ path, /** @type {Options} */ options = {}) => json("GET", path, options);
export const post = (/** @type {string} */ path, /** @type {unknown} */ body, /** @type {Options} */ options = {}) =>
  json("POST", path, { ...options, body });
export const patch = (/** @type {string} */ path, /** @type {unknown} */ body, /** @type {Options} */ options = {}) =>
  json("PATCH", path, { ...options, body });
export const remove = (/** @type {string} */ path, /** @type {Options} */ options = {}) => json("DELETE", path, options);

/** One page of a list, and the path of the next one (RFC 8288) or null; throws ApiError.
 * @param {string} path @param {Options} [options] @returns {Promise<{items: any[], next: string | null}>} */
export async function page(path, options = {}) {
  return ask("GET", path, options, async (answer) => {
    const next = /<\/api([^>]*)>; rel="next"/.exec(answer.headers.get("link") ?? "");
    return { items: await answer.json(), next: next ? next[1] : null };
  });
}

/** The body of a response, null if it has none; throws ApiError.
 * @param {string} method @param {string} path below /api @param {Options} options @returns {Promise<any>} */
async function json(method, path, options) {
  return ask(method, path, options, (answer) => (answer.status === 204 ? null : answer.json()));
}

/** The result of `read` for a successful response; throws ApiError, or AbortError if `options.signal` was aborted.
 * @template T
 * @param {string} method @param {string} path @param {Options} options @param {(answer: Response) => T | Promise<T>} read
 * @returns {Promise<T>} */
async function ask(method, path, options, read) {
  const { signal, anonymous, timeoutMs = method === "GET" ? READ_MS : CHANGE_MS } = options;
  const token = anonymous ? undefined : (options.token ?? auth.value?.accessToken);
  const late = timer(timeoutMs);
  try {
    const answer = await fetch(`/api${path}`, asked(method, options, token, signal ? AbortSignal.any([signal, late.signal]) : late.signal));
    late.restart();
    if (!answer.ok) throw await refused(answer, token);
    setAway(false);
    return await read(answer);
  } catch (error) {
    if (signal?.aborted || error instanceof ApiError) throw error;
    if (error instanceof SyntaxError) throw new ApiError(0, [UNREADABLE]);
    lost();
    throw new ApiError(0, [AWAY]);
  } finally {
    late.stop();
  }
}

/** The options for fetch. @param {string} method @param {Options} options @param {string | undefined} token @param
 * {AbortSignal} signal */
function asked(method, { headers, body, keepalive }, token, signal) {
  return {
    method,
    keepalive,
    signal,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  };
}

/** A signal that aborts after this time without a call of `restart`. @param {number} ms */
function timer(ms) {
  const late = new AbortController();
  const start = () => setTimeout(() => late.abort(), ms);
  let running = start();
  const stop = () => clearTimeout(running);
  const restart = () => {
    stop();
    running = start();
  };
  return { signal: late.signal, restart, stop };
}

/** The error of a response. An invalid token ends the sign-in, unless there is a new one by now.
 * @param {Response} answer @param {string} [token] the one that was sent */
async function refused(answer, token) {
  const body = await answer.json().catch(() => null);
  if (isSilent(answer.status, body)) {
    lost();
    return new ApiError(0, [AWAY]);
  }
  setAway(false);
  if (answer.status === 401 && token && token === auth.value?.accessToken) signOut("expired");
  return errorOf(answer.status, body, answer.headers.get("retry-after"));
}

/** Whether a proxy answered, because the server did not: our own errors contain their status. @param {number} status
 * @param {any} body */
function isSilent(status, body) {
  return NO_SERVER.has(status) && !body?.statusCode;
}

/** @param {number} status @param {any} body @param {string | null} retryAfter */
function errorOf(status, body, retryAfter) {
  const told = [body?.message ?? `The server answered with ${status}.`].flat().map(String);
  const wait = Number(retryAfter ?? 0);
  return new ApiError(status, wait ? [...told, `Try again in ${wait} s.`] : told, wait);
}

let pinging = false;

/** The server does not answer: poll until it does. */
async function lost() {
  setAway(true);
  if (pinging) return;
  pinging = true;
  while (away.value) {
    await new Promise((done) => setTimeout(done, PING_MS));
    const answer = await fetch("/api/health", { cache: "no-store" }).catch(() => null);
    if (answer?.ok) setAway(false);
  }
  pinging = false;
}

/** Send a recording. Returns the session that waits to be processed; throws ApiError, or AbortError.
 * @param {FormData} form @param {{key: string, onProgress: (sent: number, total: number) => void, signal: AbortSignal}} how
 * the same `key` can be sent again, and still creates one session
 * @returns {Promise<any>} */
export function upload(form, { key, onProgress, signal }) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const token = auth.value?.accessToken;
    const request = new XMLHttpRequest(); // fetch does not report how much was sent
    request.open("POST", "/api/recordings");
    request.setRequestHeader("prefer", "respond-async");
    request.setRequestHeader("idempotency-key", key);
    if (token) request.setRequestHeader("authorization", `Bearer ${token}`);
    request.responseType = "json";
    const fail = () => {
      lost();
      reject(new ApiError(0, [BROKEN]));
    };
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded, event.total));
    request.addEventListener("load", () => {
      if (request.status === 202) return resolve(request.response);
      if (isSilent(request.status, request.response)) return fail();
      if (request.status === 401 && token === auth.value?.accessToken) signOut("expired");
      reject(errorOf(request.status, request.response, request.getResponseHeader("retry-after")));
    });
    request.addEventListener("error", fail);
    request.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

/** Follow a session's status until its work has ended: server-sent events (HTML standard, section 9.2) read with fetch,
 * since EventSource cannot send a token. Reconnects by itself; throws ApiError for permanent errors (401, 404).
 * @param {string} id @param {(status: any) => void} onStatus @param {AbortSignal} signal */
export async function follow(id, onStatus, signal) {
  let last = "";
  while (!signal.aborted) {
    let waitMs = PING_MS / 2;
    try {
      last = await followOnce(id, last, onStatus, signal);
      if (last === ENDED) return;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && [401, 404].includes(error.status)) throw error;
      if (!(error instanceof ApiError)) lost();
      else if (error.retryAfterS) waitMs = error.retryAfterS * 1000;
    }
    await new Promise((done) => setTimeout(done, waitMs));
  }
}

const ENDED = "ended";

/** One connection; returns the id of its last event, or ENDED. One that is silent for too long is given up.
 * @param {string} id @param {string} last @param {(status: any) => void} onStatus @param {AbortSignal} signal */
async function followOnce(id, last, onStatus, signal) {
  const token = auth.value?.accessToken ?? "";
  const headers = { authorization: `Bearer ${token}`, ...(last ? { "last-event-id": last } : {}) };
  const silence = timer(SILENT_MS);
  try {
    const answer = await fetch(`/api/sessions/${id}/events`, { headers, signal: AbortSignal.any([signal, silence.signal]) });
    if (answer.status === 204) {
      setAway(false);
      return ENDED;
    }
    if (!answer.ok || !answer.body) throw await refused(answer, token);
    setAway(false);
    return await readEvents(answer.body, last, onStatus, silence.restart);
  } finally {
    silence.stop();
  }
}

/** Returns the same. @param {ReadableStream<BufferSource>} body @param {string} last @param {(status: any) => void} onStatus
 * @param {() => void} onAlive called whenever data arrives */
async function readEvents(body, last, onStatus, onAlive) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return last;
    onAlive();
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

/** Download a file that needs the token. @param {string} path @param {string} name of the file */
export async function download(path, name) {
  save(await ask("GET", path, { timeoutMs: DOWNLOAD_MS }, (answer) => answer.blob()), name);
}

/** Save something as a file. @param {Blob} content @param {string} name */
export function save(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(URL.revokeObjectURL, 60_000, link.href);
}
