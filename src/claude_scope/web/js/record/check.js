// Looks at a file before it is sent: whether it is a video or a capture at all, and neither too large nor too long.

import { clock, limit, size } from "../ui/format.js";
import { isSoundAlone } from "./tracks.js";

const EBML = [0x1a, 0x45, 0xdf, 0xa3]; // RFC 8794: WebM and Matroska
const FTYP = [0x66, 0x74, 0x79, 0x70]; // ISO/IEC 14496-12: MP4, at its fifth byte
const ZIP = [0x50, 0x4b, 0x03, 0x04]; // a .scope file
const LOOK_MS = 5_000;

/** How long it is in milliseconds, null where this browser cannot tell; throws an Error in words for what the server would refuse.
 * @param {Blob} file @param {import("./terms.js").Limits} limits @returns {Promise<number | null>} */
export async function check(file, limits) {
  if (!file.size) throw new Error("This file is empty.");
  const kind = await kindOf(file);
  if (!kind) throw new Error("This is not a WebM, MP4 or Matroska video and no .scope file, whatever its name says. Choose another file.");
  if (file.size > limits.maxBytes)
    throw new Error(`This file is too large: ${size(file.size)}, and at most ${limit(limits.maxBytes)} can be sent. Record a shorter flow.`);
  if (kind === "capture") return null;
  if (await isSoundAlone(file)) throw new Error("This file has sound and no picture. Choose a recording of the screen.");
  const durationMs = await lengthOf(file);
  if (durationMs && durationMs > limits.maxMs)
    throw new Error(
      `This recording is too long: ${clock(durationMs)}, and your settings allow ${clock(limits.maxMs)}. Record a shorter flow, or change the length in Settings.`,
    );
  return durationMs;
}

/** By its first bytes: "video", "capture", or "" for another file. @param {Blob} file */
async function kindOf(file) {
  let head;
  try {
    head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  } catch {
    throw new Error("This file cannot be read any more: it was moved, changed or deleted. Choose it again.");
  }
  if (ZIP.every((byte, at) => head[at] === byte)) return "capture";
  return EBML.every((byte, at) => head[at] === byte) || FTYP.every((byte, at) => head[at + 4] === byte) ? "video" : "";
}

/** Milliseconds, null where this browser cannot play it. What a recorder wrote says no duration: looking for its end finds
 * it. @param {Blob} file */
async function lengthOf(file) {
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
