// A control that goes away when it was used takes the focus with it, and who uses the keyboard would start from the top.

import { useEffect, useRef } from "preact/hooks";

/** Give a focus that was lost to what takes the control's place.
 * @param {unknown[]} on what changes then @param {string} to a selector */
export function useFocusKept(on, to) {
  const isFirst = useRef(true);
  useEffect(() => {
    const isLost = !isFirst.current && document.activeElement === document.body;
    isFirst.current = false;
    if (isLost) /** @type {HTMLElement | null} */ (document.querySelector(to))?.focus({ preventScroll: true });
  }, on);
}
