// Records a tab: requests it (Screen Capture), records it (MediaStream Recording) and stops in time.

import { format } from "./formats.js";

const FRAME_RATE = 30;
const BITS_PER_SECOND = 2_500_000; // at this bit rate small text stays sharp
const AIM = 0.9; // share of the upload limit for the chosen time: a recorder does not keep a bit rate exactly
const CHUNK_MS = 1000;
const FULL = 0.98; // share of the upload limit: the rest is for data that arrives until the recorder has stopped

/** @typedef {"person" | "browser" | "time" | "size" | "error"} Reason why it ended */

/** Request a tab; throws an Error that says what to do. @returns {Promise<MediaStream>} */
export async function askForTab() {
  // TypeScript's DOM types lack these; browsers ignore unknown options.
  const options = /** @type {DisplayMediaStreamOptions} */ ({
    video: { displaySurface: "browser", frameRate: FRAME_RATE, cursor: "always" },
    audio: false,
    preferCurrentTab: false,
    selfBrowserSurface: "exclude",
    surfaceSwitching: "exclude", // a navigation to another page would be another flow
    systemAudio: "exclude",
  });
  try {
    return await navigator.mediaDevices.getDisplayMedia(options);
  } catch (error) {
    throw new Error(refusal(error instanceof DOMException ? error.name : ""), { cause: error });
  }
}

/** @param {string} name of a DOMException */
function refusal(name) {
  if (name === "NotAllowedError")
    return (
      "Nothing is recorded: the browser was not allowed to share a tab. Press Start again and choose one; if no question appears, " +
      "allow screen recording for this browser in the system's privacy settings."
    );
  if (name === "NotFoundError") return "Nothing is recorded: the browser found no tab or window to share.";
  if (name === "NotReadableError")
    return "Nothing is recorded: the system keeps the browser from seeing this tab or window. Choose another one, or start the browser again.";
  return "Nothing is recorded: the browser could not share the tab. Press Start again.";
}

/** Record a stream until `stop`, the browser's own bar, the time limit or the size limit ends it.
 *
 * Time 0 of the video is when `start` is called. The file has no duration, so the one measured here is sent with it.
 * @param {MediaStream} stream
 * @param {{maxMs: number, maxBytes: number, onChunk: (data: Blob, durationMs: number) => void, onEnd: (reason: Reason, durationMs: number) => void}} how
 * `onChunk` gets the duration including the chunk
 * @returns {{mimeType: string, startedAt: number, elapsed: () => number, stop: () => void}} */
export function record(stream, { maxMs, maxBytes, onChunk, onEnd }) {
  const mimeType = format() ?? "";
  const videoBitsPerSecond = Math.round(Math.min(BITS_PER_SECOND, (AIM * 8 * maxBytes) / (maxMs / 1000)));
  const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond });
  let size = 0;
  let ended = 0;
  /** @type {Reason | undefined} */
  let reason;

  const stop = (/** @type {Reason} */ why) => {
    if (reason) return;
    reason = why;
    ended = performance.now();
    if (recorder.state !== "inactive") recorder.stop();
  };
  // Timers of a background tab may be suspended, as when another tab is recorded; chunks may stop while nothing moves.
  recorder.addEventListener("dataavailable", ({ data }) => {
    size += data.size;
    if (data.size) onChunk(data, Math.round((ended || performance.now()) - zero));
    if (performance.now() - zero >= maxMs) stop("time");
    else if (size > maxBytes * FULL) stop("size");
  });
  recorder.addEventListener("error", () => stop("error"));
  recorder.addEventListener("stop", () => {
    clearTimeout(timer);
    stop("browser");
    for (const track of stream.getTracks()) track.stop();
    onEnd(/** @type {Reason} */ (reason), Math.round(ended - zero));
  });
  for (const track of stream.getVideoTracks()) track.addEventListener("ended", () => stop("browser"));

  const startedAt = Date.now();
  const zero = performance.now();
  recorder.start(CHUNK_MS);
  const timer = setTimeout(stop, maxMs, "time");
  return { mimeType, startedAt, elapsed: () => (ended || performance.now()) - zero, stop: () => stop("person") };
}
