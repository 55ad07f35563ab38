// Updates a session's stored prompt after its frames or its title change, since the API does not rewrite it by itself.

import { signal } from "@preact/signals";
import { post } from "../api.js";
import { PICTURES } from "../output/stored-prompt.js";
import { toast } from "../state.js";

/** How often a prompt was rewritten: components that show one reload it. */
export const rewritten = signal(0);

/** The number of changes in progress, or not in a prompt yet. */
export const underWay = signal(0);

/** @type {Promise<unknown>} the queue of changes: sequential, so that the prompt written last has all of them */
let line = Promise.resolve();

/** Change a session; its prompt is rewritten afterwards, for its own agent and with its own options.
 * @template T
 * @param {string} id @param {() => Promise<T>} change @returns {Promise<T>} the result of the change alone */
export function changing(id, change) {
  underWay.value += 1;
  const changed = change();
  line = Promise.allSettled([changed, line]).then(async ([{ status }]) => {
    if (status === "fulfilled") await writeAgain(id);
    underWay.value -= 1;
  });
  return changed;
}

/** Resolves when nothing is in progress: before loading a session whose prompt is shown. */
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
