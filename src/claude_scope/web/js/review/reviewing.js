// The frames of a loaded session; the address determines which one is shown.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { go } from "../router.js";
import { useRenewal } from "../ui/thumb.js";
import { clipped } from "../ui/visible.js";
import { Feeds } from "./feeds.js";
import { Filmstrip } from "./filmstrip.js";
import { Findings } from "./findings.js";
import { headlineOf } from "./frame-model.js";
import { FrameView } from "./frame-view.js";
import { Inspection } from "./inspection.js";
import { keysAreOn, switchKeys, useKeys } from "./keys.js";

/** @typedef {import("./frame-model.js").Frame} Frame */

/** @param {{held: ReturnType<typeof import("./use-frames.js").useFrames> & {session: import("./frame-model.js").Session}, wanted: string | null}} props
 * `wanted` is the number of a frame in the address */
export function Reviewing({ held, wanted }) {
  const { session, shown, all, gone, changed, leaveOut, putBack, reload } = held;
  const [said, setSaid] = useState("");
  const [letters, setLetters] = useState(keysAreOn);
  const index = indexOf(shown, wanted, session.timeline?.wrong);
  const frame = shown[index];
  const moments = new Map(session.timeline?.moments.map((moment) => [moment.frameId, moment]));
  const href = (/** @type {Frame} */ one) => `/sessions/${session.id}/review?frame=${one.number}`;

  // Independent of the current frame, and possibly long.
  const below = useMemo(
    () => html`<${Inspection} session=${session} />${session.timeline && html`<${Findings} timeline=${session.timeline} />`}`,
    [session],
  );
  // Keys may come faster than the page is rendered.
  const now = useRef(frame.id);
  now.current = frame.id;
  const moves = useRef(0);
  const renew = useRenewal(reload);
  useEffect(() => () => void (moves.current += 1), []);

  const select = (/** @type {Frame | undefined} */ one) => {
    if (!one || one.id === now.current) return;
    now.current = one.id;
    moves.current += 1;
    go(href(one), { replace: true });
    setSaid(`Frame ${one.number}: ${clipped(headlineOf(moments.get(one.id) ?? { summary: "" }), 300)}`);
  };
  const takeOut = async (/** @type {Frame} */ one) => {
    const next = shown[shown.indexOf(one) + 1] ?? shown[shown.indexOf(one) - 1];
    const [isShown, moved] = [one.id === now.current, moves.current];
    const isFocused = document.activeElement?.matches(".shot");
    let left = -1; // after which move the user was taken to the next one
    const isGone = await leaveOut(one, () => moves.current === left && select(one));
    if (!isGone || !isShown || moves.current !== moved) return; // the user is elsewhere by now
    now.current = "";
    select(next);
    left = moves.current;
    if (isFocused) requestAnimationFrame(focusShown); // the focused frame was removed
  };
  const step = (/** @type {number} */ by) => select(shown[shown.findIndex((shownFrame) => shownFrame.id === now.current) + by]);
  useKeys({ onStep: step, onEnd: (isLast) => select(isLast ? shown.at(-1) : shown[0]), letters });

  return html`<div class="review">
    <p class="visually-hidden" role="status">${said}</p>
    ${wanted !== null && String(frame.number) !== wanted && html`<p class="notice" role="status">Frame ${clipped(wanted, 20)} is not among the frames of this session; it may have been removed.</p>`}
    <${Filmstrip} all=${all} gone=${gone} current=${frame} moments=${moments} wrong=${session.timeline?.wrong ?? null} isCaptured=${session.timeline?.isCaptured} href=${href}
      changed=${changed} onSelect=${select} onRemove=${takeOut} onPutBack=${putBack} renew=${renew}>
      <label class="check hint"><input type="checkbox" checked=${letters} onChange=${() => {
        switchKeys(!letters);
        setLetters(!letters);
      }} /> <span>Shortcuts: <kbd>J</kbd> next frame, <kbd>K</kbd> previous</span></label>
    <//>
    <${FrameView} session=${session} frames=${shown} index=${index} isRemoved=${changed === frame.id} onStep=${step} onRemove=${takeOut} reload=${reload} />
    ${session.timeline?.isCaptured && html`<${Feeds} timeline=${session.timeline} frames=${shown} current=${frame} href=${href} onSelect=${select} />`}
    ${below}
  </div>`;
}

function focusShown() {
  if (document.activeElement !== document.body) return;
  /** @type {HTMLElement | null} */ (document.querySelector(".shot[aria-current]"))?.focus({ preventScroll: true });
}

/** The frame in the address, otherwise where it went wrong, otherwise the first. @param {Frame[]} frames @param {string | null} wanted
 * @param {string | null} [wrong] id of a frame */
function indexOf(frames, wanted, wrong) {
  const asked = frames.findIndex((frame) => String(frame.number) === wanted);
  return asked >= 0 ? asked : Math.max(0, frames.findIndex((frame) => frame.id === wrong));
}
