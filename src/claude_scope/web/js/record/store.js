// Recordings in IndexedDB, stored chunk by chunk until the server has them: a reload, a crash of the tab or a lost
// connection loses nothing. A lock (Web Locks API) shows which of them a tab is using; it ends with the tab.

/** @typedef {import("./details.js").Details} Details */
/** @typedef {{id: string, owner: string, details: Details, mimeType: string, startedAt: number, durationMs: number, size: number, isWhole: boolean}} Recording
 * `startedAt` is a Date's milliseconds; `isWhole` is false while it goes on, and stays false if it was interrupted */

const NAME = "claude-scope";
const RECORDINGS = "recordings";
const CHUNKS = "chunks";
/** A smaller recording has no picture: a recorder's first chunk may be a single byte. */
export const LEAST_BYTES = 100;

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.addEventListener("upgradeneeded", () => {
      request.result.createObjectStore(RECORDINGS, { keyPath: "id" });
      request.result.createObjectStore(CHUNKS, { keyPath: ["id", "number"] });
    });
    request.addEventListener("success", () => {
      request.result.addEventListener("close", forget); // the browser cleared its storage
      resolve(request.result);
    });
    request.addEventListener("error", () => {
      forget();
      reject(request.error);
    });
  });
  return opened;
}

function forget() {
  opened = undefined;
}

/** Run a transaction, which is committed when this resolves.
 * @template T
 * @param {IDBTransactionMode} mode @param {(stores: {recordings: IDBObjectStore, chunks: IDBObjectStore}) => IDBRequest<T>} work
 * @returns {Promise<T>} */
async function transaction(mode, work) {
  const tx = (await database()).transaction([RECORDINGS, CHUNKS], mode);
  const request = work({ recordings: tx.objectStore(RECORDINGS), chunks: tx.objectStore(CHUNKS) });
  return new Promise((resolve, reject) => {
    tx.addEventListener("complete", () => resolve(request.result));
    tx.addEventListener("abort", () => reject(tx.error ?? request.error));
  });
}

/** Store a recording that begins or ends. @param {Recording} recording */
export function keep(recording) {
  return transaction("readwrite", ({ recordings }) => recordings.put(recording));
}

/** Store the next chunk, with the updated recording. @param {Recording} recording @param {number} number @param
 * {Blob} data */
export function addChunk(recording, number, data) {
  return transaction("readwrite", ({ recordings, chunks }) => {
    chunks.put({ id: recording.id, number, data });
    return recordings.put(recording);
  });
}

/** The file, as far as it is stored: chunks after a missing one cannot be read. @param {Recording} recording */
export async function fileOf({ id, mimeType }) {
  const found = await transaction("readonly", ({ chunks }) => chunks.getAll(chunksOf(id)));
  return new Blob(
    found.filter((chunk, at) => chunk.number === at + 1).map((chunk) => chunk.data),
    { type: mimeType },
  );
}

/** Whether it is still pending. @param {string} id */
export async function isThere(id) {
  return (await transaction("readonly", ({ recordings }) => recordings.getKey(id))) !== undefined;
}

/** @param {string} id */
export function drop(id) {
  return transaction("readwrite", ({ recordings, chunks }) => {
    chunks.delete(chunksOf(id));
    return recordings.delete(id);
  });
}

/** The pending recordings of an account that no tab is using, newest first. One that ended before its first
 * picture is dropped. @param {string} owner @returns {Promise<Recording[]>} */
export async function waiting(owner) {
  /** @type {Recording[]} */
  const all = await transaction("readonly", ({ recordings }) => recordings.getAll());
  const held = new Set((await navigator.locks?.query())?.held?.map((lock) => lock.name));
  const found = all.filter((recording) => recording.owner === owner && !held.has(lockOf(recording.id)));
  for (const empty of found.filter((recording) => recording.size < LEAST_BYTES)) await drop(empty.id);
  return found.filter((recording) => recording.size >= LEAST_BYTES)
    .toSorted((a, b) => b.startedAt - a.startedAt);
}

const chunksOf = (/** @type {string} */ id) => IDBKeyRange.bound([id], [id, []]);
const lockOf = (/** @type {string} */ id) => `cs-recording-${id}`;

/** Lock a recording, so that no other tab offers or sends it. Returns the function to release it, or null if it
 * is locked elsewhere. @param {string} id @returns {Promise<(() => void) | null>} */
export function hold(id) {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((resolve) => {
    navigator.locks.request(lockOf(id), { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(null);
      return new Promise((/** @type {(value?: unknown) => void} */ release) => resolve(release));
    });
  });
}
