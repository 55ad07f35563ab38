// Recordings that the browser's storage could not store completely: they survive in memory when the page is left, for
// their owner, until the tab is closed.

import { drop, fileOf, waiting } from "./store.js";

/** @typedef {import("./store.js").Recording} Recording */

/** @type {Map<string, {recording: Recording, blob: Blob, release: () => void}>} */
const held = new Map();

/** @param {Recording} recording @param {Blob} blob @param {() => void} release lets other tabs use the stored part */
export function remain(recording, blob, release) {
  held.set(recording.id, { recording, blob, release });
  addEventListener("beforeunload", warn);
}

/** @param {string} id */
export function isInMemory(id) {
  return held.has(id);
}

/** The pending recordings of an account, in memory or in storage, newest first. @param {string} owner @returns
 * {Promise<Recording[]>} */
export async function offered(owner) {
  const here = [...held.values()].map(({ recording }) => recording).filter((entry) => entry.owner === owner);
  const stored = await waiting(owner).catch(() => /** @type {Recording[]} */ ([]));
  return [...here, ...stored.filter(({ id }) => !held.has(id))].toSorted((a, b) => b.startedAt - a.startedAt);
}

/** The file, as far as it is available. @param {Recording} recording */
export async function contentOf(recording) {
  return held.get(recording.id)?.blob ?? fileOf(recording);
}

/** The server has it, or the user discarded it. @param {string} id */
export async function discard(id) {
  await drop(id).catch(() => {});
  held.get(id)?.release();
  held.delete(id);
  if (!held.size) removeEventListener("beforeunload", warn);
}

function warn(/** @type {Event} */ event) {
  event.preventDefault();
}
