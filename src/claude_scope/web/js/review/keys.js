// Keys for moving between frames: J and K unless the user is typing, and arrow keys unless another control uses them.

import { useLayoutEffect } from "preact/hooks";

const KEPT = "cs-review-keys";
const TYPING = "input:not([type=radio], [type=checkbox], [type=range]), textarea, select, [contenteditable], [role=tree], dialog";
const OWN_ARROWS = "input, button, summary, pre, [role=tablist], a:not(.shot)";

/** J and K can be disabled (WCAG 2.1.4): users who dictate would move between frames while speaking. */
export const keysAreOn = () => localStorage.getItem(KEPT) !== "off";

/** @param {boolean} isOn */
export const switchKeys = (isOn) => (isOn ? localStorage.removeItem(KEPT) : localStorage.setItem(KEPT, "off"));

/** @param {{onStep: (by: number) => void, onEnd: (isLast: boolean) => void, letters: boolean}} what */
export function useKeys({ onStep, onEnd, letters }) {
  // Synchronous, so that the next key applies to the resulting frame.
  useLayoutEffect(() => {
    const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
      const target = event.target instanceof Element ? event.target : document.body;
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || target.closest(TYPING)) return;
      const by = stepOf(event.key, target, letters);
      const end = target.closest(".filmstrip") && { Home: false, End: true }[event.key];
      if (by) onStep(by);
      else if (typeof end === "boolean") onEnd(end);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });
}

/** @param {string} key @param {Element} target @param {boolean} letters */
function stepOf(key, target, letters) {
  if (letters && key === "j") return 1;
  if (letters && key === "k") return -1;
  if (target.closest(OWN_ARROWS)) return 0;
  return key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
}
