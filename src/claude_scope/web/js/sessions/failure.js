// Why a session failed, told once and in the same words wherever it is: in which step, what happened, what to do.

import { useState } from "preact/hooks";
import { post } from "../api.js";
import { html } from "../html.js";
import { blamed, CANCELLED, NAMES } from "../processing/words.js";
import { go } from "../router.js";
import { Icon } from "../ui/icon.js";
import { visible } from "../ui/visible.js";

/** @typedef {{id: string, status: string, lastError: string | null, processingStatus?: import("../processing/words.js").Processing}} Session
 * lists have no `processingStatus` */

/** Whether a person ended it, which is no failure. @param {{status: string, lastError: string | null}} session */
export const isCancelled = ({ status, lastError }) => status === "error" && lastError === CANCELLED;

/** How it stands, for its badge. @param {{status: string, lastError: string | null}} session */
export const statusOf = (session) => (isCancelled(session) ? "cancelled" : session.status);

/** What happened and what to do, in the words of the server. @param {{lastError: string | null}} session */
export function reasonOf({ lastError }) {
  if (lastError === CANCELLED) return "The session was cancelled, and its recording deleted.";
  return visible(lastError ?? "Why is not known; try again, or record the tab again.");
}

/** @param {Session} session */
function titleOf(session) {
  if (isCancelled(session)) return "Cancelled";
  const lane = session.processingStatus && blamed(session.processingStatus);
  return lane ? `Failed in the step “${NAMES[lane]}”` : "The recording could not be processed";
}

/** The whole of it, with the ways on. @param {{session: Session, onRetried?: (status: any) => void}} props
 * `onRetried` is given the status of the new attempt; without it the work is gone to */
export function Failed({ session, onRetried = () => go(`/sessions/${session.id}/processing`) }) {
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    setProblem("");
    try {
      onRetried(await post(`/sessions/${session.id}/retry`, undefined));
    } catch (error) {
      setProblem(/** @type {Error} */ (error).message);
    }
    setBusy(false);
  };
  const isFailure = !isCancelled(session);
  return html`<div class=${isFailure ? "notice problem" : "notice"} role="alert">
    <${Icon} name=${isFailure ? "error" : "stop"} />
    <div><strong>${titleOf(session)}</strong>
      <p>${reasonOf(session)}</p>
      ${problem && html`<p class="error">${problem}</p>`}
    </div>
    ${isFailure && html`<button type="button" class="button" disabled=${isBusy} onClick=${retry}><${Icon} name="retry" /> Try again</button>`}
    <a class="button" href="/record">New recording</a>
  </div>`;
}
