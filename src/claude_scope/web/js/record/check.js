// Looks at a file before it is sent: whether it is a video at all, and neither too large nor too long.

import { clock, limit, size } from "../ui/words.js";

const EBML = [0x1a, 0x45, 0xdf, 0xa3]; // RFC 8794: WebM and Matroska
const FTYP = [0x66, 0x74, 0x79, 0x70]; // ISO/IEC 14496-12: MP4, at its fifth byte
const LOOK_MS = 5_000;

/** How long it is in milliseconds, null where this browser cannot tell; throws an Error in words for what the server would refuse.
 * @param {Blob} file @param {import("./terms.js").Limits} limits @returns {Promise<number | null>} */
export async function check(file, limits) {
  if (!file.size) throw new Error("This file is empty.");
  if (!(await isVideo(file))) throw new Error("This is not a WebM, MP4 or Matroska video, whatever its name says. Choose another file.");
  if (file.size > limits.maxBytes)
    throw new Error(`This file is too large: ${size(file.size)}, and at most ${limit(limits.maxBytes)} can be sent. Record a shorter flow.`);
  const { durationMs, isSound } = await played(file);
  if (isSound) throw new Error("This file has sound and no picture. Choose a recording of the screen.");
  if (durationMs && durationMs > limits.maxMs)
    throw new Error(
      `This recording is too long: ${clock(durationMs)}, and your settings allow ${clock(limits.maxMs)}. Record a shorter flow, or change the length in Settings.`,
    );
  return durationMs;
}

/** By its first bytes. @param {Blob} file */
async function isVideo(file) {
  let head;
  try {
    head = await headOf(file);
  } catch {
    throw new Error("This file cannot be read any more: it was moved, changed or deleted. Choose it again.");
  }
  return EBML.every((byte, at) => head[at] === byte) || FTYP.every((byte, at) => head[at + 4] === byte);
}

/** @param {Blob} file */
const headOf = async (file) => new Uint8Array(await file.slice(0, 64).arrayBuffer());

/** Read by a video element. What a recorder wrote says no duration: looking for its end finds it. That there is no picture is
 * only known of WebM: browsers play the pictures of all its codecs, of other files perhaps the sound alone.
 * @param {Blob} file */
async function played(file) {
  const isWebm = new TextDecoder("latin1").decode(await headOf(file)).includes("webm");
  const video = document.createElement("video");
  const address = URL.createObjectURL(file);
  try {
    const durationMs = await new Promise((/** @type {(ms: number | null) => void} */ resolve) => {
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
    return { durationMs, isSound: isWebm && video.readyState > 0 && !video.videoWidth };
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(address);
  }
}
