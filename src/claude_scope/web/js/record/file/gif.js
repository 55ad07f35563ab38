// The frames of a GIF, from its blocks (GIF89a specification): an animated one is a recording.

const [EXTENSION, IMAGE, CONTROL] = [0x21, 0x2c, 0xf9];
const HEADER_BYTES = 13;
const IMAGE_BYTES = 9;
const [MIN_DELAY, DEFAULT_DELAY] = [2, 10]; // in hundredths of a second: browsers show a frame with a delay below the first for the second

/** The number of frames, and the duration of one run. Anything after the trailer is ignored.
 * @param {Blob} file @returns {Promise<{frames: number, durationMs: number}>} */
export async function framesOf(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let [frames, hundredths, delay] = [0, 0, 0];
  let at = HEADER_BYTES + paletteBytes(bytes[HEADER_BYTES - 3]);
  for (; bytes[at] === EXTENSION || bytes[at] === IMAGE; at = afterSubBlocks(bytes, at)) {
    if (bytes[at++] === EXTENSION) {
      if (bytes[at] === CONTROL) delay = (bytes[at + 3] ?? 0) | ((bytes[at + 4] ?? 0) << 8);
    } else {
      frames += 1;
      hundredths += delay < MIN_DELAY ? DEFAULT_DELAY : delay;
      delay = 0;
      at += IMAGE_BYTES + paletteBytes(bytes[at + IMAGE_BYTES - 1]);
    }
    at += 1; // the kind of an extension, or the code size of an image
  }
  return { frames, durationMs: hundredths * 10 };
}

/** The size of the palette that the flags of the header or of an image announce. @param {number | undefined} flags */
function paletteBytes(flags = 0) {
  return flags & 0x80 ? 3 << ((flags & 7) + 1) : 0;
}

/** @param {Uint8Array} bytes @param {number} at */
function afterSubBlocks(bytes, at) {
  while (bytes[at]) at += 1 + Number(bytes[at]);
  return at + 1;
}
