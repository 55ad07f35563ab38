// While recording: the picture, the time, the size, and the button to stop.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { clock, limit, size } from "../ui/format.js";

const TICK_MS = 250;

/** The elapsed time, updated regularly. @param {() => number} elapsed in milliseconds */
export function useElapsed(elapsed) {
  const [ms, setMs] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setMs(elapsed()), TICK_MS);
    return () => clearInterval(timer);
  }, [elapsed]);
  return ms;
}

/** @param {{stream: MediaStream, ms: number, maxMs: number, bytes: number, maxBytes: number, isKept: boolean, isStopping: boolean, onStop: () => void}} props
 * `isKept` is false if the browser's storage does not take it */
export function Live({ stream, ms, maxMs, bytes, maxBytes, isKept, isStopping, onStop }) {
  const video = useRef(/** @type {HTMLVideoElement | null} */ (null));
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return html`<section class="card stack live" aria-label="Recording">
    <div class="live-bar">
      <span class="recording-dot" aria-hidden="true"></span>
      <strong class="time" role="timer" aria-label="Recorded so far">${clock(ms)}</strong>
      <span class="soft">stops by itself at ${clock(maxMs)}</span>
      <span class="soft">${bytes < 1000 ? "0 KB" : size(bytes)} of at most ${limit(maxBytes)}</span>
      <button type="button" class="button primary large" disabled=${isStopping} onClick=${onStop}><${Icon} name="stop" /> Stop and upload</button>
    </div>
    <video ref=${video} class="screen" autoplay muted playsinline aria-label="What is being recorded"></video>
    <p class="hint">Go to the tab and show it. You can also stop with the browser's own bar.</p>
    ${
      !isKept &&
      html`<p class="notice"><${Icon} name="note" /><span>The browser's storage does not take this recording, so closing or reloading this page would lose it.</span></p>`
    }
    <p class="visually-hidden" role="status">${ms ? "Recording has begun" : ""}</p>
  </section>`;
}
