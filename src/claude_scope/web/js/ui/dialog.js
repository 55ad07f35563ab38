// A modal question: the browser's own dialog, which traps the focus and closes with Escape.

import { useEffect, useRef } from "preact/hooks";
import { html } from "../html.js";

/** @param {{title: string, confirm: string, keep?: string, danger?: boolean, busy?: boolean, onConfirm: () => void,
 * onClose: () => void, children?: unknown}} props `keep` is the label of the cancel button */
export function Dialog({ title, confirm, keep = "Cancel", danger, busy, onConfirm, onClose, children }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // Removing it from the page while it is open would lose the focus.
    return () => void (before instanceof HTMLElement && before.isConnected && before.focus());
  }, []);
  return html`<dialog ref=${dialog} class="dialog" aria-labelledby="dialog-title" onClose=${onClose}>
    <form method="dialog" onSubmit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      if (!busy) onConfirm();
    }}>
      <h2 id="dialog-title">${title}</h2>
      ${children}
      <div class="actions">
        <button type="button" class="button" onClick=${onClose}>${keep}</button>
        <button class=${danger ? "button danger" : "button primary"} aria-disabled=${busy ? "true" : undefined}>${confirm}</button>
      </div>
    </form>
  </dialog>`;
}
