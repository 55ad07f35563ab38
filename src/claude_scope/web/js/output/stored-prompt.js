// The prompt of the output page: what is shown is what the session keeps. Looking at another agent, or with another
// option, writes it anew and keeps it, so that scripts and other pages get what was chosen here.

import { useEffect, useRef, useState } from "preact/hooks";
import { get, post } from "../api.js";
import { returned } from "../state.js";

/** @typedef {import("../sessions/session-model.js").Detail} Detail */
/** @typedef {{file: string | null, pull: string | null, textTokens: number, pastedTokens: number, imageTokens: number, images: string[], omitted: string[], masked: number, coveredPlaces: number | null, flagged: string[]}} Facts */
/** @typedef {{agentTarget: string, includeScreenshots: boolean, inlineAriaTree: boolean, includeRawDiff: boolean}} Choice */
/** @typedef {{prompt: string, facts: Facts, agentTarget: string}} Written */

/** Files in a folder of this machine, if the service runs on it; else files that the first line of the prompt fetches. */
export const PICTURES = "folder";

/** The prompt of a choice, kept by the session; the one before stays until it is there, or cannot be written.
 * @param {Detail} session @param {Choice} choice */
export function useKeptPrompt(session, choice) {
  const [asked, setAsked] = useState(0);
  const wanted = JSON.stringify([session.id, session.prompt, choice, asked]);
  const [state, setState] = useState(/** @type {{of?: string, written?: Written, error?: Error}} */ ({}));
  const queue = useRef(/** @type {Promise<unknown>} */ (Promise.resolve()));
  const opening = useRef(/** @type {string | null | undefined} */ (undefined));
  const times = returned.value;

  useEffect(() => {
    let isWanted = true;
    // One after the other: what was chosen last has to be kept last.
    queue.current = queue.current.then(async () => {
      if (!isWanted) return;
      try {
        const written = opening.current === session.prompt ? await keep(session.id, choice) : await opened(session, choice);
        opening.current = session.prompt;
        if (isWanted) setState({ of: wanted, written });
      } catch (error) {
        if (isWanted) setState({ of: wanted, error: /** @type {Error} */ (error) });
      }
    });
    return () => {
      isWanted = false;
    };
  }, [wanted]);

  // Told from what is shown, not by the effect above: that runs after the page was drawn with the new choice.
  const busy = state.of !== wanted;
  const error = busy ? undefined : state.error;
  useEffect(() => {
    if (times && error) setAsked((count) => count + 1);
  }, [times]);
  return { written: state.written, error, busy, again: () => setAsked((count) => count + 1) };
}

/** What is kept already, if that is what would be written: opening a page changes nothing then.
 * @param {Detail} session @param {Choice} choice @returns {Promise<Written>} */
async function opened(session, choice) {
  const query = new URLSearchParams(Object.entries({ ...choice, pictures: PICTURES }).map(([name, value]) => [name, String(value)]));
  const written = await get(`/sessions/${session.id}/prompt?${query}`);
  const isKept = session.prompt !== null && plain(written.prompt) === plain(session.prompt) && written.agentTarget === session.agentTarget;
  return isKept ? { ...written, prompt: session.prompt } : keep(session.id, choice);
}

/** Each writing has another random name for the tags around page data. @param {string} prompt */
function plain(prompt) {
  return prompt.replaceAll(/page-data-[0-9a-f]{16}/g, "page-data");
}

/** @param {string} id @param {Choice} choice @returns {Promise<Written>} */
function keep(id, choice) {
  return post(`/sessions/${id}/generate-prompt`, { ...choice, pictures: PICTURES });
}
