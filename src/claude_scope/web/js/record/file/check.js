// Checks a file before it is sent: whether it is a video, an animated GIF or a capture, and within the limits of size
// and length.

import { clock, limit, size } from "../../ui/format.js";
import { framesOf } from "./gif.js";
import { wordsOf } from "./manifest.js";
import { isSoundAlone } from "./tracks.js";

const EBML = [0x1a, 0x45, 0xdf, 0xa3]; // RFC 8794: WebM and Matroska
const FTYP = [0x66, 0x74, 0x79, 0x70]; // ISO/IEC 14496-12: MP4, at its fifth byte
const GIF = [0x47, 0x49, 0x46, 0x38]; // GIF87a and GIF89a
const ZIP = [0x50, 0x4b, 0x03, 0x04]; // a .scope file
const LOOK_MS = 5_000;

/** Its length in milliseconds, null if this browser cannot tell, whether it is a GIF, and the words of a capture's
 * manifest; throws an Error with a message if the server would refuse it.
 * @param {Blob} file @param {import("../terms.js").Limits} limits
 * @returns {Promise<{durationMs: number | null, isGif: boolean, words?: import("./manifest.js").Words}>} */
export async function check(file, limits) {
  if (!file.size) throw new Error("This file is empty.");
  const kind = await kindOf(file);
  if (!kind) throw new Error("This is not a WebM, MP4 or Matroska video, GIF or .scope file, whatever its name says. Choose another file.");
  if (file.size > limits.maxBytes)
    throw new Error(`This file is too large: ${size(file.size)}, and at most ${limit(limits.maxBytes)} can be sent. Record a shorter flow.`);
  if (kind === "capture") return { durationMs: null, isGif: false, words: await wordsOf(file) };
  const durationMs = kind === "gif" ? await lengthOfGif(file) : await lengthOfVideo(file);
  if (durationMs && durationMs > limits.maxMs)
    throw new Error(
      `This recording is too long: ${clock(durationMs)}, and your settings allow ${clock(limits.maxMs)}. Record a shorter flow, or change the length in Settings.`,
    );
  return { durationMs, isGif: kind === "gif" };
}

/** By its first bytes: "video", "gif", "capture", or "" for another file. @param {Blob} file */
async function kindOf(file) {
  let head;
  try {
    head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  } catch {
    throw new Error("This file cannot be read any more: it was moved, changed or deleted. Choose it again.");
  }
  const holds = (/** @type {number[]} */ magic, from = 0) => magic.every((byte, at) => head[from + at] === byte);
  if (holds(ZIP)) return "capture";
  if (holds(GIF)) return "gif";
  return holds(EBML) || holds(FTYP, 4) ? "video" : "";
}

/** @param {Blob} file */
async function lengthOfGif(file) {
  const { frames, durationMs } = await framesOf(file);
  if (frames < 2) throw new Error("This GIF is a picture: it has a single frame. Choose a recording of the screen.");
  return durationMs;
}

/** Milliseconds, null if this browser cannot play it. A recorder writes no duration: seeking to the end determines
 * it. @param {Blob} file */
async function lengthOfVideo(file) {
  if (await isSoundAlone(file)) throw new Error("This file has sound and no picture. Choose a recording of the screen.");
  const video = document.createElement("video");
  const address = URL.createObjectURL(file);
  try {
    return await new Promise((/** @type {(ms: number | null) => void} */ resolve) => {
      const look = () => {
        if (Number.isFinite(video.duration)) resolve(Math.round(video.duration * 1000));
        else if (video.duration === Infinity) video.currentTime = Number.MAX_SAFE_INTEGER;
      };
      video.addEventListener("loadedmetadata", look);
      video.addEventListener("durationchange", look);
      video.addEventListener("error", () => resolve(null));
      setTimeout(resolve, LOOK_MS, null);
      video.preload = "metadata";
      video.muted = true;
      video.src = address;
    });
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(address);
  }
}
