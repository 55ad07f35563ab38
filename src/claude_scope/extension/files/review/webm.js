// Reads what MediaRecorder writes, and writes WebM (https://www.webmproject.org/docs/container/, RFC 8794, RFC 9559): one
// video track in SimpleBlocks or BlockGroups without lacing. What it writes has a duration and cues, so that players can seek.

/** @typedef {{time: number, isKey: boolean, data: Uint8Array<ArrayBuffer>}} Frame `time` is in ms */
/** @typedef {{codec: string, width: number, height: number, frames: Frame[]}} Film `codec` is V_VP8 or V_VP9, others are read too */

const ID = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  scale: 0x2ad7b1,
  duration: 0x4489,
  muxer: 0x4d80,
  writer: 0x5741,
  tracks: 0x1654ae6b,
  track: 0xae,
  number: 0xd7,
  uid: 0x73c5,
  lacing: 0x9c,
  type: 0x83,
  codec: 0x86,
  video: 0xe0,
  width: 0xb0,
  height: 0xba,
  cluster: 0x1f43b675,
  time: 0xe7,
  simple: 0xa3,
  group: 0xa0,
  block: 0xa1,
  reference: 0xfb,
  cues: 0x1c53bb6b,
  cue: 0xbb,
  cueTime: 0xb3,
  positions: 0xb7,
  cueTrack: 0xf7,
  cuePosition: 0xf1,
};
/** Elements that are entered; their sizes, which a live stream does not know, do not matter then. */
const ENTERED = new Set([ID.segment, ID.info, ID.tracks, ID.track, ID.video, ID.cluster, ID.group]);
const VIDEO = 1;
const LAST_FRAME_MS = 33;
const MOST_CLUSTER_MS = 30_000; // a block's time is 16 bits within its cluster

