// The result of successful work, and what to do next.

import { useEffect, useState } from "preact/hooks";
import { html } from "../html.js";
import { go } from "../router.js";
import { useFocusKept } from "../ui/focus.js";
import { Icon } from "../ui/icon.js";
import { took } from "../ui/format.js";

const MOVES_ON_MS = 3_000;

/** Ready: a user who watched and is not busy with something else is taken to the session. @param {{id: string, told:
 * import("./follow.js").Told}} props */
export function Complete({ id, told }) {
  const [isMoving, setMoving] = useState(() => told.isWatched && !isTaken());
  useEffect(() => {
    if (!isMoving) return;
    const timer = setTimeout(() => {
      if (isTaken()) setMoving(false); // meanwhile
      else go(`/sessions/${id}`, { replace: true });
    }, MOVES_ON_MS);
    return () => clearTimeout(timer);
  }, [isMoving]);
  useFocusKept([isMoving], ".ready .primary");
  return html`<div class="notice ready">
    <${Icon} name="check" />
    <div><strong>Ready</strong>
      <p>Done in ${took(told.status.processingTime)}.${isMoving && " What happened is shown in a moment."}</p></div>
    ${isMoving && html`<button type="button" class="button" onClick=${() => setMoving(false)}>Stay here</button>`}
    <a class="button" href=${`/sessions/${id}/review`}>Review frames</a>
    <a class="button primary" href=${`/sessions/${id}`}>See what happened</a>
  </div>`;
}

/** Whether the user is at a control, at a question or in another tab, where a navigation would interrupt them. */
function isTaken() {
  if (document.hidden || document.querySelector("dialog[open]")) return true;
  const at = document.activeElement;
  return at !== null && at !== document.body && !at.matches("h1, main");
}
