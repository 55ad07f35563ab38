// Formats numbers and times, as the web app does.

const two = (/** @type {number} */ number) => String(number).padStart(2, "0");

/** 83456 -> "1:23". @param {number} ms */
export function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** 83456 -> "1:23.4". @param {number} ms */
export const tenths = (ms) => `${clock(ms)}.${Math.floor(ms / 100) % 10}`;

/** 1536000 -> "1.5 MB". @param {number} bytes */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** "1 act", "3 acts". @param {number} number @param {string} word @param {string} [many] */
export const count = (number, word, many = `${word}s`) => `${number.toLocaleString("en")} ${number === 1 ? word : many}`;

/** "2 Dec, 16:52". @param {number} time epoch ms */
export const day = (time) => new Date(time).toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** "127.0.0.1:8765" of an address, "" of something else. @param {string} address */
export const host = (address) => (URL.canParse(address) ? new URL(address).host : "");
