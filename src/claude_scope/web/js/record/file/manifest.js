// Reads the address, title and notes in the manifest of a .scope file. It is a ZIP archive, whose list of files is at its
// end (APPNOTE.TXT of PKWARE, sections 4.3.7, 4.3.12 and 4.3.16).

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const [END_BYTES, ENTRY_BYTES, HEADER_BYTES] = [22, 46, 30];
const LONGEST_COMMENT = 65_535;
const LONGEST_LIST = 4_000_000;
const LONGEST_MANIFEST = 1_000_000;
const DEFLATED = 8;
const WEB_ADDRESS = /^https?:\/\/[^\s/]\S*$/; // the server ignores other addresses

/** @typedef {{url: string, title: string, notes: string}} Words */

/** The words of the manifest, empty if it cannot be read: the server says what is wrong with the file. `url` is empty
 * unless it is a web address.
 * @param {Blob} file @returns {Promise<Words>} */
export async function wordsOf(file) {
  const none = { url: "", title: "", notes: "" };
  try {
    const { url, title, notes } = JSON.parse(await manifestOf(file));
    const words = Object.entries({ url, title, notes }).filter(([, value]) => typeof value === "string");
    const found = { ...none, ...Object.fromEntries(words) };
    return { ...found, url: WEB_ADDRESS.test(found.url) ? found.url : "" };
  } catch {
    return none;
  }
}

/** Throws an Error if there is none. @param {Blob} file */
async function manifestOf(file) {
  const { at, length, isDeflated } = await entryOf(file, "manifest.json");
  const head = await viewOf(file, at, HEADER_BYTES);
  const from = at + HEADER_BYTES + head.getUint16(26, true) + head.getUint16(28, true);
  const packed = file.slice(from, from + length).stream();
  const content = isDeflated ? packed.pipeThrough(new DecompressionStream("deflate-raw")) : packed;
  return textOf(content, LONGEST_MANIFEST);
}

/** Where the header of a file of the archive lies. Throws an Error if it is not listed.
 * @param {Blob} file @param {string} name */
async function entryOf(file, name) {
  const list = await listOf(file);
  for (let at = 0; at + ENTRY_BYTES <= list.byteLength && list.getUint32(at, true) === ENTRY; ) {
    const [named, extra, comment] = [28, 30, 32].map((offset) => list.getUint16(at + offset, true));
    const bytes = new Uint8Array(list.buffer, at + ENTRY_BYTES, Math.min(named, list.byteLength - at - ENTRY_BYTES));
    if (new TextDecoder().decode(bytes) === name)
      return { at: list.getUint32(at + 42, true), length: list.getUint32(at + 20, true), isDeflated: list.getUint16(at + 10, true) === DEFLATED };
    at += ENTRY_BYTES + named + extra + comment;
  }
  throw new Error(`The archive has no ${name}.`);
}

/** The list of an archive's files. Throws an Error if it has none. @param {Blob} file */
async function listOf(file) {
  const from = Math.max(0, file.size - END_BYTES - LONGEST_COMMENT);
  const tail = await viewOf(file, from, file.size - from);
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--)
    if (tail.getUint32(at, true) === END) return viewOf(file, tail.getUint32(at + 16, true), Math.min(tail.getUint32(at + 12, true), LONGEST_LIST));
  throw new Error("This is not an archive.");
}

/** @param {Blob} file @param {number} at @param {number} length */
const viewOf = async (file, at, length) => new DataView(await file.slice(at, at + length).arrayBuffer());

/** @param {ReadableStream<Uint8Array>} stream @param {number} most bytes; throws an Error for more */
async function textOf(stream, most) {
  const decoder = new TextDecoder();
  let [text, length] = ["", 0];
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > most) throw new Error("The manifest is too large.");
    text += decoder.decode(value, { stream: true });
  }
}
