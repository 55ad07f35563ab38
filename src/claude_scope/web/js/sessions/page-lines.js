// What the console and the network of a recorded page said, as lines.

import { size } from "../ui/format.js";

/** @typedef {Pick<import("../review/frame-model.js").Moment, "frameId" | "log" | "requests">} Moment */
/** @typedef {{frameId: string, timeMs: number, level: string, source: string, text: string, detail: string, stack: string, count: number}} Line */

/** @param {Moment} moment @returns {Line[]} */
export function consoleLines({ frameId, log }) {
  return log.map(({ timeMs, kind, isError, source, text, place, stack, count: times }) => ({
    frameId, timeMs, level: isError ? "is-error" : kind === "warning" ? "is-warning" : "", source, text, detail: place, stack, count: times,
  }));
}

/** @param {Moment} moment @returns {Line[]} */
export function networkLines({ frameId, requests }) {
  return requests.map(({ startMs, endMs, method, path, answer, failed, kind, sizeBytes }) => {
    const took = endMs === null ? "" : `${Math.round(endMs - startMs)} ms`;
    const detail = [kind, took, sizeBytes ? size(sizeBytes) : ""].filter(Boolean).join(", ");
    return { frameId, timeMs: startMs, level: failed ? "is-error" : "", source: method, text: `${path} ${answer}`, detail, stack: "", count: 1 };
  });
}

/** The lines of a state in the order of time, equal ones once. @param {Moment} moment @returns {Line[]} */
export function linesOf(moment) {
  /** @type {Map<string, Line>} */
  const found = new Map();
  for (const line of [...consoleLines(moment), ...networkLines(moment)].toSorted((a, b) => a.timeMs - b.timeMs)) {
    const key = `${line.source} ${line.text}`;
    const same = found.get(key);
    if (same) same.count += line.count;
    else found.set(key, line);
  }
  return [...found.values()];
}

/** At most so many of the lines, errors before others, still in the order of time. @param {Line[]} lines @param {number} most */
export function important(lines, most) {
  const byWeight = lines.toSorted((a, b) => Number(b.level === "is-error") - Number(a.level === "is-error"));
  const chosen = new Set(byWeight.slice(0, most));
  return lines.filter((line) => chosen.has(line));
}
