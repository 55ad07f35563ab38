// The data sent with a recording: validated like in the API, and remembered for the next one.

/** @typedef {{title: string, seedUrl: string, agentTarget: string, notes: string, minutes: number}} Details
 * `minutes` after which the recording stops by itself */
/** @typedef {Partial<Record<"title" | "seedUrl" | "notes", string>>} Problems */

export const MAX_TITLE = 500;
const MAX_URL = 2_000;
export const MAX_NOTES = 2_000;
const CHOICES_MINUTES = [1, 2, 3, 5, 10, 15, 30];
const USUAL_MINUTES = 5;
const LAST = "cs-record";
const DRAFT = "cs-record-draft";

/** The length of a text for the API, which counts code points instead of UTF-16 units, and a line break in a form as two.
 * @param {string} text */
export function lengthOf(text) {
  return [...text.replace(/\r?\n/g, "\r\n")].length;
}

/** Validation errors by field. A capture needs no title, and an address only if it has none of its own.
 * @param {Details} details @param {import("./file/manifest.js").Words} [words] those of a capture @returns {Problems} */
export function problemsOf({ title, seedUrl, notes }, words) {
  /** @type {Problems} */
  const found = {};
  if (!title.trim() && !words) found.title = "Say in a few words what goes wrong, or what is to change.";
  else if (lengthOf(title) > MAX_TITLE) found.title = `At most ${MAX_TITLE} characters.`;
  const address = words?.url ? "" : addressProblem(seedUrl.trim());
  if (address) found.seedUrl = address;
  if (lengthOf(notes) > MAX_NOTES) found.notes = `At most ${MAX_NOTES.toLocaleString("en")} characters.`;
  return found;
}

/** What is wrong with an address; empty if nothing is. @param {string} text */
export function addressProblem(text) {
  if (!text) return "Where does the app run? Enter its address.";
  if (text.length > MAX_URL) return `At most ${MAX_URL.toLocaleString("en")} characters.`;
  const host = /^https?:\/\/([^/?#]+)/i.exec(text)?.[1];
  if (!host || /[\p{C}\p{Z}]/u.test(text)) return "This has to be the address of a page that starts with http:// or https://.";
  if (host.includes("@")) return "Leave the user name and password out of it.";
  if (!URL.canParse(text) || new URL(text).port === "0") return "This is no address that a browser can open.";
  return "";
}

/** A typed address as a URL: `localhost:3000` becomes http, other names https. @param {string} text */
export function withScheme(text) {
  const typed = text.trim();
  if (!typed || /^[a-z][a-z0-9+.-]*:(\/|$)/i.test(typed) || !/^[^\s/?#@]+/.test(typed)) return typed;
  const host = typed.split(/[/?#]/)[0].replace(/:\d+$/, "");
  if (/^[a-z]+:/i.test(typed) && !/^[^:]+:\d+(\/|$|\?|#)/.test(typed)) return typed; // mailto: and the like
  const isNear = /^(localhost|.*\.(localhost|local|test|internal)|[\d.]+|\[.*\])$/i.test(host) || !host.includes(".");
  return `${isNear ? "http" : "https"}://${typed}`;
}

/** The options for when to stop. @param {number} most minutes that the account allows */
export function minutesUpTo(most) {
  return CHOICES_MINUTES.filter((minutes) => minutes <= most);
}

/** The initial values of a form: the last choices, and the text that was being typed when the page was left.
 * @param {string} owner @param {{defaultAgent: string, maxRecordingLength: number}} settings @returns {Details} */
export function initial(owner, settings) {
  const last = read(localStorage, `${LAST}:${owner}`);
  const draft = read(sessionStorage, `${DRAFT}:${owner}`);
  // A default that was changed since then applies to the next recording.
  const agent = [draft, last].find((entry) => entry.agentTarget && entry.defaultAgent === settings.defaultAgent)?.agentTarget;
  const choices = minutesUpTo(settings.maxRecordingLength);
  return {
    title: text(draft.title),
    notes: text(draft.notes),
    seedUrl: text(draft.seedUrl ?? last.seedUrl),
    agentTarget: text(agent) || settings.defaultAgent,
    minutes: [draft.minutes, last.minutes].find((minutes) => choices.includes(minutes)) ?? Math.min(USUAL_MINUTES, choices.at(-1) ?? 1),
  };
}

/** New settings arrived while the form was in use: the user's choices stay, as far as they are allowed.
 * @param {Details} details @param {Set<string>} touched the fields @param {string} owner
 * @param {{defaultAgent: string, maxRecordingLength: number}} settings @returns {Details} */
export function adjusted(details, touched, owner, settings) {
  const chosen = Object.fromEntries(Object.entries(details).filter(([field]) => touched.has(field)));
  const now = { ...initial(owner, settings), ...chosen };
  const most = minutesUpTo(settings.maxRecordingLength).at(-1) ?? 1;
  return { ...now, minutes: Math.min(now.minutes, most) };
}

/** @param {string} owner @param {Details} details @param {{defaultAgent: string}} settings */
export function keepDraft(owner, details, { defaultAgent }) {
  write(sessionStorage, `${DRAFT}:${owner}`, { ...details, defaultAgent });
}

/** The recording has begun, or was sent: its choices become those of the next one.
 * @param {string} owner @param {Details} details @param {{defaultAgent: string}} settings */
export function remember(owner, { seedUrl, agentTarget, minutes }, { defaultAgent }) {
  write(localStorage, `${LAST}:${owner}`, { ...read(localStorage, `${LAST}:${owner}`), seedUrl, agentTarget, minutes, defaultAgent });
}

/** What was recorded last: everything, or a video only. @param {string} owner */
export const lastChoice = (owner) => read(localStorage, `${LAST}:${owner}`).choice;

/** @param {string} owner @param {string} choice */
export function rememberChoice(owner, choice) {
  write(localStorage, `${LAST}:${owner}`, { ...read(localStorage, `${LAST}:${owner}`), choice });
}

/** @param {string} owner */
export function dropDraft(owner) {
  write(sessionStorage, `${DRAFT}:${owner}`, {});
}

const text = (/** @type {unknown} */ value) => (typeof value === "string" ? value : "");

/** @param {Storage} storage @param {string} key @returns {Record<string, any>} */
function read(storage, key) {
  try {
    const found = JSON.parse(storage.getItem(key) ?? "{}");
    return found && typeof found === "object" ? found : {};
  } catch {
    return {};
  }
}

/** @param {Storage} storage @param {string} key @param {unknown} value */
function write(storage, key, value) {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or disabled: nothing is remembered.
  }
}
