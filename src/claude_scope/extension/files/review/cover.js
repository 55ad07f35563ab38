// Covers places of a video: decodes it, paints over the places, encodes it again (WebCodecs). Only the parts in which something
// is covered are encoded; the times of all frames stay.

import { read, write } from "./webm.js";

/** @typedef {import("./webm.js").Frame} Frame */
/** @typedef {import("../storage/recordings.js").Mask} Mask */

const DECODED = new Map([
  ["V_VP8", "vp8"],
  ["V_VP9", "vp09.00.51.08"],
]);
const QUANTIZER = 20; // of 63: small text stays as sharp as it was
const BITS_PER_SECOND = 8_000_000; // for VP8, which has no quantizer
const MOST_BYTES = 50_000_000; // a larger video keeps its size, since a service takes 100 MB; others may grow by two thirds
const MOST_WAITING = 4; // frames in a queue: each has some megabytes
const GREY = [101, 135, 123]; // Y, U, V of #5b6472, as the page shows it

/** Whether this browser can cover places in a video. */
export const canCover = () => typeof VideoEncoder === "function" && typeof VideoDecoder === "function";

/** @param {string} codec @param {number} width @param {number} height @param {number} bitrate 0 for the
 * quality of a quantizer @returns {VideoEncoderConfig} */
function encoding(codec, width, height, bitrate) {
  const rate = bitrate ? { bitrate } : { bitrateMode: /** @type {const} */ ("quantizer") };
  return { codec, width, height, ...rate, latencyMode: "quality" };
}

/** Whether a mask covers the frame that is shown from `time` until `next`, both in ms. @param {Mask} mask @param {number} time
 * @param {number} next */
export const covers = ({ from, to }, time, next) => time <= to * 1000 && next > from * 1000;

/** The video with its places covered. Throws an Error if a frame cannot be read.
 * @param {Blob} video @param {Mask[]} masks @param {(part: number) => void} onProgress 0 to 1 @param {number} [most] bytes from which on it
 * keeps its size @returns {Promise<Blob>} */
export async function covered(video, masks, onProgress, most = MOST_BYTES) {
  const film = read(await video.arrayBuffer());
  const codec = DECODED.get(film.codec);
  if (!codec) throw new Error("This browser cannot change the video.");
  const seconds = ((film.frames.at(-1)?.time ?? 0) + 1) / 1000;
  const bitrate = video.size > most ? Math.round((video.size * 7.5) / seconds) : codec === "vp8" ? BITS_PER_SECOND : 0;
  const shown = film.frames.map(({ time }, index) => masks.filter((mask) => covers(mask, time, film.frames[index + 1]?.time ?? Infinity)));
  /** @type {Frame[]} */
  const frames = [];
  for (const [start, end] of runs(film.frames)) {
    const part = film.frames.slice(start, end);
    const places = shown.slice(start, end);
    const report = (/** @type {number} */ done) => onProgress((start + done) / film.frames.length);
    frames.push(...(places.some((masksOf) => masksOf.length) ? await again(part, places, codec, bitrate, report) : part));
    report(part.length);
  }
  return write({ ...film, frames });
}

/** From each key frame to the next. @param {Frame[]} frames */
function runs(frames) {
  const starts = frames.flatMap(({ isKey }, index) => (isKey || !index ? [index] : []));
  return starts.map((start, index) => [start, starts[index + 1] ?? frames.length]);
}

/** Encode a part of the video again. @param {Frame[]} frames @param {Mask[][]} places of each frame @param {string} codec
 * @param {number} bitrate @param {(done: number) => void} report */
