// The picture of the tab: asks for it, checks that it is the tab in which the button was pressed, and encodes it.

const BITS_PER_SECOND = 2_500_000; // small text stays sharp
const PART_MS = 1_000;
const TYPES = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"];
const ENCODE_MS = 100; // for the last frame to reach the encoder
const CHECK_MS = 2_000; // for the page's mark to arrive

/** @typedef {{track: MediaStreamTrack, stream: MediaStream, isChecked: boolean}} Picture `isChecked` says that the page proved
 * that it is the right tab */

/** Ask for the picture of a tab. `streamId` is given where the browser allows it without asking the person; else `mark` is what
 * the page of the right tab shows the browser, "" where it cannot. Throws an Error in words.
 * @param {{streamId: string, mark: string, width: number, height: number}} wanted @returns {Promise<Picture>} */
export async function pictureOf({ streamId, mark, width, height }) {
  const stream = streamId ? await given(streamId) : await asked();
  const [track] = stream.getVideoTracks();
  const isRight = streamId ? true : mark ? await hasMark(track, mark) : hasShape(track, width, height);
  if (isRight) return { track, stream, isChecked: Boolean(streamId || mark) };
  track.stop();
  throw new Error("Nothing is recorded: another tab was chosen. Choose the tab in which you pressed the button.");
}

/** @param {string} streamId */
function given(streamId) {
  const mandatory = { chromeMediaSource: "tab", chromeMediaSourceId: streamId };
  return navigator.mediaDevices.getUserMedia(/** @type {any} */ ({ video: { mandatory }, audio: false }));
}

async function asked() {
  try {
    return await navigator.mediaDevices.getDisplayMedia(
      /** @type {any} */ ({
        video: { displaySurface: "browser", frameRate: 30, cursor: "always" },
        audio: false,
        selfBrowserSurface: "exclude",
        surfaceSwitching: "exclude",
        systemAudio: "exclude",
        monitorTypeSurfaces: "exclude",
      }),
    );
  } catch (error) {
    const isRefused = error instanceof DOMException && error.name === "NotAllowedError";
    const why = isRefused ? "the browser was not allowed to share a tab" : "the browser could not share the tab";
    throw new Error(`Nothing is recorded: ${why}. Press the button again and choose this tab.`, { cause: error });
  }
}

/** @param {any} track @param {string} mark */
async function hasMark(track, mark) {
  for (const until = Date.now() + CHECK_MS; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (track.getCaptureHandle?.()?.handle === mark) return true;
  }
  return false;
}

/** Whether the picture has the shape of the page; without a secure connection the page cannot mark itself.
 * @param {MediaStreamTrack} track @param {number} width @param {number} height */
function hasShape(track, width, height) {
  const { width: wide = 0, height: high = 0, displaySurface } = /** @type {any} */ (track.getSettings());
  if (displaySurface && displaySurface !== "browser") return false;
  return !wide || !high || Math.abs(wide / high - width / height) < 0.05;
}

/** Encode a picture. `onPart` gets a Blob a second while the picture changes, `onEnd` is called when the person or the browser
 * ends the sharing.
 * @param {Picture} picture @param {(part: Blob) => void} onPart @param {() => void} onEnd
 * @returns {{start: Promise<number>, stop: () => Promise<void>}} `start` is epoch milliseconds of the video's time 0, known with
 * the first frame; `stop` waits for the last part */
export function encode({ stream, track }, onPart, onEnd) {
  const frames = changedFrames(track);
  const asking = new MediaRecorder(stream); // asks for a frame each second: one that came before this is not repeated by itself
  asking.start();
  void frames.start.then(() => asking.stop());
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(frames.stream, { mimeType, videoBitsPerSecond: BITS_PER_SECOND });
  recorder.addEventListener("dataavailable", ({ data }) => data.size && onPart(data));
  track.addEventListener("ended", onEnd);
  recorder.start();
  const parts = setInterval(() => frames.came() && recorder.requestData(), PART_MS);
  const stop = async () => {
    clearInterval(parts);
    track.removeEventListener("ended", onEnd);
    await frames.end().catch(console.error); // the video is shorter then, and whole
    const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve));
    if (recorder.state !== "inactive") {
      recorder.stop();
      await ended;
    }
    track.stop();
  };
  return { start: frames.start, stop };
}

/** The frames of a track, only when they change: a MediaRecorder on the track itself has the same picture captured and encoded
 * again each second. The last one is repeated at the end, which makes the video as long as the recording.
 * @param {MediaStreamTrack} track */
function changedFrames(track) {
  const { MediaStreamTrackProcessor, MediaStreamTrackGenerator } = /** @type {any} */ (globalThis);
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
  const generator = new MediaStreamTrackGenerator({ kind: "video" });
  const writer = generator.writable.getWriter();
  /** @type {any} */
  let last = null;
  let lastAt = 0;
  let isNew = false;
  /** @type {(time: number) => void} */
  let begin;
  const start = /** @type {Promise<number>} */ (new Promise((resolve) => (begin = resolve)));
  const copy = async () => {
    for (let { value } = await reader.read(); value; { value } = await reader.read()) {
      last?.close();
      last = value.clone();
      lastAt = performance.now();
      begin(performance.timeOrigin + lastAt);
      isNew = true;
      await writer.write(value);
    }
  };
  const copied = copy();
  return {
    stream: new MediaStream([generator]),
    start,
    came() {
      const came = isNew;
      isNew = false;
      return came;
    },
    async end() {
      await reader.cancel();
      await copied;
      if (!last) return;
      const timestamp = last.timestamp + (performance.now() - lastAt) * 1000;
      await writer.write(repeated(last, timestamp));
      last.close();
      await new Promise((resolve) => setTimeout(resolve, ENCODE_MS));
    },
  };
}

/** A frame of the same pixels: one made from the frame itself keeps the time of its capture. @param {any} frame @param {number} timestamp */
function repeated(frame, timestamp) {
  const canvas = new OffscreenCanvas(frame.displayWidth, frame.displayHeight);
  canvas.getContext("2d", { alpha: false })?.drawImage(frame, 0, 0);
  return new VideoFrame(canvas, { timestamp, alpha: "discard" });
}
