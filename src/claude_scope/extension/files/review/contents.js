// What is in a recording, counted from its events.

import { EVENTS, partsOf } from "../storage/recordings.js";

/** @typedef {{acts: number, console: number, errors: number, requests: number, bytes: number, addresses: string[]}} Contents */

/** `bytes` are those of the events. @param {string} id @returns {Promise<Contents>} */
export async function contentsOf(id) {
  const found = { acts: 0, console: 0, errors: 0, requests: 0 };
  let bytes = 0;
  const addresses = new Set();
  const kinds = /** @type {Record<string, keyof typeof found>} */ ({ action: "acts", console: "console", error: "errors", request: "requests" });
  for (const part of await partsOf(id, EVENTS)) {
    const lines = typeof part === "string" ? part : await part.text();
    bytes += new Blob([lines]).size;
    for (const line of lines.split("\n")) {
      if (!line) continue;
      const { kind, url } = JSON.parse(line);
      if (Object.hasOwn(kinds, kind)) found[kinds[kind]]++;
      if ((kind === "document" || kind === "request") && URL.canParse(url)) addresses.add(new URL(url).origin);
    }
  }
  return { ...found, bytes, addresses: [...addresses].toSorted() };
}
