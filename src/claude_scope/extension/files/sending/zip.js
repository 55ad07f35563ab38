// Writes a ZIP archive (APPNOTE.TXT 6.3.10, without ZIP64) as a Blob: its parts stay where the browser keeps them, so that a
// video of 100 MB is never in memory at once.

/** @typedef {{name: string, data: Blob, isDeflated: boolean}} Member `name` is ASCII */

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20; // 2.0: deflate
const JANUARY_1980 = 0x0021; // the earliest date there is: the same content gives the same archive
const MOST_BYTES = 0xffffffff;
const MOST_MEMBERS = 0xffff;

/** @param {Member[]} members @returns {Promise<Blob>} Throws RangeError for an archive of 4 GB or more. */
export async function zip(members) {
  if (members.length > MOST_MEMBERS) throw new RangeError("The archive has too many members.");
  /** @type {BlobPart[]} */
  const parts = [];
  /** @type {BlobPart[]} */
  const directory = [];
  let offset = 0;
  for (const { name, data, isDeflated } of members) {
    const named = new TextEncoder().encode(name);
    const written = isDeflated ? await deflated(data) : data;
    const fields = [VERSION, 0, isDeflated ? 8 : 0, 0, JANUARY_1980];
    const sizes = [await crc32(data), written.size, data.size];
    const header = new Bytes().u32(LOCAL).u16(...fields).u32(...sizes).u16(named.length, 0).done();
    const entry = new Bytes().u32(CENTRAL).u16(VERSION, ...fields).u32(...sizes).u16(named.length, 0, 0, 0, 0).u32(0, offset).done();
    parts.push(header, named, written);
    directory.push(entry, named);
    offset += header.length + named.length + written.size;
    if (offset > MOST_BYTES) throw new RangeError("The archive is larger than 4 GB.");
  }
  const size = new Blob(directory).size;
  const end = new Bytes().u32(END).u16(0, 0, members.length, members.length).u32(size, offset).u16(0).done();
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}

/** @param {Blob} data */
const deflated = (data) => new Response(data.stream().pipeThrough(new CompressionStream("deflate-raw"))).blob();

/** @param {Blob} data */
export async function crc32(data) {
  let crc = 0xffffffff;
  for (const reader = data.stream().getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return (crc ^ 0xffffffff) >>> 0;
    for (const byte of value) crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  }
}

const TABLE = new Int32Array(256).map((_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/** Numbers in little-endian order. */
class Bytes {
  /** @type {number[]} */
  #bytes = [];

  /** @param {number[]} values */
  u16(...values) {
    for (const value of values) this.#bytes.push(value & 0xff, value >>> 8);
    return this;
  }

  /** @param {number[]} values */
  u32(...values) {
    for (const value of values) this.u16(value & 0xffff, value >>> 16);
    return this;
  }

  done() {
    return Uint8Array.from(this.#bytes);
  }
}
