// A session's kept prompt follows what is changed of it here, its frames and its title: the API leaves it as it was until
// it is asked to write it again.

import { signal } from "@preact/signals";
import { post } from "../api.js";
import { PICTURES } from "../output/stored-prompt.js";
import { toast } from "../state.js";

/** How often a prompt was written again: who shows one loads it anew. */
export const rewritten = signal(0);

/** How many changes are under way, or not in a prompt yet. */
export const underWay = signal(0);

/** @type {Promise<unknown>} what was begun so far, one after the other: the prompt written last has all changes */
let line = Promise.resolve();

/** Change a session; its prompt is written again afterwards, for its own agent and with its own options.
 * @template T
 * @param {string} id @param {() => Promise<T>} change @returns {Promise<T>} of the change alone */
export function changing(id, change) {
  underWay.value += 1;
  const changed = change();
  line = Promise.allSettled([changed, line]).then(async ([{ status }]) => {
    if (status === "fulfilled") await writeAgain(id);
    underWay.value -= 1;
  });
  return changed;
}

/** When nothing is under way any more: before a session is loaded whose prompt is shown. */
export const settled = () => line;

/** @param {string} id */
async function writeAgain(id) {
  try {
    await post(`/sessions/${id}/generate-prompt`, { pictures: PICTURES }, { keepalive: true });
    rewritten.value += 1;
  } catch (error) {
    const why = /** @type {Error} */ (error).message;
    toast(`The prompt is as it was before: it could not be written again. ${why} Choose an agent on the session's page to try again.`, { kind: "problem" });
  }
}
