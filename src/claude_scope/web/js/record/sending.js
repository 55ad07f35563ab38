// The upload: its progress, its errors, and sending the same bytes again.

import { useEffect, useState } from "preact/hooks";
import { ApiError, save, upload } from "../api.js";
import { html } from "../html.js";
import { returned } from "../state.js";
import { useFocusKept } from "../ui/focus.js";
import { Icon } from "../ui/icon.js";
import { Failure } from "../ui/page.js";
import { Progress } from "../ui/progress.js";
import { size } from "../ui/format.js";
import { fileName } from "./formats.js";
import { keyOf } from "./key.js";
import { discard, isInMemory } from "./memory.js";
import { facts } from "./source.js";
import { hold, isThere } from "./store.js";

const GONE = "It is not in this browser any more: another tab has sent or discarded it. Look for it in your sessions.";
const IN_STORAGE = "The recording stays in this browser until the server has it, also when you close this page.";
const IN_MEMORY = "The browser's storage did not take all of it: closing or reloading this tab would lose it. Saving it as a file is safe.";
/** The server's errors about fields can be corrected in the form; others concern the file itself. */
const OF_THE_FORM = /^(title|seedUrl|notes|agentTarget|durationMs): /;
/** The recording itself is fine: it can be sent once something was deleted. */
const FULL = /^The account is full: /;
const BY_ITSELF = 5; // how often it is sent again when the server has come back

/** @typedef {import("./source.js").Source} Source */
/** @typedef {import("./details.js").Details} Details */

/** @param {{source: Source, details: Details, isAsItIs: boolean, onProgress: (part: number) => void, onSent: (session: {id: string}) => void, onBack: () => void, onOther: () => void}} props
 * `onBack` leads to the form, with the recording in it unless it is sent as it is; `onOther` to the form without it */
export function Sending({ source, details, isAsItIs, onProgress, onSent, onBack, onOther }) {
  const [sent, setSent] = useState(0);
  const [error, setError] = useState(/** @type {Error | undefined} */ (undefined));
  const [tries, setTries] = useState(1);
  const again = () => {
    setError(undefined);
    setSent(0);
    setTries(tries + 1);
  };

  useEffect(() => {
    const stop = new AbortController();
    const progress = (/** @type {number} */ done, /** @type {number} */ total) => {
      setSent(Math.min(done, source.size));
      onProgress(total ? done / total : 0);
    };
    send(source, details, progress, stop.signal).then(onSent, (failed) => {
      if (!stop.signal.aborted) setError(failed);
    });
    return () => stop.abort();
  }, [tries]);

  const times = returned.value;
  useEffect(() => {
    if (error instanceof ApiError && error.status === 0 && tries <= BY_ITSELF) again();
  }, [times]);

  const isGone = error?.message === GONE;
  const isFull = error instanceof ApiError && error.status === 400 && FULL.test(error.message);
  const isRefused = error instanceof ApiError && error.status === 400 && !isFull && !OF_THE_FORM.test(error.message);
  const other = async () => {
    if (source.kept) await discard(source.kept.id);
    onOther();
  };
  useFocusKept([error], ".sending button, .sending a");
  return html`<section class="card stack sending" aria-labelledby="sending">
    <h2 id="sending">${isGone ? "Not here any more" : error ? "Not uploaded yet" : sent < source.size ? "Uploading" : "The server looks at it"}</h2>
    <p class="row"><strong class="name">${details.title || source.name}</strong> ${!isGone && html`<span class="soft">${facts(source)}</span>`}</p>
    ${
      error
        ? html`<${Failure} error=${error} title="The upload did not work" />`
        : html`<${Progress} label="Upload" done=${sent} total=${source.size} words=${`${size(sent)} of ${size(source.size)}`} />`
    }
    ${error && source.kept && !isGone && html`<p class="hint">${isInMemory(source.kept.id) ? IN_MEMORY : IN_STORAGE}</p>`}
    <div class="actions">
      ${isGone && html`<a class="button primary" href="/sessions">Your sessions</a>`}
      ${isFull && html`<a class="button" href="/sessions" target="_blank" rel="noopener">Your sessions, in a new tab</a>`}
      ${isRefused && html`<button type="button" class="button primary" onClick=${other}>${source.kept ? "Discard the recording" : "Take another"}</button>`}
      ${error && !isGone && !isRefused && html`<button type="button" class="button primary" onClick=${again}><${Icon} name="retry" /> Try again</button>`}
      <button type="button" class="button" onClick=${onBack}>${!error ? "Cancel" : isAsItIs ? "Back" : "Change the details"}</button>
      ${
        error &&
        !isGone &&
        source.kept &&
        html`<button type="button" class="button" onClick=${() => save(source.blob, fileName(source.blob.type))}><${Icon} name="download" /> Save as a file</button>`
      }
    </div>
  </section>`;
}

/** @param {Source} source @param {Details} details @param {(sent: number, total: number) => void} onProgress @param {AbortSignal} signal */
async function send(source, details, onProgress, signal) {
  await readable(source.blob);
  const id = source.kept?.id;
  const isStored = id !== undefined && !isInMemory(id); // one in memory is locked already
  const release = isStored ? await hold(id) : () => {};
  if (!release) throw new Error("Another tab of this browser is sending this recording.");
  try {
    if (isStored && !(await isThere(id).catch(() => true))) throw new Error(GONE);
    signal.throwIfAborted();
    const fields = fieldsOf(source, details);
    const session = await upload(formOf(source, fields), { key: keyOf(source, fields), onProgress, signal });
    if (id) await discard(id); // before another tab may lock it
    return session;
  } finally {
    release();
  }
}

/** Whether a file is gone, which the browser would report as a lost connection. @param {Blob} blob */
async function readable(blob) {
  try {
    await blob.slice(0, 1).arrayBuffer();
  } catch {
    throw new Error("The file cannot be read any more: it was moved, changed or deleted. Go back and choose it again.");
  }
}

/** @param {Source} source @param {Details} details @returns {Record<string, string>} */
function fieldsOf({ durationMs, words }, { title, seedUrl, agentTarget, notes }) {
  return {
    ...((title.trim() || !words) && { title: title.trim() }),
    ...(!words?.url && { seedUrl: seedUrl.trim() }),
    agentTarget,
    ...(notes.trim() && { notes }),
    ...(durationMs && { durationMs: String(durationMs) }),
  };
}

/** @param {Source} source @param {Record<string, string>} fields */
function formOf({ blob }, fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", blob, fileName(blob.type));
  return form;
}
