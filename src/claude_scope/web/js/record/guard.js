// Asks before the user leaves a page if that would lose or stop something.

import { useEffect } from "preact/hooks";
import { leaving } from "../router.js";

/** @param {string} words the question; no question if it is empty */
export function useGuard(words) {
  useEffect(() => {
    if (!words) return;
    const warn = (/** @type {Event} */ event) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [words]);
  useEffect(() => {
    if (!words) return;
    const ask = () => confirm(words);
    leaving.ask = ask; // each time, since navigating to this page itself removes the guard although nothing has ended
    return () => {
      if (leaving.ask === ask) leaving.ask = null;
    };
  });
}

/** A file dropped outside the form would be opened by the browser in place of this page. */
export function useFilesStay() {
  useEffect(() => {
    const stop = new AbortController();
    const refuse = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") && event.preventDefault();
    addEventListener("dragover", refuse, { signal: stop.signal });
    addEventListener("drop", refuse, { signal: stop.signal });
    return () => stop.abort();
  }, []);
}
