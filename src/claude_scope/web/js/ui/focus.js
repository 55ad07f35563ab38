// If a control disappears when it is used, keyboard users would lose the focus and start from the top.

import { useEffect, useRef } from "preact/hooks";

/** Move a lost focus to what replaces the control.
 * @param {unknown[]} on dependencies that change then @param {string} to a selector */
export function useFocusKept(on, to) {
  const isFirst = useRef(true);
  useEffect(() => {
    const isLost = !isFirst.current && document.activeElement === document.body;
    isFirst.current = false;
    if (isLost) /** @type {HTMLElement | null} */ (document.querySelector(to))?.focus({ preventScroll: true });
  }, on);
}
