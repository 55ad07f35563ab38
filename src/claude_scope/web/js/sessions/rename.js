// Edits a title in place.

import { useEffect, useRef, useState } from "preact/hooks";
import { patch } from "../api.js";
import { html } from "../html.js";
import { toast } from "../state.js";
import { changing } from "./in-step.js";

const MAX_TITLE = 500;

/** @typedef {import("./session-model.js").Session} Session */

/** Enter saves the title, Escape discards the change.
 * @param {{session: Session, onDone: (renamed: Session | null) => void}} props */
export function Rename({ session, onDone }) {
  const [title, setTitle] = useState(session.title);
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => input.current?.select(), []);

  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const wanted = title.trim();
    if (!wanted) return setProblem("A session needs a title.");
    if (wanted === session.title) return onDone(null);
    setBusy(true);
    try {
      const rename = () => patch(`/sessions/${session.id}`, { title: wanted });
      // The prompt of a recording contains the title, so it is rewritten; one that a client provided is not.
      onDone(await (session.seedUrl && session.status === "complete" ? changing(session.id, rename) : rename()));
      toast("Renamed.");
    } catch (error) {
      setProblem(/** @type {Error} */ (error).message);
      setBusy(false);
    }
  };
  const escape = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && onDone(null);
  const id = `title-${session.id}`;
  return html`<form class="rename" onSubmit=${save} onKeyDown=${escape}>
    <label class="visually-hidden" for=${id}>Title</label>
    <input ref=${input} id=${id} class="input" value=${title} maxlength=${MAX_TITLE} autocomplete="off" aria-invalid=${problem ? "true" : undefined}
      aria-describedby=${problem ? `${id}-error` : undefined}
      onInput=${(/** @type {InputEvent} */ event) => setTitle(/** @type {HTMLInputElement} */ (event.target).value)} />
    <button class="button primary" disabled=${isBusy}>Save</button>
    <button type="button" class="button" onClick=${() => onDone(null)}>Cancel</button>
    ${problem && html`<p class="error" id=${`${id}-error`} role="alert">${problem}</p>`}
  </form>`;
}
