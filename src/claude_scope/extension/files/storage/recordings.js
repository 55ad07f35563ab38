// Recordings of this browser in IndexedDB, part by part: a crash loses what was not added yet, and nothing else. The service
// worker, the offscreen document and the review page share them.

/** @typedef {{id: string, state: "recording" | "review" | "sending" | "sent", url: string, title: string, notes: string,
 *   startedAt: number, endedAt: number | null, why: string, manifest: Record<string, unknown>,
 *   sent: {address: string, upload: string, session: string} | null, agentTarget?: string, problem?: string, isOpened?: boolean,
 *   masks?: Mask[]}} Recording
 * `startedAt` and `endedAt` are epoch milliseconds, `why` says why it ended, `manifest` is that of the capture format
 * (docs/capture-format.md), `sent` is where the person sends it and what the service has of it ("" until it has), `problem` is
 * why the service refused it, `masks` are the places that the person covers before it is sent. */
/** @typedef {{x: number, y: number, width: number, height: number, from: number, to: number}} Mask
 * parts (0 to 1) of the picture, and seconds of the video; `to` may be Infinity */

const NAME = "claude-scope";
const VIDEO = "video.webm";
const EVENTS = "events.jsonl";
const ARCHIVE = "capture.scope";

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.addEventListener("upgradeneeded", () => {
      request.result.createObjectStore("recordings", { keyPath: "id" });
      request.result.createObjectStore("parts", { autoIncrement: true }).createIndex("file", ["recording", "file"]);
    });
    request.addEventListener("success", () => {
      request.result.addEventListener("close", () => (opened = undefined)); // the browser cleared its storage
      resolve(request.result);
    });
    request.addEventListener("error", () => {
      opened = undefined;
      reject(request.error);
    });
  });
  return opened;
}

/** Run a transaction; what `work` returns is awaited and given once it is committed.
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(recordings: IDBObjectStore, parts: IDBObjectStore) => T | IDBRequest<T>} work
 * @returns {Promise<T>} */
async function transaction(mode, work) {
  const tx = (await database()).transaction(["recordings", "parts"], mode, { durability: mode === "readwrite" ? "strict" : "default" });
  const given = work(tx.objectStore("recordings"), tx.objectStore("parts"));
  return new Promise((resolve, reject) => {
    tx.addEventListener("complete", () => resolve(given instanceof IDBRequest ? given.result : given));
    tx.addEventListener("abort", () => reject(tx.error ?? new Error("The browser's storage is full.")));
  });
}

/** @param {Recording} recording */
export const create = (recording) => transaction("readwrite", (recordings) => recordings.put(recording));

/** @param {string} id @returns {Promise<Recording | undefined>} */
export const get = (id) => transaction("readonly", (recordings) => recordings.get(id));

/** All recordings, the newest first. @returns {Promise<Recording[]>} */
export async function all() {
  /** @type {Recording[]} */
  const found = await transaction("readonly", (recordings) => recordings.getAll());
  return found.toSorted((a, b) => b.startedAt - a.startedAt);
}

/** Change a recording; one that was removed stays removed. @param {string} id @param {Partial<Recording>} changes */
export const update = (id, changes) =>
  transaction("readwrite", (recordings) => {
    const request = recordings.get(id);
    request.onsuccess = () => request.result && recordings.put({ ...request.result, ...changes });
  });

/** Add a part to a file of a recording; one that was removed stays removed. @param {string} id @param {string} file
 * @param {Blob | string} data */
export const append = (id, file, data) =>
  transaction("readwrite", (recordings, parts) => {
    const request = recordings.getKey(id);
    request.onsuccess = () => request.result && parts.add({ recording: id, file, data });
  });

/** The parts of a file, in the order in which they were added. @param {string} id @param {string} file @returns
 * {Promise<(Blob | string)[]>} */
export async function partsOf(id, file) {
  const found = await transaction("readonly", (_, parts) => parts.index("file").getAll([id, file]));
  return found.map((part) => part.data);
}

/** Replace a file by one part, such as a video in which something was covered. @param {string} id @param {string} file
 * @param {Blob | string | null} data null removes the file */
export const replace = (id, file, data) =>
  transaction("readwrite", (_, parts) => {
    const cursor = parts.index("file").openKeyCursor(IDBKeyRange.only([id, file]));
    cursor.onsuccess = () => {
      if (cursor.result) {
        parts.delete(cursor.result.primaryKey);
        cursor.result.continue();
      } else if (data) parts.add({ recording: id, file, data });
    };
  });

/** Remove a recording with all its parts. @param {string} id */
export const remove = (id) =>
  transaction("readwrite", (recordings, parts) => {
    recordings.delete(id);
    removeParts(parts, id);
  });

/** Remove the parts of a recording that was sent. @param {string} id */
export const forget = (id) => transaction("readwrite", (_, parts) => removeParts(parts, id));

/** @param {IDBObjectStore} parts @param {string} id */
function removeParts(parts, id) {
  const cursor = parts.index("file").openKeyCursor(IDBKeyRange.bound([id], [id, []]));
  cursor.addEventListener("success", () => {
    if (!cursor.result) return;
    parts.delete(cursor.result.primaryKey);
    cursor.result.continue();
  });
}

export { ARCHIVE, EVENTS, VIDEO };
