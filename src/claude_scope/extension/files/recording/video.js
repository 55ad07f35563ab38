// The picture of the tab: asks for it, checks that it is the tab in which the button was pressed, and encodes it.

const BITS_PER_SECOND = 2_500_000; // small text stays sharp
const PART_MS = 1_000;
const TYPES = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"];
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

/** Encode a picture. `onPart` gets a Blob a second, `onEnd` is called when the person or the browser ends the sharing.
 * @param {Picture} picture @param {(part: Blob) => void} onPart @param {() => void} onEnd
 * @returns {{start: Promise<number>, stop: () => Promise<void>}} `start` is epoch milliseconds of the video's time 0, known with
 * the first frame; `stop` waits for the last part */
export function encode({ stream, track }, onPart, onEnd) {
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond: BITS_PER_SECOND });
  recorder.addEventListener("dataavailable", ({ data }) => data.size && onPart(data));
  track.addEventListener("ended", onEnd);
  const start = firstFrame(track); // no event of the recorder tells it
  recorder.start(PART_MS);
  const stop = async () => {
    track.removeEventListener("ended", onEnd);
    const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve));
    if (recorder.state !== "inactive") {
      recorder.stop();
      await ended;
    }
    track.stop();
  };
  return { start, stop };
}

/** When the next frame arrives, in epoch milliseconds. @param {MediaStreamTrack} track */
async function firstFrame(track) {
  const frames = new /** @type {any} */ (globalThis).MediaStreamTrackProcessor({ track }).readable.getReader();
  const { value } = await frames.read();
  const arrived = performance.timeOrigin + performance.now();
  value?.close();
  await frames.cancel();
  return arrived;
}
