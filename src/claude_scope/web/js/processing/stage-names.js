// The work on a session in words: what is being done, and a log.

import { took } from "../ui/format.js";

/** @typedef {{status: "pending" | "running" | "complete" | "error", startedAt?: string, completedAt?: string, detail?: string, error?: string}} Lane */
/** @typedef {"frameExtraction" | "visionLane" | "playwrightLane" | "synthesis"} LaneName */
/** @typedef {Record<LaneName, Lane> & {overallStage: string, isCapture?: boolean, previews?: Preview[], lastUpdated: string, lastError?: string, failedLane?: LaneName | null, retryable?: boolean}} Processing */
/** @typedef {{timestamp: number, imageUrl: string}} Preview */
/** @typedef {{time: string, text: string, isError?: boolean}} Line */

/** @type {Record<LaneName, string>} */
export const NAMES = {
  frameExtraction: "Keyframes",
  visionLane: "Vision lane",
  playwrightLane: "Playwright lane",
  synthesis: "Synthesis",
};
/** @type {Record<LaneName, string>} */
const PURPOSES = {
  frameExtraction: "Looks for the moments when the screen changed.",
  visionLane: "Reads every keyframe: buttons, fields, texts and their states.",
  playwrightLane: "Opens the app URL in a browser and takes its ARIA snapshot.",
  synthesis: "Joins both into a timeline and writes the prompt.",
};
/** The same for a capture, which contains the page's own data. @type {Record<LaneName, string>} */
const PURPOSES_OF_CAPTURE = {
  frameExtraction: "Reads the capture, and takes the picture of each state.",
  visionLane: "Has nothing to read: the texts are the page's own.",
  playwrightLane: "Rebuilds the page as it was in each state, and takes its tree.",
  synthesis: "Joins acts, changes, console and network into a timeline and writes the prompt.",
};

/** The purpose of a lane. @param {LaneName} name @param {Processing} processing */
export const purposeOf = (name, { isCapture }) => (isCapture ? PURPOSES_OF_CAPTURE : PURPOSES)[name];

/** The status of a lane, in words. @type {Record<ReturnType<typeof standing>, string>} */
export const WORDS = { pending: "waits", running: "at work", complete: "done", error: "failed", stopped: "stopped", unreached: "not reached" };
const LANES = /** @type {LaneName[]} */ (Object.keys(NAMES));

/** @type {Record<string, string>} */
const STAGES = {
  uploading: "Waiting for a worker",
  extracting: "Finding keyframes",
  analyzing: "Reading the keyframes",
  synthesizing: "Joining what was found",
  persisting: "Saving",
  complete: "Ready",
  error: "Failed",
};

/** @type {Record<string, string>} */
const STAGES_OF_CAPTURE = { extracting: "Reading the capture", analyzing: "Rebuilding the page" };

/** The API's message for a session that was stopped: its recording is gone, so it cannot be retried. */
export const CANCELLED = "The session was cancelled.";
const STOPPED = "Stopped, since another step failed.";

/** The status of a lane: when the work has ended, no lane is waiting any more. @param {Lane} lane @param {Processing} processing
 * @returns {Lane["status"] | "unreached" | "stopped"} */
export function standing({ status, error }, processing) {
  if (status === "pending" && hasEnded(processing)) return "unreached";
  return status === "error" && (error === STOPPED || error === CANCELLED) ? "stopped" : status;
}

/** A lane's error, unless it is the error of the whole work. @param {Lane} lane @param {Processing} processing */
export function ownError(lane, processing) {
  return standing(lane, processing) === "error" && lane.error !== processing.lastError ? lane.error : "";
}

/** "4 of 12 keyframes" -> [4, 12]; null for a detail that does not count. @param {string} [detail] @returns {[number, number] | null} */
export function fraction(detail = "") {
  const found = /^([\d.]+) of ([\d.]+)/.exec(detail);
  return found && Number(found[2]) ? [Number(found[1]), Number(found[2])] : null;
}

/** What is being done, for screen readers: the same text throughout a stage. @param {Processing} processing */
export function stage({ overallStage, lastError, isCapture }) {
  if (overallStage === "error" && lastError === CANCELLED) return "Cancelled";
  return (isCapture && STAGES_OF_CAPTURE[overallStage]) || (STAGES[overallStage] ?? overallStage);
}

/** The same, with the progress. @param {Processing} processing */
export function headline(processing) {
  /** @type {Record<string, [LaneName, string]>} */
  const counted = {
    synthesizing: ["synthesis", "Asking the model, question"],
    ...(processing.isCapture
      ? { analyzing: ["playwrightLane", "Rebuilding state"] }
      : { extracting: ["frameExtraction", "Finding keyframes, second"], analyzing: ["visionLane", "Reading"] }),
  };
  const [lane, doing] = counted[processing.overallStage] ?? ["synthesis", ""];
  const far = doing ? fraction(processing[lane].detail) : null;
  return far ? `${doing} ${far[0]} of ${far[1]}` : stage(processing);
}

export const hasEnded = (/** @type {Processing} */ { overallStage }) => overallStage === "complete" || overallStage === "error";

/** How long a lane took, or has been running. @param {Lane} lane @param {number} now a Date's milliseconds */
export function lasted({ startedAt, completedAt }, now) {
  if (!startedAt) return 0;
  return Math.max(0, (completedAt ? Date.parse(completedAt) : now) - Date.parse(startedAt));
}

/** The new entries in a status, in chronological order. @param {Processing | undefined} before @param {Processing} now
 * @returns {Line[]} */
export function lines(before, now) {
  /** @type {Line[]} */
  const found = [];
  if (now.overallStage === "uploading" && before?.overallStage !== "uploading")
    found.push({ time: now.lastUpdated, text: before ? "Tried again; waits for a worker" : "Waits for a worker" });
  for (const name of LANES) found.push(...laneLines(name, before?.[name], now));
  if (now.overallStage !== before?.overallStage) {
    if (now.overallStage === "persisting" || now.overallStage === "complete") found.push({ time: now.lastUpdated, text: stage(now) });
    const isTold = LANES.some((name) => now[name].error === now.lastError);
    if (now.overallStage === "error" && !isTold) found.push({ time: now.lastUpdated, text: stage(now), isError: true });
  }
  return found.toSorted((a, b) => a.time.localeCompare(b.time));
}

/** @param {LaneName} name @param {Lane | undefined} before @param {Processing} processing @returns {Line[]} */
function laneLines(name, before, processing) {
  const { [name]: now, lastUpdated: time } = processing;
  /** @type {Line[]} */
  const found = [];
  const say = (/** @type {string} */ at, /** @type {string} */ text, isError = false) => found.push({ time: at, text: `${NAMES[name]}: ${text}`, isError });
  if (now.startedAt && now.startedAt !== before?.startedAt) say(now.startedAt, "began");
  if (now.status === "running" && now.detail && now.detail !== before?.detail) say(time, now.detail);
  if (now.status === before?.status || !now.completedAt) return found;
  if (now.status === "complete") say(now.completedAt, ["done in", took(lasted(now, 0)), now.detail && `· ${now.detail}`].filter(Boolean).join(" "));
  if (now.status === "error") say(now.completedAt, ownError(now, processing) || WORDS[standing(now, processing)], standing(now, processing) === "error");
  return found;
}
