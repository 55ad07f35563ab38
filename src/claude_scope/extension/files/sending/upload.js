// Sends the archive of a recording in chunks, from where the service has it. Whatever fails can be tried again: nothing is sent
// twice as a session, because the recording's id is the key of the upload.

import { update } from "../storage/recordings.js";
import { ask, ServiceError, SESSION_ID, text, UPLOAD_ID, whole } from "./service.js";

const MOST_CHUNK = 4 * 1024 * 1024;
const LEAST_CHUNK = 64 * 1024;
const CHUNK_MS = 180_000; // 4 MiB over a line of 200 kbit/s

/** @typedef {import("../storage/recordings.js").Recording} Recording */
/** @typedef {import("../pairing/pairing.js").Pairing} Pairing */
/** @typedef {{id: string, received: number, chunkBytes: number, session: string}} Upload `session` is "" until it is finished */

/** The id of the session. Throws ServiceError, or AbortError.
 * @param {Pairing} pairing @param {Recording} recording @param {Blob} archive
 * @param {{onProgress: (received: number) => void, chunkBytes: number, signal?: AbortSignal}} how */
export async function upload({ address, token }, recording, archive, { onProgress, chunkBytes, signal }) {
  const to = { token, signal };
  let state = await begun(address, recording, archive, to);
  while (!state.session && state.received < archive.size) {
    onProgress(state.received);
    const end = Math.min(archive.size, state.received + Math.min(chunkBytes, state.chunkBytes));
    const next = await put(address, state, archive.slice(state.received, end), to, archive.size);
    if (next.received <= state.received) throw new ServiceError("The service does not store what it is sent.", 409);
    state = next;
  }
  onProgress(archive.size);
  if (state.session) return state.session;
  const session = await ask(address, "POST", `/api/uploads/${state.id}/finish`, { ...to, json: { size: archive.size } });
  return text(session, "id", SESSION_ID);
}

/** The upload of this recording: the one that was begun, if it is still there, else a new one.
 * @param {string} address @param {Recording} recording @param {Blob} archive @param {{token: string, signal?: AbortSignal}} to */
async function begun(address, { id, title, notes, agentTarget, sent }, { size }, to) {
  if (sent?.upload) {
    try {
      return checked(await ask(address, "GET", `/api/uploads/${sent.upload}`, to), size);
    } catch (error) {
      if (!(error instanceof ServiceError) || error.status !== 404) throw error;
    }
  }
  // No address: that of the capture counts, and one of more than 2,000 characters would be refused.
  const words = { ...(title.trim() && { title: title.trim() }), ...(notes.trim() && { notes }), ...(agentTarget && { agentTarget }) };
  const state = checked(await ask(address, "POST", "/api/uploads", { ...to, json: { ...words, size }, headers: { "idempotency-key": id } }), size);
  await update(id, { sent: { address, upload: state.id, session: "" } });
  return state;
}

/** @param {string} address @param {Upload} state @param {Blob} chunk @param {{token: string, signal?: AbortSignal}} to @param {number} size */
async function put(address, { id, received }, chunk, to, size) {
  const bytes = await chunk.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const headers = { "content-digest": `sha-256=:${btoa(String.fromCharCode(...digest))}:` }; // RFC 9530
  return checked(await ask(address, "PUT", `/api/uploads/${id}/chunks/${received}`, { ...to, bytes, headers, timeoutMs: CHUNK_MS }), size);
}

/** @param {Record<string, unknown>} body @param {number} size @returns {Upload} */
function checked(body, size) {
  return {
    id: text(body, "id", UPLOAD_ID),
    received: whole(body, "received", 0, size),
    chunkBytes: Math.min(MOST_CHUNK, whole(body, "chunkBytes", LEAST_CHUNK, Number.MAX_SAFE_INTEGER)),
    session: body.sessionId ? text(body, "sessionId", SESSION_ID) : "",
  };
}

export { LEAST_CHUNK, MOST_CHUNK };
