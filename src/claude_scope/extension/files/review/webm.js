// Reads the WebM files that MediaRecorder writes, and writes such files: one video track, no cues (https://www.matroska.org/
// technical/elements.html, RFC 9559).

const SEGMENT = 0x18538067, INFO = 0x1549a966, TRACKS = 0x1654ae6b, TRACK = 0xae, VIDEO = 0xe0, CLUSTER = 0x1f43b675, GROUP = 0xa0;
const EBML = 0x1a45dfa3, SCALE = 0x2ad7b1, CODEC = 0x86, WIDTH = 0xb0, HEIGHT = 0xba, TIME = 0xe7, SIMPLE = 0xa3, BLOCK = 0xa1, REFERENCE = 0xfb;
const ENTERED = new Set([SEGMENT, INFO, TRACKS, TRACK, VIDEO, CLUSTER, GROUP]); // their size may be unknown, so they are entered
const CLUSTER_MS = 5_000;
const NS_PER_MS = 1_000_000;
const text = (/** @type {string} */ words) => new TextEncoder().encode(words);

/** @typedef {{ms: number, isKey: boolean, data: Uint8Array<ArrayBuffer>}} Frame */
/** @typedef {{codec: string, width: number, height: number, frames: Frame[]}} Video `codec` is that of Matroska, such as V_VP9 */

/** The video in a file; frames after damage are left out. @param {ArrayBuffer} buffer @returns {Video} */
export function read(buffer) {
  const bytes = new Uint8Array(buffer);
  /** @type {Video} */
  const video = { codec: "", width: 0, height: 0, frames: [] };
  let [at, scale, clusterTime] = [0, NS_PER_MS, 0];
  /** @type {Frame | null} */
  let inGroup = null;
  const block = (/** @type {Uint8Array<ArrayBuffer>} */ body) => {
    const [, length] = vint(body, 0, true);
    const relative = new DataView(body.buffer, body.byteOffset).getInt16(length);
    return { ms: ((clusterTime + relative) * scale) / NS_PER_MS, isKey: (body[length + 2] & 0x80) > 0, data: body.subarray(length + 3) };
  };
  while (at < bytes.length - 1) {
    const [id, idLength] = vint(bytes, at, false);
    const [size, sizeLength] = vint(bytes, at + idLength, true);
    const start = at + idLength + sizeLength;
    at = start;
    if (ENTERED.has(id)) continue;
    if (start + size > bytes.length) break; // the recording broke off within a frame
    const body = bytes.subarray(start, start + size);
    at = start + size;
    if (id === SCALE) scale = number(body);
    else if (id === CODEC) video.codec = new TextDecoder().decode(body);
    else if (id === WIDTH) video.width = number(body);
    else if (id === HEIGHT) video.height = number(body);
    else if (id === TIME) clusterTime = number(body);
    else if (id === SIMPLE) video.frames.push(block(body));
    else if (id === BLOCK) video.frames.push((inGroup = { ...block(body), isKey: true }));
    else if (id === REFERENCE && inGroup) inGroup.isKey = false;
  }
  return video;
}

/** A file with these frames, whose times are kept. @param {Video} video @returns {Blob} */
export function write({ codec, width, height, frames }) {
  const head = element(EBML, element(0x4286, [1]), element(0x42f7, [1]), element(0x42f2, [4]), element(0x42f3, [8]), element(0x4282, text("webm")), element(0x4287, [4]), element(0x4285, [2]));
  const info = element(INFO, element(SCALE, digits(NS_PER_MS)), element(0x4d80, text("Claude Scope")), element(0x5741, text("Claude Scope")));
  const picture = element(VIDEO, element(WIDTH, digits(width)), element(HEIGHT, digits(height)));
  const track = element(TRACK, element(0xd7, [1]), element(0x73c5, [1]), element(0x83, [1]), element(CODEC, text(codec)), picture);
  /** @type {Blob[]} */
  const clusters = [];
  for (let first = 0; first < frames.length; ) {
    const time = Math.round(frames[first].ms);
    let next = first;
    while (next < frames.length && (next === first || frames[next].ms - time < CLUSTER_MS)) next++;
    clusters.push(element(CLUSTER, element(TIME, digits(time)), ...frames.slice(first, next).map((frame) => simpleBlock(frame, time))));
    first = next;
  }
  return new Blob([head, element(SEGMENT, info, element(TRACKS, track), ...clusters)], { type: "video/webm" });
}

/** @param {Frame} frame @param {number} clusterTime */
function simpleBlock({ ms, isKey, data }, clusterTime) {
  const head = new Uint8Array([0x81, 0, 0, isKey ? 0x80 : 0]);
  new DataView(head.buffer).setInt16(1, Math.round(ms) - clusterTime);
  return element(SIMPLE, head, data);
}

/** @param {number} id @param {(BlobPart | number[])[]} parts */
function element(id, ...parts) {
  const body = new Blob(parts.map((part) => (Array.isArray(part) ? new Uint8Array(part) : part)));
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(body.size) | (1n << 56n));
  return new Blob([new Uint8Array(digits(id)), size, body]);
}

/** A number of variable length, and how many bytes it has; all ones mean an unknown size. @param {Uint8Array} bytes
 * @param {number} at @param {boolean} isSize without the bit that marks its length @returns {[number, number]} */
function vint(bytes, at, isSize) {
  const length = Math.clz32(bytes[at]) - 23;
  let value = isSize ? bytes[at] & (0xff >> length) : bytes[at];
  for (let n = 1; n < length; n++) value = value * 256 + (bytes[at + n] ?? 0);
  return [value, length];
}

/** @param {Uint8Array} body */
const number = (body) => body.reduce((sum, byte) => sum * 256 + byte, 0);

/** The bytes of a number, the highest first. @param {number} value */
function digits(value) {
  const found = [];
  for (let rest = value; rest > 0 || !found.length; rest = Math.floor(rest / 256)) found.unshift(rest % 256);
  return found;
}
