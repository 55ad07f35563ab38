// The browser extension, as far as this page can see it: an attribute of the document, and an event that it answers.

import { useEffect, useState } from "preact/hooks";

const ATTRIBUTE = "data-claude-scope-extension";
const ANSWER_MS = 5_000;
const NO_ANSWER = "The extension did not answer. Reload this page and try again: the extension was probably updated or removed while the page was open.";

const version = () => document.documentElement.getAttribute(ATTRIBUTE) ?? "";

/** The version of the extension, which can appear after the page has loaded; empty if it is not here. */
export function useExtension() {
  const [found, setFound] = useState(version);
  useEffect(() => {
    const watch = new MutationObserver(() => setFound(version()));
    watch.observe(document.documentElement, { attributeFilter: [ATTRIBUTE] });
    setFound(version());
    return () => watch.disconnect();
  }, []);
  return found;
}

/** Have the extension open an address in a new tab and record there, or wait there for its button. Throws an Error that
 * says what to do. @param {{title: string, notes: string, url: string, agentTarget: string}} what */
export async function record(what) {
  const stop = new AbortController();
  try {
    await new Promise((done, fail) => {
      const heard = (/** @type {Event} */ event) => {
        const problem = problemOf(/** @type {CustomEvent} */ (event).detail);
        if (problem) fail(new Error(problem));
        else done(undefined);
      };
      document.addEventListener("claude-scope:recording", heard, { signal: stop.signal });
      setTimeout(() => fail(new Error(NO_ANSWER)), ANSWER_MS);
      document.dispatchEvent(new CustomEvent("claude-scope:record", { detail: JSON.stringify(what) }));
    });
  } finally {
    stop.abort();
  }
}

/** The error of an answer, if it has one. @param {unknown} detail JSON */
function problemOf(detail) {
  try {
    const { error } = JSON.parse(String(detail));
    return error ? String(error) : "";
  } catch {
    return "The extension's answer could not be read. Reload this page and try again.";
  }
}
