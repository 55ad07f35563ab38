// How long a recording may take: the paired service refuses one that is longer than the account's settings allow.

import { current } from "../pairing/pairing.js";
import { ask, whole } from "../sending/service.js";

const MINUTES = 10; // where no service says otherwise
const MOST_MINUTES = 30;
const WAIT_MS = 1_500;

/** @returns {Promise<number>} minutes */
export async function longestMinutes() {
  const pairing = await current();
  if (!pairing || pairing.hasEnded) return MINUTES;
  const { address, token } = pairing;
  try {
    return whole(await ask(address, "GET", "/api/settings", { token, timeoutMs: WAIT_MS }), "maxRecordingLength", 1, MOST_MINUTES);
  } catch {
    return MINUTES; // it does not answer: the recording begins without it
  }
}
