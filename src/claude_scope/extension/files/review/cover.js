// Encodes a video again, with places covered. The times of its frames stay.

import { read, write } from "./webm.js";

/** @typedef {import("../storage/recordings.js").Mask} Mask */

/** WebCodecs' names of the codecs that MediaRecorder writes, by Matroska's. @type {Record<string, string>} */
const CODECS = { V_VP9: "vp09.00.41.08", V_VP8: "vp8" };
const BITS_PER_SECOND = 2_500_000;
const KEY_FRAMES = 150; // one in so many: whoever looks at a moment decodes from there
const MOST_WAITING = 8;
const COLOR = "#5b6472";

/** Whether this browser can cover places in a video. */
export const canCover = () => typeof VideoEncoder === "function" && typeof VideoDecoder === "function" && typeof OffscreenCanvas === "function";

/** The video with these places covered. Throws an Error if the browser cannot decode or encode it.
 * @param {Blob} blob @param {Mask[]} masks @param {(part: number) => void} onProgress 0 to 1 @returns {Promise<Blob>} */
export async function covered(blob, masks, onProgress) {
  const video = read(await blob.arrayBuffer());
  const codec = CODECS[video.codec];
  if (!codec || !video.frames.length) throw new Error("This video cannot be changed: its format is unknown.");
  const { width, height, frames } = video;
  const canvas = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {import("./webm.js").Frame[]} */
  const done = [];
  /** @type {unknown[]} */
  const failures = [];
  const fail = (/** @type {unknown} */ error) => failures.push(error);
  const encoder = new VideoEncoder({
    error: fail,
    output(chunk) {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      done.push({ ms: chunk.timestamp / 1000, isKey: chunk.type === "key", data });
    },
  });
  let count = 0;
  const decoder = new VideoDecoder({
    error: fail,
    output(frame) {
      context.drawImage(frame, 0, 0, width, height);
      const { timestamp } = frame;
      frame.close();
      context.fillStyle = COLOR;
      for (const mask of masks) {
        if (timestamp < mask.from * 1e6 || timestamp > mask.to * 1e6) continue;
        const [left, top] = [Math.floor(mask.x * width), Math.floor(mask.y * height)];
        context.fillRect(left, top, Math.ceil((mask.x + mask.width) * width) - left, Math.ceil((mask.y + mask.height) * height) - top);
      }
      const changed = new VideoFrame(canvas, { timestamp });
      encoder.encode(changed, { keyFrame: count++ % KEY_FRAMES === 0 });
      changed.close();
    },
  });
  encoder.configure({ codec, width, height, bitrate: BITS_PER_SECOND, latencyMode: "realtime" });
  decoder.configure({ codec, codedWidth: width, codedHeight: height });
  const isBehind = () => decoder.decodeQueueSize > MOST_WAITING || encoder.encodeQueueSize > MOST_WAITING;
  for (const [n, { ms, isKey, data }] of frames.entries()) {
    if (failures.length) throw failures[0];
    decoder.decode(new EncodedVideoChunk({ type: isKey ? "key" : "delta", timestamp: Math.round(ms * 1000), data }));
    while (isBehind() && !failures.length) await new Promise((resolve) => setTimeout(resolve, 5));
    onProgress(n / frames.length);
  }
  await decoder.flush();
  await encoder.flush();
  if (failures.length) throw failures[0];
  return write({ codec: video.codec, width, height, frames: done });
}
