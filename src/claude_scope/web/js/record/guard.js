// Asks before the page is left while something would be lost or stopped by that.

import { useEffect } from "preact/hooks";
import { leaving } from "../router.js";

/** @param {string} words the question; none if it is empty */
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
    leaving.ask = ask; // each time: going to this very page leaves it without the question, though nothing of it has ended
    return () => {
      if (leaving.ask === ask) leaving.ask = null;
    };
  });
}

/** A file that is dropped beside the form would be opened by the browser in the place of this page. */
export function useFilesStay() {
  useEffect(() => {
    const stop = new AbortController();
    const refuse = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") && event.preventDefault();
    addEventListener("dragover", refuse, { signal: stop.signal });
    addEventListener("drop", refuse, { signal: stop.signal });
    return () => stop.abort();
  }, []);
}
