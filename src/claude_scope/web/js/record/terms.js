// The limits for recordings of this account.

import { get } from "../api.js";

/** @typedef {{maxBytes: number, maxMs: number}} Limits of an upload */
/** @typedef {{settings: {defaultAgent: string, maxRecordingLength: number}, limits: Limits}} Terms */

/** The limits while the server cannot be reached: a tab can be recorded without it. @type {Terms} */
export const USUAL = {
  settings: { defaultAgent: "CLAUDE_CODE", maxRecordingLength: 10 },
  limits: { maxBytes: 100 * 1024 * 1024, maxMs: 10 * 60_000 },
};

/** @param {AbortSignal} signal @returns {Promise<Terms>} */
export async function terms(signal) {
  const [settings, found] = await Promise.all([get("/settings", { signal }), get("/limits", { signal })]);
  return { settings, limits: { maxBytes: found.maxUploadBytes, maxMs: found.maxDurationMs } };
}
