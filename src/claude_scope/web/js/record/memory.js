// Recordings that the browser's storage did not take whole: they outlive the page in memory, for whoever recorded them,
// and are gone with the tab.

import { drop, fileOf, waiting } from "./store.js";

/** @typedef {import("./store.js").Recording} Recording */

/** @type {Map<string, {recording: Recording, blob: Blob, release: () => void}>} */
const held = new Map();

/** @param {Recording} recording @param {Blob} blob @param {() => void} release lets other tabs have what is stored of it */
export function remain(recording, blob, release) {
  held.set(recording.id, { recording, blob, release });
  addEventListener("beforeunload", warn);
}

/** @param {string} id */
export function isInMemory(id) {
  return held.has(id);
}

/** What waits of an account, here or in storage, the newest first. @param {string} owner @returns {Promise<Recording[]>} */
export async function offered(owner) {
  const here = [...held.values()].map(({ recording }) => recording).filter((one) => one.owner === owner);
  const stored = await waiting(owner).catch(() => /** @type {Recording[]} */ ([]));
  return [...here, ...stored.filter(({ id }) => !held.has(id))].toSorted((a, b) => b.startedAt - a.startedAt);
}

/** The file, as much of it as there is. @param {Recording} recording */
export async function contentOf(recording) {
  return held.get(recording.id)?.blob ?? fileOf(recording);
}

/** The server has it, or nobody wants it. @param {string} id */
export async function discard(id) {
  await drop(id).catch(() => {});
  held.get(id)?.release();
  held.delete(id);
  if (!held.size) removeEventListener("beforeunload", warn);
}

function warn(/** @type {Event} */ event) {
  event.preventDefault();
}
