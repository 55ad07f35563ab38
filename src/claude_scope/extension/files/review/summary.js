// What a recording has in it, so that the user knows before it is sent.

import { clock, count, size } from "../ui/format.js";
import { h } from "../ui/dom.js";
import { EVENTS, partsOf } from "../storage/recordings.js";

/** @typedef {import("../storage/recordings.js").Recording} Recording */
/** @typedef {{acts: number, console: number, errors: number, requests: number, failed: number, bytes: number, pages: string[],
 *   origins: Map<string, number>}} Facts `origins` counts the requests to each */

const MOST_LINES = 100;
const KINDS = new Map([
  ["password", "passwords"],
  ["secret", "secret fields"],
  ["query", "in addresses"],
  ["private", "marked as private"],
]);

/** @param {string} id @returns {Promise<Facts>} */
export async function factsOf(id) {
  const pages = new Set();
  const facts = { acts: 0, console: 0, errors: 0, requests: 0, failed: 0, bytes: 0, pages: /** @type {string[]} */ ([]), origins: new Map() };
  for (const part of await partsOf(id, EVENTS)) {
    const lines = typeof part === "string" ? part : await part.text();
    facts.bytes += new Blob([lines]).size;
    for (const line of lines.split("\n")) {
      if (!line || /^\{[^{]*"kind": ?"dom"/.test(line)) continue; // most of the bytes, and none of the facts
      const event = parsed(line);
      if (event?.kind === "action") facts.acts++;
      else if (event?.kind === "console") facts.console++;
      else if (event?.kind === "error") facts.errors++;
      else if (event?.kind === "document" || event?.kind === "navigation") pages.add(String(event.url));
      else if (event?.kind === "request") {
        facts.requests++;
        if (event.failure || event.status >= 400) facts.failed++;
        const origin = URL.canParse(event.url) ? new URL(event.url).origin : "other";
        facts.origins.set(origin, (facts.origins.get(origin) ?? 0) + 1);
      }
    }
  }
  return { ...facts, pages: [...pages] };
}

/** @param {string} line */
function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** @param {Recording} recording @param {Facts} facts @param {number} videoBytes */
export function summary(recording, facts, videoBytes) {
  const rows = [
    ["Length", recording.endedAt ? clock(recording.endedAt - recording.startedAt) : "unknown: the recording was interrupted"],
    ["Size", videoBytes ? `${size(facts.bytes + videoBytes)}, of which ${size(videoBytes)} are the video` : `${size(facts.bytes)}, without a video`],
    ["What you did", count(facts.acts, "act")],
    ["Console", `${count(facts.console, "line")}, ${count(facts.errors, "error")}`],
    ["Network", `${count(facts.requests, "request")}${facts.failed ? `, ${facts.failed} failed` : ""}`],
    ["Masked", masked(recording.manifest.masked)],
  ];
  return h(
    "div",
    { class: "stack" },
    h("dl", { class: "facts" }, ...rows.flatMap(([name, words]) => [h("dt", {}, name), h("dd", {}, words)])),
    addresses(facts),
  );
}

/** @param {unknown} counts by kind */
function masked(counts) {
  const found = Object.entries(/** @type {Record<string, number>} */ (counts ?? {})).filter(([, number]) => Number.isInteger(number) && number > 0);
  const sum = found.reduce((total, [, number]) => total + number, 0);
  const kinds = found.map(([kind, number]) => `${number} ${KINDS.get(kind) ?? kind}`).join(", ");
  return sum ? `${count(sum, "value")} (${kinds})` : "no value";
}

/** @param {Facts} facts */
function addresses({ pages, origins }) {
  const lines = [...pages, ...[...origins].map(([origin, number]) => `${origin}: ${count(number, "request")}`)];
  if (!lines.length) return null;
  const more = lines.length - MOST_LINES;
  const list = h("ul", { class: "addresses" }, ...lines.slice(0, MOST_LINES).map((line) => h("li", {}, h("code", {}, line))), more > 0 && h("li", {}, `and ${more} more`));
  return h("details", {}, h("summary", {}, `Addresses: ${count(pages.length, "page")}, requests to ${count(origins.size, "server")}`), list);
}
