// Masks secrets in the events before they are stored: texts that repeat the value of a secret field, parameters of addresses
// that are named like secrets, and keys of known issuers. The counterpart of browser/record/masking.py. The recorder has masked
// the fields themselves, and the service looks for more kinds of secrets than this.

import { isFullSnapshot } from "./joined-frame.js";
import { Repeats } from "./repeats.js";
import { MASK, PARAMETERS, isSecretLabel, SHAPE } from "./secrets.js";

const MASKED = "[masked]";
const PARAMETER = /([?&#;]|%3[fF]|%26|%23)([\w.~%[\]-]{1,100})(=|%3[dD])([^&#\s"'<>;\\(){}|,`]{1,8000})/g;
const USER_INFO = /(:\/\/)[^\s/@:?#"'\\<>]{0,200}:[^\s/@"'\\<>]{1,200}(?=@)/g;
const NO_TEXTS = new Set("kind page document frame t tagName act level how type role tag class id style d for".split(" "));
const SHOWN = new Set(["textContent", "value", "text", "placeholder", "label", "alt"]);
const FREE = ["text", "stack", "message"];
const ISSUED = new RegExp(SHAPE, "gu");

export class Masking {
  #repeats = new Repeats();
  /** Frames, and those of their nodes whose text was masked. @type {Map<unknown, Set<number>>} */
  #nodes = new Map();
  /** How many different values were masked, by kind. @type {Record<string, number>} */
  counts = {};
  /** Those values, by kind. @type {Map<string, Set<string>>} */
  #masked = new Map();

  /** Whether letters of a secret were written before it was recognised. */
  isLate = false;

  /** @param {{value?: unknown, typed?: unknown, within?: unknown, since?: unknown}} secret the value of a secret field, whether
   * it was typed, whether it is an ordinary field whose value contains a key (then only that is searched for), and since when
   * its letters were recorded @param {unknown} source the frame */
  learn({ value, typed, within, since }, source) {
    this.isLate ||= Boolean(since);
    const whole = String(value ?? "");
    const found = within === true ? (whole.match(ISSUED) ?? [whole]) : [whole];
    for (const each of found) this.#repeats.learn(each, typed === true, source);
    this.counts.field = Math.max(1, this.#repeats.size);
  }

  /** Masks an event in place. Returns the frame's nodes whose text was masked, or is visible again.
   * @param {any} event @param {unknown} source the frame @returns {[number, boolean][]} */
  event(event, source) {
    for (const name of FREE) if (typeof event[name] === "string") event[name] = this.#replaced(event[name], ISSUED, "text", () => MASK);
    return this.#repeats.isEmpty ? [] : this.#withoutRepeats(event, source);
  }

  /** A line in whose addresses the secrets are masked; it stays valid JSON. @param {string} line */
  line(line) {
    const masked = this.#replaced(line, PARAMETER, "query", (whole, before, name, equals, value) =>
      isSecretParameter(name) && !/^(\[masked|%5Bmasked%5D|•)/.test(value) ? `${before}${name}${equals}${MASKED}` : whole,
    );
    return this.#replaced(masked, USER_INFO, "user", (_, start) => `${start}${MASKED}`);
  }

  /** Lines that were masked before, with what is known now. @param {string} lines */
  again(lines) {
    const masked = (/** @type {string} */ line) => {
      const event = JSON.parse(line);
      this.event(event, null);
      return `${this.line(JSON.stringify(event))}\n`;
    };
    return lines.split("\n").filter(Boolean).map(masked).join("");
  }

  /** @param {any} event @param {unknown} source @returns {[number, boolean][]} */
  #withoutRepeats(event, source) {
    const known = this.#nodes.get(source) ?? new Set();
    this.#nodes.set(source, known);
    /** @type {Map<number, boolean>} */
    const marks = new Map();
    const isNew = !isFullSnapshot(event);
    for (const { part, key, node } of textsOf(event)) {
      const shown = SHOWN.has(key) && typeof node === "number" ? node : null;
      const wasMasked = shown !== null && known.has(shown);
      let masked = this.#repeats.mask(part[key], MASK, isNew);
      if (masked === part[key] && wasMasked && !isNew) masked = MASK;
      const isMasked = masked !== part[key];
      part[key] = masked;
      if (shown === null || wasMasked === isMasked) continue;
      if (isMasked) known.add(shown);
      else known.delete(shown);
      marks.set(shown, isMasked);
    }
    return [...marks];
  }

  /** @param {string} text @param {RegExp} pattern @param {string} kind @param {(whole: string, ...groups: string[]) => string} change */
  #replaced(text, pattern, kind, change) {
    return text.replace(pattern, (whole, ...groups) => {
      const changed = change(whole, ...groups);
      if (changed !== whole) this.#count(kind, whole);
      return changed;
    });
  }

  /** @param {string} kind @param {string} value */
  #count(kind, value) {
    const known = this.#masked.get(kind) ?? new Set();
    this.#masked.set(kind, known.add(value));
    this.counts[kind] = known.size;
  }
}

/** The texts in an event that may repeat a secret, each with the node that it belongs to. @param {any} event */
function* textsOf(event) {
  /** @type {[any, unknown][]} */
  const waiting = [[event, null]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [part, around] = next;
    const node = Array.isArray(part) ? around : (part.id ?? around);
    for (const [key, value] of Object.entries(part)) {
      if (value && typeof value === "object") waiting.push([value, node]);
      else if (value && typeof value === "string" && !NO_TEXTS.has(key)) yield { part, key, node };
    }
  }
}

/** @param {string} name of a parameter in an address */
function isSecretParameter(name) {
  const plain = name.replace(/%[0-9a-f]{2}|[[\]]/gi, " ").trim();
  return PARAMETERS.has(plain.toLowerCase()) || isSecretLabel(plain.normalize("NFKC").replace(/(?<=[a-z])(?=[A-Z])|_/g, " "));
}
