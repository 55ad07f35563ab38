// Which sessions are listed, in which order; stored in the address, so that it works with Back and can be shared.

import { statusOf } from "./failure.js";

/** @typedef {import("./session-model.js").Session} Session */
/** @typedef {{q: string, status: string, since: string, sort: string}} Choice */

/** Values and labels; the first is the default. @type {[string, string][]} */
export const STATUS = [
  ["", "Any status"],
  ["complete", "Complete"],
  ["processing", "Processing"],
  ["error", "Failed"],
  ["cancelled", "Cancelled"],
];
/** @type {[string, string][]} */
export const SINCE = [
  ["", "Any time"],
  ["day", "Last 24 hours"],
  ["week", "Last 7 days"],
  ["month", "Last 30 days"],
];
/** @type {[string, string][]} */
export const SORT = [
  ["", "Last updated first"],
  ["created", "Newest first"],
  ["oldest", "Oldest first"],
  ["title", "Title, A to Z"],
  ["longest", "Longest first"],
  ["shortest", "Shortest first"],
];
const DAYS = /** @type {Record<string, number>} */ ({ day: 1, week: 7, month: 30 });
const DAY_MS = 86_400_000;

/** The choice in an address; invalid values are ignored. @param {URLSearchParams} query @returns {Choice} */
export function choiceOf(query) {
  const one = (/** @type {string} */ name, /** @type {[string, string][]} */ values) => {
    const given = query.get(name) ?? "";
    return values.some(([value]) => value === given) ? given : "";
  };
  return { q: query.get("q") ?? "", status: one("status", STATUS), since: one("since", SINCE), sort: one("sort", SORT) };
}

/** The address's query of a choice. @param {Choice} choice */
export function queryOf(choice) {
  const query = new URLSearchParams(Object.entries(choice).filter(([, value]) => value)).toString();
  return query && `?${query}`;
}

const COLLATOR = new Intl.Collator("en", { sensitivity: "base", numeric: true });

/** @type {Record<string, (a: Session, b: Session) => number>} */
const ORDERS = {
  "": (a, b) => compare(b.updatedAt, a.updatedAt),
  created: (a, b) => compare(b.createdAt, a.createdAt),
  oldest: (a, b) => compare(a.createdAt, b.createdAt),
  title: (a, b) => COLLATOR.compare(a.title, b.title),
  longest: (a, b) => b.duration - a.duration,
  shortest: (a, b) => a.duration - b.duration,
};

/** ISO 8601 times of one zone compare as text. @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The matching sessions, in order. Every word of `q` must be in the title, except for the sessions in `stay`.
 * @param {Session[]} sessions @param {Choice} choice @param {number} now ms since 1970 @param {Set<string>} [stay] ids */
export function chosen(sessions, { q, status, since, sort }, now, stay) {
  const words = plain(q).split(/\s+/).filter(Boolean);
  const from = since ? new Date(now - DAYS[since] * DAY_MS).toISOString() : "";
  return sessions
    .filter((session) => (!status || statusOf(session) === status) && session.createdAt >= from)
    .filter((session) => !words.length || stay?.has(session.id) || words.every((word) => plain(session.title).includes(word)))
    .toSorted((a, b) => ORDERS[sort](a, b) || compare(a.id, b.id));
}

/** Normalises a text for searching: without case and accents. @param {string} text */
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
