// The idempotency key of an upload, so that the server recognises it when it is sent again after a lost response.

const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;

/** A new key: 128 random bits. (`crypto.randomUUID` exists only over https and on this machine.) */
export function drawn() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The same key for the same recording with the same texts; with other texts it is another upload.
 * @param {{id: string}} source @param {Record<string, string>} fields what is sent with it */
export function keyOf(source, fields) {
  return `${source.id}-${hash(JSON.stringify(Object.entries(fields)))}`;
}

/** FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/): distinguishes versions of one form. @param {string}
 * text */
function hash(text) {
  let found = FNV_OFFSET;
  for (const byte of new TextEncoder().encode(text)) found = BigInt.asUintN(64, (found ^ BigInt(byte)) * FNV_PRIME);
  return found.toString(16);
}
