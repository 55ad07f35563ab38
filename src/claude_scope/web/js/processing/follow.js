// Follows the work on a session, and stores the log.

import { useCallback, useEffect, useState } from "preact/hooks";
import { follow, get } from "../api.js";
import { hasEnded, lines } from "./stage-names.js";

const MOST_LINES = 500;
const DELETED_MS = 1_000; // from the end of the work to the end of the session, if it is being deleted

/** @typedef {import("./stage-names.js").Processing} Processing */
/** @typedef {{sessionStatus: string, processingStatus: Processing, processingTime: number, lastError: string | null}} Status */
/** @typedef {{status: Status, log: import("./stage-names.js").Line[], previews: import("./stage-names.js").Preview[], isWatched: boolean}} Told
 * `previews` stay when the work has ended; `isWatched` is whether it was still going on when this page opened */

/** @param {string} id
 * @returns {{told: Told | undefined, error: Error | undefined, tell: (status: Status) => void, again: () => void}}
 * `tell` accepts a status from a response; `again` reconnects */
export function useProgress(id) {
  const [told, setTold] = useState(/** @type {Told | undefined} */ (undefined));
  const [error, setError] = useState(/** @type {Error | undefined} */ (undefined));
  const [times, setTimes] = useState(0);
  const tell = useCallback((/** @type {Status} */ status) => setTold((before) => next(before, status)), []);
  useEffect(() => {
    const stop = new AbortController();
    follow(id, tell, stop.signal)
      .then(() => stillThere(id, stop.signal))
      .catch((/** @type {Error} */ failed) => stop.signal.aborted || setError(failed));
    return () => stop.abort();
  }, [id, times]);
  const again = useCallback(() => {
    setError(undefined);
    setTimes((count) => count + 1);
  }, []);
  return { told, error, tell, again };
}

/** A deletion stops the work first, which may be the last event. Rejects if the session no longer exists.
 * @param {string} id @param {AbortSignal} signal */
async function stillThere(id, signal) {
  await new Promise((done) => setTimeout(done, DELETED_MS));
  if (!signal.aborted) await get(`/sessions/${id}/status`, { signal });
}

/** @param {Told | undefined} before @param {Status} status @returns {Told} */
function next(before, status) {
  const now = status.processingStatus;
  return {
    status,
    log: [...(before?.log ?? []), ...lines(before?.status.processingStatus, now)].slice(-MOST_LINES),
    previews: now.previews?.length || !hasEnded(now) ? (now.previews ?? []) : (before?.previews ?? []),
    isWatched: before?.isWatched || !hasEnded(now),
  };
}
