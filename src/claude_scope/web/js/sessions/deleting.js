// Deletes sessions so that it can be undone for a while: they are hidden at once, and the server hears of it when the
// time is over or the app is left.

import { remove } from "../api.js";
import { auth, hideSession, showSession, toast } from "../state.js";
import { brief } from "./session.js";

const UNDO_MS = 8_000;

/** What still can be undone: how each is sent. @type {Map<string, (leaving: boolean) => Promise<void>>} */
const waiting = new Map();

/** @param {{id: string, title: string}} session */
export function deleteLater({ id, title }) {
  // With the token of now: whoever signs out within the time wanted it gone all the same.
  const headers = { authorization: `Bearer ${auth.value?.accessToken ?? ""}` };
  const timer = setTimeout(() => waiting.get(id)?.(false), UNDO_MS);
  const stop = () => {
    clearTimeout(timer);
    waiting.delete(id);
  };
  waiting.set(id, async (leaving) => {
    stop();
    await remove(`/sessions/${id}`, { headers, keepalive: leaving }).catch((error) => {
      if (error.status === 404) return; // somebody else did
      showSession(id);
      toast(`“${brief(title)}” could not be deleted. ${error.message}`, { kind: "problem" });
    });
  });
  hideSession(id);
  const undo = () => {
    stop();
    showSession(id);
  };
  toast(`“${brief(title)}” was deleted.`, { ms: UNDO_MS, action: { label: "Undo", run: undo } });
}

addEventListener("pagehide", () => {
  for (const send of waiting.values()) send(true);
});
