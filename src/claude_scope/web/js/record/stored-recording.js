// Recordings that were never sent, complete or interrupted: they are offered again.

import { useCallback, useEffect, useState } from "preact/hooks";
import { save } from "../api.js";
import { html } from "../html.js";
import { toast } from "../state.js";
import { Dialog } from "../ui/dialog.js";
import { Icon } from "../ui/icon.js";
import { count, when } from "../ui/format.js";
import { fileName } from "./formats.js";
import { contentOf, discard, isInMemory, offered } from "./memory.js";
import { facts } from "./source.js";

/** @typedef {import("./store.js").Recording} Recording */

/** The pending recordings in this browser. @param {string} whose
 * @returns {[Recording[], () => void]} */
export function useKept(whose) {
  const [found, setFound] = useState(/** @type {Recording[]} */ ([]));
  const reload = useCallback(() => void offered(whose).then(setFound), [whose]);
  useEffect(reload, [reload]);
  return [found, reload];
}

/** @param {{recordings: Recording[], onResume: (recording: Recording) => void, onTake: (recording: Recording) => void, onChange: () => void}} props
 * `onTake` puts it into the form, to change what is sent with it */
export function Kept({ recordings, onResume, onTake, onChange }) {
  const [leaving, setLeaving] = useState(/** @type {Recording | null} */ (null));
  const confirmed = async () => {
    if (leaving) await discard(leaving.id);
    setLeaving(null);
    onChange();
  };
  return html`<section class="kept stack" aria-labelledby="kept">
    <h2 id="kept">${recordings.length === 1 ? "A recording waits to be uploaded" : `${count(recordings.length, "recording")} wait to be uploaded`}</h2>
    <ul class="stack">
      ${recordings.map(
        (recording) => html`<li class="card" key=${recording.id}>
          <div>
            <strong class="name">${recording.details.title}</strong>
            <p class="soft">${when(new Date(recording.startedAt).toISOString())} · ${facts(recording)}</p>
            ${isInMemory(recording.id) && html`<p class="soft">The browser's storage did not take it: it is here until this tab is closed or reloaded.</p>`}
            ${!recording.isWhole && html`<p class="soft">It was cut off: what was recorded until then is here.</p>`}
          </div>
          <div class="actions">
            <button type="button" class="button primary" onClick=${() => onResume(recording)}>Upload</button>
            <button type="button" class="button" onClick=${() => onTake(recording)}><${Icon} name="edit" /> Look at it</button>
            <button type="button" class="button" onClick=${() => saveAsFile(recording)}><${Icon} name="download" /> Save</button>
            <button type="button" class="button" onClick=${() => setLeaving(recording)}><${Icon} name="trash" /> Discard</button>
          </div>
        </li>`,
      )}
    </ul>
    ${
      leaving &&
      html`<${Dialog} title="Discard this recording?" confirm="Discard" danger onConfirm=${confirmed} onClose=${() => setLeaving(null)}>
        <p class="name">“${leaving.details.title}”</p>
        <p>${facts(leaving)}. It is only in this browser and cannot be brought back.</p>
      <//>`
    }
  </section>`;
}

/** @param {Recording} recording */
async function saveAsFile(recording) {
  try {
    save(await contentOf(recording), fileName(recording.mimeType));
  } catch {
    toast("The browser's storage could not be read.", { kind: "problem" });
  }
}
