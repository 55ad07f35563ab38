// Builds the .scope file of a recording (docs/capture-format.md): what is sent, and what "Save as a file" saves.

import { EVENTS, partsOf, VIDEO } from "../storage/recordings.js";
import { zip } from "./zip.js";

const EVENTS_BYTES = 8_000_000; // of a file of events, as `claude-scope record` writes it

/** @param {import("../storage/recordings.js").Recording} recording @returns {Promise<Blob>} */
export async function captureOf(recording) {
  const { id, title, notes, url } = recording;
  const video = new Blob(await partsOf(id, VIDEO));
  const manifest = { url, ...recording.manifest, title, notes, ...(video.size ? {} : { videoStart: null }) };
  const events = files(await partsOf(id, EVENTS));
  return zip([
    { name: "manifest.json", data: new Blob([JSON.stringify(manifest)]), isDeflated: false }, // first, so that readers know the format
    ...(video.size ? [{ name: "video.webm", data: video, isDeflated: false }] : []),
    ...events.map((data, index) => ({ name: `events-${String(index).padStart(3, "0")}.jsonl`, data, isDeflated: true })),
  ]);
}

/** Whole lines in files of about 8 MB. @param {(Blob | string)[]} parts */
function files(parts) {
  /** @type {Blob[]} */
  const done = [];
  /** @type {Blob[]} */
  let current = [];
  let bytes = 0;
  for (const part of parts) {
    const data = new Blob([part]);
    if (bytes && bytes + data.size > EVENTS_BYTES) {
      done.push(new Blob(current));
      [current, bytes] = [[], 0];
    }
    current.push(data);
    bytes += data.size;
  }
  if (bytes) done.push(new Blob(current));
  return done;
}

/** A name that every system takes, without what people may not want to see in a file's name.
 * @param {import("../storage/recordings.js").Recording} recording */
export function fileName({ title, startedAt }) {
  const words = title.normalize("NFKD").replace(/[^\w-]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60);
  return `${words || new Date(startedAt).toISOString().slice(0, 16).replace(/[:T]/g, "-")}.scope`;
}
