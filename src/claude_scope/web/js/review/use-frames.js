// The frames of a session, including removed ones, which can be restored.

import { useRef, useState } from "preact/hooks";
import { ApiError, get, post, remove } from "../api.js";
import { useLoaded } from "../loaded.js";
import { changing } from "../sessions/in-step.js";
import { toast } from "../state.js";

/** @typedef {import("./frame-model.js").Frame} Frame */
/** @typedef {import("./frame-model.js").Session} Session */

const UNDO_MS = 12_000;
/** The server's message for a frame that is removed already, by another tab. */
const NO_FRAME = "There is no such frame.";
export const LAST = "This is the last frame, so it has to stay. Delete the session instead.";

/** @param {string} id of the session */
export function useFrames(id) {
  const loaded = useLoaded(/** @returns {Promise<Session>} */ (signal) => get(`/sessions/${id}`, { signal }), [id]);
  // Removed frames are known here before the session is reloaded.
  const [out, setOut] = useState(/** @type {ReadonlySet<string>} */ (new Set()));
  const asked = useRef(new Set());
  const [changed, setChanged] = useState(""); // the frame that is being removed or restored
  const told = loaded.data?.frames ?? [];
  const shown = told.filter((frame) => !out.has(frame.id));
  const gone = [...(loaded.data?.removedFrames ?? []), ...told.filter((frame) => out.has(frame.id))];
  const all = [...shown, ...gone].toSorted((a, b) => a.timestamp - b.timestamp || a.number - b.number);

  /** Make one request at a time for a frame; show its error, unless the frame is in the wanted state already. @param
   * {Frame} frame @param {() => Promise<unknown>} ask */
  const change = async (frame, ask) => {
    if (asked.current.has(frame.id)) return false;
    asked.current.add(frame.id);
    setChanged(frame.id);
    try {
      await changing(id, ask);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404 && error.message === NO_FRAME) return true;
      toast(/** @type {Error} */ (error).message, { kind: "problem" });
      return false;
    } finally {
      asked.current.delete(frame.id);
      setChanged((changedId) => (changedId === frame.id ? "" : changedId));
      loaded.reload(); // the frames after it are compared with another one now
    }
  };

  /** @param {Frame} frame @param {() => void} onUndone @returns {Promise<boolean>} whether it is gone */
  const leaveOut = async (frame, onUndone) => {
    if (shown.length === 1) {
      toast(LAST, { kind: "problem" });
      return false;
    }
    if (!(await change(frame, () => remove(`/sessions/${id}/frames/${frame.id}`)))) return false;
    setOut((before) => new Set(before).add(frame.id));
    const undo = { label: "Undo", run: () => putBack(frame).then((isBack) => isBack && onUndone()) };
    toast(`Frame ${frame.number} was removed; the prompt will be without it.`, { action: undo, ms: UNDO_MS });
    return true;
  };

  /** @param {Frame} frame @returns {Promise<boolean>} whether it is restored */
  const putBack = async (frame) => {
    if (!(await change(frame, () => post(`/sessions/${id}/frames/${frame.id}/restore`, undefined)))) return false;
    setOut((before) => new Set([...before].filter((other) => other !== frame.id)));
    toast(`Frame ${frame.number} is back.`);
    return true;
  };

  return { session: loaded.data, error: loaded.error, reload: loaded.reload, shown, all, gone, changed, leaveOut, putBack };
}
