// Deletes sessions with a chance to undo: they are hidden at once, and the request is sent when the message with Undo
// disappears or the app is closed.

import { claims } from "../account/token.js";
import { remove } from "../api.js";
import { account, auth, hideSession, showSession, toast } from "../state.js";
import { brief } from "./session-model.js";

const UNDO_MS = 8_000;

/** The deletions that can still be undone: how each is sent. @type {Map<string, (leaving: boolean) => Promise<void>>} */
const waiting = new Map();

/** @param {{id: string, title: string}} session */
export function deleteLater({ id, title }) {
  // With the current token: if the user signs out meanwhile, the session is deleted nevertheless.
  const token = auth.value?.accessToken ?? "";
  waiting.set(id, async (leaving) => {
    waiting.delete(id);
    await send(id, token, leaving).catch((error) => {
      if (error.status === 404) return; // another tab or client did
      showSession(id);
      toast(`“${brief(title)}” could not be deleted. ${error.message}`, { kind: "problem" });
    });
  });
  hideSession(id);
  const undo = () => {
    waiting.delete(id);
    showSession(id);
  };
  toast(`“${brief(title)}” was deleted.`, { ms: UNDO_MS, action: { label: "Undo", run: undo }, onGone: () => waiting.get(id)?.(false) });
}

/** The token may have expired meanwhile: then with the current one, if it belongs to the same account.
 * @param {string} id @param {string} token @param {boolean} leaving */
async function send(id, token, leaving) {
  const how = { token, keepalive: leaving };
  await remove(`/sessions/${id}`, how).catch((error) => {
    const now = auth.value?.accessToken;
    if (error.status !== 401 || !now || now === token || account.value !== claims(token).sub) throw error;
    return remove(`/sessions/${id}`, { ...how, token: now });
  });
}

addEventListener("pagehide", () => {
  for (const sent of waiting.values()) sent(true);
});
