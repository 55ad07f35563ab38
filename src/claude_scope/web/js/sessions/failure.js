// Why a session failed, told once and in the same words wherever it is: in which step, what happened, what to do.

import { useState } from "preact/hooks";
import { post } from "../api.js";
import { html } from "../html.js";
import { blamed, CANCELLED, NAMES } from "../processing/words.js";
import { go } from "../router.js";
import { Icon } from "../ui/icon.js";
import { visible } from "../ui/visible.js";

/** @typedef {{id: string, lastError: string | null, processingStatus?: import("../processing/words.js").Processing}} Session
 * lists have no `processingStatus` */

/** What happened and what to do, in the words of the server. @param {{lastError: string | null}} session */
export function reasonOf({ lastError }) {
  if (lastError === CANCELLED) return "The session was cancelled, and its recording deleted.";
  return visible(lastError ?? "Why is not known; try again, or record the tab again.");
}

/** @param {Session} session */
function titleOf({ lastError, processingStatus }) {
  if (lastError === CANCELLED) return "Cancelled";
  const lane = processingStatus && blamed(processingStatus);
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
  return html`<div class="notice problem" role="alert">
    <${Icon} name="error" />
    <div><strong>${titleOf(session)}</strong>
      <p>${reasonOf(session)}</p>
      ${problem && html`<p class="error">${problem}</p>`}
    </div>
    ${session.lastError !== CANCELLED && html`<button type="button" class="button" disabled=${isBusy} onClick=${retry}><${Icon} name="retry" /> Try again</button>`}
    <a class="button" href="/record">New recording</a>
  </div>`;
}
