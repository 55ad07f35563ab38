// The prompt on a session's page. Opening the page stores nothing; choosing an agent or an option writes the prompt
// again and stores it, so that scripts and other pages get the chosen one.

import { useEffect, useRef, useState } from "preact/hooks";
import { get, post } from "../api.js";
import { returned } from "../state.js";

/** @typedef {import("../sessions/session-model.js").Detail} Detail */
/** @typedef {{file: string | null, pull: string | null, textTokens: number, pastedTokens: number, imageTokens: number, images: string[], omitted: string[], masked: number, coveredPlaces: number | null, flagged: string[]}} Facts */
/** @typedef {{agentTarget: string, includeScreenshots: boolean, inlineAriaTree: boolean, includeRawDiff: boolean}} Choice */
/** @typedef {{prompt: string, facts: Facts, agentTarget: string}} Written */

/** Files in a folder of this machine, if the service runs on it; otherwise files that the first line of the prompt
 * fetches. */
export const PICTURES = "folder";

/** The prompt for a choice; the previous one stays until it has been written, or has failed.
 * @param {Detail} session @param {Choice} choice
 * @param {number} chosen how often the user chose on this page: each time, the prompt is stored */
export function usePrompt(session, choice, chosen) {
  const [asked, setAsked] = useState(0);
  const wanted = JSON.stringify([session.id, session.prompt, choice, chosen, asked]);
  const [state, setState] = useState(/** @type {{of?: string, written?: Written, error?: Error}} */ ({}));
  const queue = useRef(/** @type {Promise<unknown>} */ (Promise.resolve()));
  const stored = useRef(0); // the choice whose prompt was stored last
  const times = returned.value;

  useEffect(() => {
    let isWanted = true;
    // Sequential, since the last choice has to be stored last.
    queue.current = queue.current.then(async () => {
      if (!isWanted) return;
      try {
        const written = chosen > stored.current ? await store(session.id, choice) : await preview(session, choice);
        stored.current = chosen;
        if (isWanted) setState({ of: wanted, written });
      } catch (error) {
        if (isWanted) setState({ of: wanted, error: /** @type {Error} */ (error) });
      }
    });
    return () => {
      isWanted = false;
    };
  }, [wanted]);

  // Derived from what is shown, not in the effect above, which runs after the page was rendered with the new choice.
  const busy = state.of !== wanted;
  const error = busy ? undefined : state.error;
  useEffect(() => {
    if (times && error) setAsked((count) => count + 1);
  }, [times]);
  return { written: state.written, error, busy, again: () => setAsked((count) => count + 1) };
}

/** The prompt as it would be written now; the stored one, if it differs only in its nonce.
 * @param {Detail} session @param {Choice} choice @returns {Promise<Written>} */
async function preview(session, choice) {
  const query = new URLSearchParams(Object.entries({ ...choice, pictures: PICTURES }).map(([name, value]) => [name, String(value)]));
  const written = await get(`/sessions/${session.id}/prompt?${query}`);
  const isStored = session.prompt !== null && plain(written.prompt) === plain(session.prompt) && written.agentTarget === session.agentTarget;
  return isStored ? { ...written, prompt: session.prompt } : written;
}

/** Each prompt has another nonce in the tags around page data. @param {string} prompt */
function plain(prompt) {
  return prompt.replaceAll(/page-data-[0-9a-f]{16}/g, "page-data");
}

/** @param {string} id @param {Choice} choice @returns {Promise<Written>} */
function store(id, choice) {
  return post(`/sessions/${id}/generate-prompt`, { ...choice, pictures: PICTURES });
}