async function again(frames, places, codec, bitrate, report) {
  /** @type {Frame[]} */
  const done = [];
  /** @type {unknown} */
  let failure;
  let size = "";
  /** @type {VideoFrame[]} */
  const decoded = [];
  const fail = (/** @type {unknown} */ error) => (failure ??= error);
  const stamps = timestamps(frames);
  const numbers = new Map(stamps.map((stamp, number) => [stamp, number]));
  const encoder = new VideoEncoder({
    error: fail,
    output(chunk) {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      done.push({ time: frames[numbers.get(chunk.timestamp) ?? 0].time, isKey: chunk.type === "key", data });
    },
  });
  const decoder = new VideoDecoder({ error: fail, output: (frame) => decoded.push(frame) });
  async function encodeDecoded() {
    for (let frame = decoded.shift(); frame; frame = decoded.shift()) {
      const number = numbers.get(frame.timestamp) ?? 0;
      const painted = await paint(frame, places[number]);
      const { codedWidth: width, codedHeight: height } = painted;
      const isNew = size !== `${width} ${height}`; // the tab was resized
      if (isNew) encoder.configure(encoding(codec, width, height, bitrate));
      size = `${width} ${height}`;
      encoder.encode(painted, { keyFrame: isNew || frames[number].isKey, ...(!bitrate && { vp9: { quantizer: QUANTIZER } }) });
      painted.close();
      while (encoder.state === "configured" && encoder.encodeQueueSize > MOST_WAITING) await once(encoder);
      report(number + 1);
    }
  }
  try {
    decoder.configure({ codec, hardwareAcceleration: "prefer-software" });
    for (const [number, { isKey, data }] of frames.entries()) {
      if (failure) break;
      decoder.decode(new EncodedVideoChunk({ type: isKey ? "key" : "delta", timestamp: stamps[number], data }));
      while (decoder.state === "configured" && decoder.decodeQueueSize > MOST_WAITING) await once(decoder);
      await encodeDecoded();
    }
    if (!failure) await decoder.flush();
    await encodeDecoded();
    if (!failure) await encoder.flush();
  } catch (error) {
    fail(error);
  } finally {
    for (const frame of decoded) frame.close();
    for (const coder of [decoder, encoder]) if (coder.state !== "closed") coder.close();
  }
  if (failure || done.length !== frames.length) throw new Error("The video could not be covered: the browser cannot read all of it.", { cause: failure });
  return done;
}

/** Microseconds, each later than the one before. @param {Frame[]} frames */
function timestamps(frames) {
  let last = -1;
  return frames.map(({ time }) => (last = Math.max(last + 1, Math.round(time * 1000))));
}

const once = (/** @type {EventTarget} */ coder) =>
  new Promise((resolve) => {
    coder.addEventListener("dequeue", resolve, { once: true });
    setTimeout(resolve, 100); // an error ends the queue without an event
  });

/** A frame with its places covered; closes the one that it gets. @param {VideoFrame} frame @param {Mask[]} masks */
async function paint(frame, masks) {
  try {
    const { timestamp, visibleRect, colorSpace } = frame;
    if (frame.format !== "I420" || !visibleRect) throw new Error(`The browser decodes the video as ${frame.format}.`);
    const { width, height } = visibleRect;
    const pixels = new Uint8Array(frame.allocationSize());
    const planes = await frame.copyTo(pixels);
    for (const mask of masks) {
      // In steps of two pixels, outwards: a pixel of colour covers four.
      const [left, top] = [mask.x * width, mask.y * height].map((edge) => Math.max(0, Math.floor(edge / 2) * 2));
      const right = Math.min(width, Math.ceil(((mask.x + mask.width) * width) / 2) * 2);
      const bottom = Math.min(height, Math.ceil(((mask.y + mask.height) * height) / 2) * 2);
      for (const [index, { offset, stride }] of planes.entries()) {
        const step = index ? 2 : 1;
        for (let row = Math.floor(top / step); row < Math.ceil(bottom / step); row++) {
          pixels.fill(GREY[index], offset + row * stride + Math.floor(left / step), offset + row * stride + Math.ceil(right / step));
        }
      }
    }
    return new VideoFrame(pixels, { format: "I420", codedWidth: width, codedHeight: height, timestamp, colorSpace: colorSpace.toJSON(), layout: planes });
  } finally {
    frame.close();
  }
}
