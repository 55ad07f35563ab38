// Which rows of a long list are in view: rows of equal height in a scrolling element.

import { useCallback, useLayoutEffect, useState } from "preact/hooks";

const ROW_REM = 1.75;
const AROUND = 12; // rows above and below, so that scrolling never shows a gap
const BEFORE_MEASURED_PX = 600;

/** @param {{current: HTMLElement | null}} scroller @param {number} many rows
 * @returns {{first: number, last: number, height: number, reveal: (place: number) => void}} the rows to render (`last` is
 * exclusive), their height in pixels, and a function that scrolls a row into view */
export function useWindow(scroller, many) {
  const height = ROW_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const [top, setTop] = useState(0);
  const [room, setRoom] = useState(BEFORE_MEASURED_PX);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setRoom(element.clientHeight || BEFORE_MEASURED_PX);
    const follow = () => setTop(element.scrollTop);
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    element.addEventListener("scroll", follow, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", follow);
    };
  }, []);

  const reveal = useCallback(
    (/** @type {number} */ place) => {
      const element = scroller.current;
      if (!element) return;
      const [start, end] = [place * height, (place + 1) * height];
      // The element may still be too short for the target position: it grows when the opened rows are rendered.
      requestAnimationFrame(() => {
        if (start < element.scrollTop) element.scrollTop = start - height;
        else if (end > element.scrollTop + element.clientHeight) element.scrollTop = end + height - element.clientHeight;
      });
    },
    [height],
  );

  const first = Math.max(0, Math.min(Math.floor(top / height), many) - AROUND);
  const last = Math.min(many, Math.ceil((top + room) / height) + AROUND);
  return { first, last, height, reveal };
}
