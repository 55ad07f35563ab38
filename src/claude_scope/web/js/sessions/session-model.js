// Types of the API's sessions, and where the app shows them.

import { clock, tenths } from "../ui/format.js";

/** @typedef {{added: number, changed: number, removed: number}} Diff */
/** @typedef {{id: string, number: number, timestamp: number, url: string, imageUrl: string, thumbnailUrl: string, diffSummary: Diff}} Frame */
/** @typedef {{frameId: string, timestamp: number, since: number, kind: string, summary: string, evidence: string[], transient: boolean, modelSays: string[], acts: {text: string}[], log: import("../review/frame-model.js").LogLine[], requests: import("../review/frame-model.js").Request[]}} Moment */
/** @typedef {{isCaptured: boolean, moments: Moment[], wrong: string | null, wrongBecause: string, alsoWrong: {frameId: string, because: string}[], onlyOnScreen: string[], onlyInTree: string[], unnamed: string[]}} Timeline */
/** @typedef {{buttons: number, inputs: number, links: number, headings: number, images: number, total: number}} Counts */
/** @typedef {{url: string, title?: string, counts: Counts, success: boolean, error: string | null, console?: string[], failedRequests?: string[], notes?: string[]}} Snapshot */
/** @typedef {{includeScreenshots: boolean, inlineAriaTree: boolean, includeRawDiff: boolean}} Options */
/** @typedef {{status: string, detail?: string | null, error?: string | null, startedAt?: string | null, completedAt?: string | null}} Lane */

/** @typedef {{id: string, title: string, seedUrl: string, notes: string, status: string, duration: number, frameCount: number, urls: string[], agentTarget: string, processingTime: number, prompt: string | null, promptStatus: string, lastError: string | null, failedLane: import("../processing/stage-names.js").LaneName | null, createdAt: string, updatedAt: string, happened?: string, thumbnailUrl?: string | null}} Session `happened` and `thumbnailUrl` in lists */
/** @typedef {Session & {frames: Frame[], removedFrames: Frame[], inspection: {snapshots: Snapshot[], durationMs: number} | null, timeline: Timeline | null, understanding?: {model: string, shown: string} | null, lanes?: {name: string, detail: string, error: string | null}[], recordedParts?: string[], missingParts?: string[], options?: Options, processingStatus: {overallStage: string, retryable?: boolean | null, frameExtraction: Lane, visionLane: Lane, playwrightLane: Lane, synthesis: Lane}}} Detail */

/** Why each state may have gone wrong, by the id of its frame, the most certain first. @param {Timeline | null}
 * timeline */
export function because(timeline) {
  const reasons = /** @type {Map<string, string>} */ (new Map());
  if (timeline?.wrong) reasons.set(timeline.wrong, timeline.wrongBecause);
  for (const suspect of timeline?.alsoWrong ?? []) if (!reasons.has(suspect.frameId)) reasons.set(suspect.frameId, suspect.because);
  return reasons;
}

/** The time of a frame, in the prompt's format. @param {Detail} session @param {Frame} frame */
export const timeOf = ({ timeline }, { timestamp }) => (timeline?.isCaptured ? tenths(timestamp) : clock(timestamp));

/** The page for a session: while it is processed, the page with the work. @param {Session} session */
export function homeOf(session) {
  return session.status === "processing" && session.seedUrl ? `/sessions/${session.id}/processing` : `/sessions/${session.id}`;
}

/** An address without its common parts: "127.0.0.1:8000/basket". @param {string} address */
export function shortAddress(address) {
  return address.replace(/^https?:\/\//, "").replace(/\/$/, "");
}

const MAX_NAME = 60;

/** The name of a session's files: the characters of its title that every file system accepts. @param {Session}
 * session @param {string} ending */
export function fileName(session, ending) {
  const words = session.title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const name = [...words.join("-")].slice(0, MAX_NAME).join("").replace(/-$/, "");
  return `${name || session.id}.${ending}`;
}

const MAX_SAID = 60;

/** A title within a sentence: its beginning, if it is long. @param {string} title */
export function brief(title) {
  const letters = [...title];
  return letters.length > MAX_SAID ? `${letters.slice(0, MAX_SAID - 1).join("")}…` : title;
}
