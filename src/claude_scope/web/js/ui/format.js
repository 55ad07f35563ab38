// Formats numbers, times and states.

/** @type {Record<string, string>} */
export const AGENTS = { CLAUDE_CODE: "Claude Code", CODEX: "Codex", CURSOR: "Cursor", RAW: "Raw" };

/** @type {Record<string, string>} */
export const STATUSES = { processing: "Processing", complete: "Complete", error: "Failed", cancelled: "Cancelled" };

/** 83456 -> "1:23". @param {number} ms */
export function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** The same with tenths, as in prompts: 83456 -> "1:23.4". @param {number} ms */
export const tenths = (ms) => `${clock(ms)}.${Math.floor(ms / 100) % 10}`;

const two = (/** @type {number} */ number) => String(number).padStart(2, "0");

/** A duration: 840 ms, 12.3 s, 2 min 5 s. @param {number} ms */
export function took(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** 1536000 -> "1.5 MB": a megabyte is a million bytes. @param {number} bytes */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${Number((bytes / 1_000_000_000).toFixed(1)).toLocaleString("en")} GB`;
}

/** The maximum size of a file, in the units of the settings: 104857600 -> "100 MB". @param {number} bytes */
export function limit(bytes) {
  return bytes % 1_048_576 ? size(bytes) : `${bytes / 1_048_576} MB`;
}

/** "1 frame", "3 frames". @param {number} number @param {string} one @param {string} [many] */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
/** @type {[number, Intl.RelativeTimeFormatUnit][]} */
const STEPS = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
];

/** A relative time: "5 minutes ago", and the date after a week. @param {string} time ISO 8601 */
export function when(time) {
  const ago = new Date(time).getTime() - Date.now();
  if (Math.abs(ago) > 7 * 86_400_000) return new Date(time).toLocaleDateString("en", { day: "numeric", month: "short", year: "numeric" });
  for (const [ms, unit] of STEPS) if (Math.abs(ago) >= ms) return RELATIVE.format(Math.round(ago / ms), unit);
  return "just now";
}

/** The full date and time. @param {string} time ISO 8601 */
export function exactly(time) {
  return new Date(time).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
}
