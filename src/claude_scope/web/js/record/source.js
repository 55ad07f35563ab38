// The source of a recording: a tab, or a file that is selected, dropped or pasted; and a preview of it.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { clock, limit, size } from "../ui/format.js";
import { clipped } from "../ui/visible.js";
import { fileName, whyNot } from "./formats.js";

const ACCEPT = "video/webm,video/mp4,video/x-matroska,image/gif,.webm,.mp4,.mkv,.gif,.scope";

/** @typedef {{id: string, name: string, size: number, durationMs: number | null, blob: Blob, isGif?: boolean, words?: import("./file/manifest.js").Words, kept?: import("./store.js").Recording}} Source
 * what is to be sent, identified in this browser by its `id`; `words` are those of a capture's manifest; `kept` if it was
 * recorded here, and is stored until the server has it */

/** A stored recording as a source. @param {import("./store.js").Recording} recording @param {Blob} blob @returns
 * {Source} */
export function sourceOf(recording, blob) {
  const name = fileName(recording.mimeType);
  return { id: recording.id, name, size: blob.size, durationMs: recording.durationMs, blob, kept: recording };
}

/** How to record, as `children`, or a file instead.
 * @param {{problem: string, busy: boolean, maxBytes: number, onFile: (file: File) => void, children?: unknown}} props */
export function SourceChoice({ problem, busy, maxBytes, onFile, children }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const isOver = useDrops(onFile);
  return html`<section class=${isOver ? "card stack record-source over" : "card stack record-source"} aria-labelledby="source">
    <h2 id="source">The recording</h2>
    ${problem && html`<p class="notice problem" role="alert"><${Icon} name="error" /><span>${problem}</span></p>`}
    ${children}
    <div class="drop">
      <p><strong>${isOver ? "Drop it here" : "Or take a file"}</strong></p>
      <p class="hint">Drop it on this page, paste it, or choose it: a .scope file of <code>claude-scope record</code>, a video (WebM, MP4, Matroska) or an animated GIF, at most ${limit(maxBytes)}.</p>
      <button type="button" class="button" aria-disabled=${busy} onClick=${() => busy || input.current?.click()}><${Icon} name="file" /> Choose a file</button>
      <input ref=${input} type="file" hidden accept=${ACCEPT} aria-label="Video file" onChange=${(/** @type {Event & {currentTarget: HTMLInputElement}} */ event) => {
        const [file] = event.currentTarget.files ?? [];
        event.currentTarget.value = ""; // the same file can be selected again
        if (file) onFile(file);
      }} />
    </div>
    <p class="visually-hidden" role="status">${busy ? "Looking at the file" : ""}</p>
  </section>`;
}

/** Recording a tab with this page. @param {{busy: boolean, onRecord: () => void}} props */
export function VideoStart({ busy, onRecord }) {
  const cannot = whyNot();
  if (cannot) return html`<p class="notice"><${Icon} name="note" /><span>${cannot}</span></p>`;
  return html`<p class="soft">The browser asks which tab. Show the bug there in a few seconds, then come back and stop. No sound is recorded.</p>
    <button type="button" class="button primary large" aria-disabled=${busy} onClick=${onRecord}><${Icon} name="record" /> Start recording</button>`;
}

/** Files that are dropped or pasted anywhere on the page. Returns whether one is dragged over it.
 * @param {(file: File) => void} onFile */
function useDrops(onFile) {
  const [isOver, setOver] = useState(false);
  const take = useRef(onFile);
  take.current = onFile;
  useEffect(() => {
    const holds = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
    const stop = new AbortController();
    const on = { signal: stop.signal };
    addEventListener("dragover", (event) => holds(event) && setOver(true), on);
    addEventListener("dragleave", (event) => event.relatedTarget || setOver(false), on);
    addEventListener(
      "drop",
      (event) => {
        setOver(false);
        const [file] = event.dataTransfer?.files ?? [];
        if (file) take.current(file);
      },
      on,
    );
    addEventListener(
      "paste",
      (event) => {
        const [file] = event.clipboardData?.files ?? [];
        if (!file) return;
        event.preventDefault();
        take.current(file);
      },
      on,
    );
    return () => stop.abort();
  }, []);
  return isOver;
}

/** The selected source, as a preview before it is sent.
 * @param {{source: Source, onWords: (words: {title: string, notes: string}) => void, onRemove: () => void, onSend: () => void}} props */
export function Chosen({ source, onWords, onRemove, onSend }) {
  const address = useAddress(source.blob);
  return html`<section class="card stack record-source" aria-labelledby="source">
    <h2 id="source">The recording</h2>
    ${address && source.isGif && html`<img class="screen" src=${address} alt="The recording" />`}
    ${address && !source.isGif && !source.words && html`<video class="screen" controls muted playsinline preload="metadata" src=${address} aria-label="The recording"></video>`}
    <p class="row"><strong class="name">${source.name}</strong> <span class="soft">${facts(source)}</span></p>
    ${source.words && html`<${OwnWords} words=${source.words} onTake=${onWords} />`}
    <div class="actions">
      <button type="button" class="button primary large" onClick=${onSend}>Upload and process</button>
      <button type="button" class="button" onClick=${onRemove}>Take another</button>
    </div>
  </section>`;
}

/** The address, title and notes of a capture. Another person may have written them, so they are used only on request.
 * @param {{words: import("./file/manifest.js").Words, onTake: (words: {title: string, notes: string}) => void}} props */
function OwnWords({ words: { url, title, notes }, onTake }) {
  const words = Object.entries({ "Recorded at": url, "Its title": title, "Its notes": notes }).filter(([, value]) => value);
  return html`<dl class="facts">${words.map(([name, value]) => html`<dt>${name}</dt><dd class="name">${clipped(value)}</dd>`)}</dl>
    ${(title || notes) && html`<div class="actions"><button type="button" class="button" onClick=${() => onTake({ title, notes })}>Use its title and notes</button></div>`}`;
}

/** "0:07 · 1.2 MB". @param {{durationMs: number | null, size: number}} source */
export function facts(source) {
  return [source.durationMs && clock(source.durationMs), size(source.size)].filter(Boolean).join(" · ");
}

/** @param {Blob} blob */
function useAddress(blob) {
  const [address, setAddress] = useState("");
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return address;
}
