// Whether a video file has only sound, according to its list of tracks: a browser that cannot decode its pictures would
// report the same.

const HEAD_BYTES = 65_536; // of Matroska and WebM, where the tracks come first
const LARGEST_LIST_BYTES = 4_000_000; // of MP4; for half an hour it is below 1 MB
const MOST_BOXES = 1_000; // before it; files have only a few

const ANY = undefined;
const HANDLER = [...codes("hdlr"), ...Array(8).fill(ANY)];
/** The marker of each kind of track. @type {Record<"mp4" | "matroska", {picture: (number | undefined)[], sound:
 * (number | undefined)[]}>} */
const KINDS = {
  mp4: { picture: [...HANDLER, ...codes("vide")], sound: [...HANDLER, ...codes("soun")] }, // ISO/IEC 14496-12, section 8.4.3
  matroska: { picture: [0x83, 0x81, 1], sound: [0x83, 0x81, 2] }, // RFC 9559, section 5.1.4.1.3
};

/** @param {Blob} file an MP4, WebM or Matroska file */
export async function isSoundAlone(file) {
  const isMp4 = has(await bytesOf(file, 4, 8), codes("ftyp"));
  const { picture, sound } = KINDS[isMp4 ? "mp4" : "matroska"];
  const list = isMp4 ? await movieBox(file) : await bytesOf(file, 0, HEAD_BYTES);
  return has(list, sound) && !has(list, picture);
}

/** The box with the tracks, which may be anywhere in an MP4 file; empty if it is not found.
 * @param {Blob} file */
async function movieBox(file) {
  for (let at = 0, boxes = 0; at + 8 <= file.size && boxes < MOST_BOXES; boxes++) {
    const head = await bytesOf(file, at, at + 16);
    const length = lengthOf(new DataView(head.buffer)) || file.size - at;
    if (has(head.subarray(4, 8), codes("moov")) && length <= LARGEST_LIST_BYTES) return bytesOf(file, at, at + length);
    at += Math.max(8, length);
  }
  return new Uint8Array();
}

/** The size of a box including its header; 0 if it extends to the end of the file. @param {DataView} head */
function lengthOf(head) {
  const short = head.getUint32(0);
  return short === 1 && head.byteLength >= 16 ? Number(head.getBigUint64(8)) : short;
}

/** @param {Blob} file @param {number} from @param {number} to exclusive */
const bytesOf = async (file, from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer());

/** @param {string} name */
function codes(name) {
  return [...name].map((letter) => letter.charCodeAt(0));
}

/** @param {Uint8Array} bytes @param {(number | undefined)[]} wanted */
function has(bytes, wanted) {
  return bytes.some((_, at) => wanted.every((byte, step) => byte === ANY || byte === bytes[at + step]));
}
