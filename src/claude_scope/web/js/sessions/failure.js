// Why a session failed, in the same words everywhere: in which step, what happened, what to do.

import { useState } from "preact/hooks";
import { ApiError, post } from "../api.js";
import { html } from "../html.js";
import { CANCELLED, NAMES } from "../processing/stage-names.js";
import { go } from "../router.js";
import { useFocusKept } from "../ui/focus.js";
import { Icon } from "../ui/icon.js";
import { started, visible } from "../ui/visible.js";

/** @typedef {{status: string, lastError: string | null, failedLane?: import("../processing/stage-names.js").LaneName | null}} Ended */
/** @typedef {Ended & {id: string, processingStatus: {retryable?: boolean | null}}} Session */

/** Whether a user stopped it, which is not a failure. @param {Ended} session */
export const isCancelled = ({ status, lastError }) => status === "error" && lastError === CANCELLED;

/** Its status, for its badge. @param {Ended} session */
export const statusOf = (session) => (isCancelled(session) ? "cancelled" : session.status);

/** What happened and what to do, in the server's words. @param {Ended} session */
function reasonOf({ lastError }) {
  if (lastError === CANCELLED) return "The session was cancelled, and its recording deleted.";
  return visible(lastError ?? "Why is not known; record the tab again.");
}

/** The step that failed, if the failure belongs to one. @param {Ended} session */
const stepOf = ({ failedLane }) => failedLane && `in the step “${NAMES[failedLane]}”`;

/** The same in one sentence, with the step. @param {Ended} session */
export function briefly(session) {
  const step = stepOf(session);
  return step ? `${started(step)}: ${reasonOf(session)}` : reasonOf(session);
}

/** @param {Session} session */
function titleOf(session) {
  if (isCancelled(session)) return "Cancelled";
  const step = stepOf(session);
  return step ? `Failed ${step}` : "The recording could not be processed";
}

/** The complete message, with the possible actions. @param {{session: Session, onRetried?: (status: any) => void}} props
 * `onRetried` gets the status of the new attempt; without it the app navigates to the work */
export function Failed({ session, onRetried = () => go(`/sessions/${session.id}/processing`) }) {
  const [problem, setProblem] = useState("");
  const [isGone, setGone] = useState(false); // its recording, which is kept only for a while
  const [isBusy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    setProblem("");
    try {
      onRetried(await post(`/sessions/${session.id}/retry`, undefined));
    } catch (error) {
      setProblem(/** @type {Error} */ (error).message);
      setGone(error instanceof ApiError && error.status === 409);
    }
    setBusy(false);
  };
  const isFailure = !isCancelled(session);
  const canRetry = isFailure && session.processingStatus.retryable && !isGone;
  useFocusKept([isGone], ".failed a");
  return html`<div class=${isFailure ? "notice problem failed" : "notice failed"} role="alert">
    <${Icon} name=${isFailure ? "error" : "stop"} />
    <div><strong>${titleOf(session)}</strong>
      <p>${reasonOf(session)}</p>
      ${problem && html`<p class="error">${problem}</p>`}
    </div>
    ${canRetry && html`<button type="button" class="button primary" disabled=${isBusy} onClick=${retry}><${Icon} name="retry" /> Try again</button>`}
    <a class=${canRetry ? "button" : "button primary"} href="/record">New recording</a>
  </div>`;
}