/** Throws an Error if it has no video. @param {ArrayBuffer} buffer @returns {Film} */
export function read(buffer) {
  const bytes = new Uint8Array(buffer);
  const view = new DataView(buffer);
  /** @type {{number: number, type: number, codec: string, width: number, height: number}[]} */
  const tracks = [];
  /** @type {(Frame & {track: number})[]} */
  const blocks = [];
  let [scale, cluster] = [1_000_000, 0];
  for (let at = 0; at < bytes.length; ) {
    const id = numberAt(bytes, at, true);
    const size = id && numberAt(bytes, at + id.length, false);
    if (!size) break;
    const start = at + id.length + size.length;
    const end = start + size.value;
    at = ENTERED.has(id.value) ? start : end;
    if (id.value === ID.track) tracks.push({ number: 0, type: 0, codec: "", width: 0, height: 0 });
    if (ENTERED.has(id.value)) continue;
    if (end > bytes.length) break; // cut off by a crash
    const track = tracks.at(-1);
    if (id.value === ID.scale) scale = unsigned(bytes, start, end);
    else if (id.value === ID.time) cluster = unsigned(bytes, start, end);
    else if (id.value === ID.number && track) track.number = unsigned(bytes, start, end);
    else if (id.value === ID.type && track) track.type = unsigned(bytes, start, end);
    else if (id.value === ID.width && track) track.width = unsigned(bytes, start, end);
    else if (id.value === ID.height && track) track.height = unsigned(bytes, start, end);
    else if (id.value === ID.codec && track) track.codec = new TextDecoder().decode(bytes.subarray(start, end));
    else if (id.value === ID.simple || id.value === ID.block) blocks.push(blockAt(bytes, view, start, end, id.value === ID.block, cluster));
    else if (id.value === ID.reference && blocks.length) blocks[blocks.length - 1].isKey = false;
  }
  const found = tracks.find(({ type }) => type === VIDEO);
  const frames = blocks.filter(({ track }) => track === found?.number).map(({ time, isKey, data }) => ({ time: (time * scale) / 1_000_000, isKey, data }));
  if (!found || !frames.length) throw new Error("The video of the recording is empty or damaged.");
  return { codec: found.codec, width: found.width, height: found.height, frames };
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {DataView} view @param {number} start @param {number} end @param {boolean} isInGroup
 * @param {number} cluster */
function blockAt(bytes, view, start, end, isInGroup, cluster) {
  const track = numberAt(bytes, start, false) ?? { value: 0, length: 1 };
  const head = start + track.length;
  const flags = bytes[head + 2];
  if (flags & 0x06) throw new Error("The video of the recording is of a kind that cannot be read.");
  const isKey = isInGroup || Boolean(flags & 0x80); // in a group, a reference says otherwise
  return { track: track.value, time: cluster + view.getInt16(head), isKey, data: bytes.subarray(head + 3, end) };
}

/** A number of variable length (RFC 8794, section 4), null at the end. An id keeps its marker, an unknown size is Infinity.
 * @param {Uint8Array} bytes @param {number} at @param {boolean} isId */
function numberAt(bytes, at, isId) {
  const length = Math.clz32(bytes[at] ?? 0) - 23;
  if (length > 8 || at + length > bytes.length) return null;
  const first = isId ? bytes[at] : bytes[at] & (0xff >> length);
  let value = first;
  let isUnknown = first === 0xff >> length;
  for (let index = 1; index < length; index++) {
    value = value * 256 + bytes[at + index];
    isUnknown &&= bytes[at + index] === 0xff;
  }
  return { value: isUnknown && !isId ? Infinity : value, length };
}

/** @param {Uint8Array} bytes @param {number} start @param {number} end */
const unsigned = (bytes, start, end) => bytes.subarray(start, end).reduce((value, byte) => value * 256 + byte, 0);

/** @param {Film} film @returns {Blob} */
export function write({ codec, width, height, frames }) {
  const clusters = clustersOf(frames);
  const duration = new DataView(new ArrayBuffer(8));
  duration.setFloat64(0, (frames.at(-1)?.time ?? 0) + LAST_FRAME_MS);
  const info = element(ID.info, [uint(ID.scale, 1_000_000), element(ID.duration, [duration]), words(ID.muxer, "Claude Scope"), words(ID.writer, "Claude Scope")]);
  const video = element(ID.video, [uint(ID.width, width), uint(ID.height, height)]);
  const track = [uint(ID.number, 1), uint(ID.uid, 1), uint(ID.lacing, 0), uint(ID.type, VIDEO), words(ID.codec, codec), video];
  const tracks = element(ID.tracks, [element(ID.track, track)]);
  const first = info.size + tracks.size + cues(clusters, 0).size; // the numbers in cues have a fixed length
  const head = element(ID.ebml, [uint(0x4286, 1), uint(0x42f7, 1), uint(0x42f2, 4), uint(0x42f3, 8), words(0x4282, "webm"), uint(0x4287, 4), uint(0x4285, 2)]);
  return new Blob([head, element(ID.segment, [info, tracks, cues(clusters, first), ...clusters.map(({ blob }) => blob)])], { type: "video/webm" });
}

/** A cluster for each key frame, so that each is a cue. @param {Frame[]} frames */
function clustersOf(frames) {
  /** @type {{time: number, blocks: Blob[]}[]} */
  const clusters = [];
  for (const { time, isKey, data } of frames) {
    const ms = Math.round(time);
    const last = clusters.at(-1);
    const cluster = !last || isKey || ms - last.time > MOST_CLUSTER_MS ? { time: ms, blocks: [] } : last;
    if (cluster !== last) clusters.push(cluster);
    const relative = ms - cluster.time;
    const header = Uint8Array.of(0x81, (relative >> 8) & 0xff, relative & 0xff, isKey ? 0x80 : 0);
    cluster.blocks.push(element(ID.simple, [header, data]));
  }
  return clusters.map(({ time, blocks }) => ({ time, blob: element(ID.cluster, [uint(ID.time, time), ...blocks]) }));
}

/** @param {{time: number, blob: Blob}[]} clusters @param {number} offset of the first cluster in the segment */
function cues(clusters, offset) {
  let position = offset;
  const points = clusters.map(({ time, blob }) => {
    const place = element(ID.positions, [uint(ID.cueTrack, 1), uint(ID.cuePosition, position)]);
    position += blob.size;
    return element(ID.cue, [uint(ID.cueTime, time), place]);
  });
  return element(ID.cues, points);
}

/** @param {number} id @param {BlobPart[]} content */
function element(id, content) {
  const body = new Blob(content);
  const size = bytesOf(body.size, 8);
  size[0] |= 0x01; // eight bytes
  return new Blob([bytesOf(id, Math.ceil((32 - Math.clz32(id)) / 8)), size, body]);
}

const uint = (/** @type {number} */ id, /** @type {number} */ value) => element(id, [bytesOf(value, 8)]);
const words = (/** @type {number} */ id, /** @type {string} */ value) => element(id, [value]);

/** @param {number} value @param {number} length */
const bytesOf = (value, length) => Uint8Array.from({ length }, (_, index) => Math.floor(value / 256 ** (length - 1 - index)) % 256);
