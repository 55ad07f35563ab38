// Finds texts that repeat the value of a secret field, even letter by letter; the counterpart of browser/record/repeats.py,
// which says why. A test gives both the same texts.

import { WORDS } from "./secrets.js";

const PART_CHARS = 4, NUMBER_CHARS = 6, WORD_CHARS = 30, PHRASE_CHARS = 8;
const MOST_VALUES = 2_000, MOST_CHARS = 200, MOST_SPANS = 1_000;
const LETTER_MS = 1_000, WORD_MS = 5_000;
const PATH = /^(?:[./~]*\/|[a-z][a-z0-9+.-]*:\/\/|[A-Za-z]:\\|[\w-]+(?:\/[\w.-]+){2,}\/?$)/;

const isWord = (/** @type {string} */ text) => WORDS.has(text.trim().toLowerCase());

export class Repeats {
  /** @type {string[]} */
  #values = [];
  /** @type {Map<string, number>} */
  #parts = new Map();
  /** Values that are masked if they are the whole of a new text, with their expiry. @type {Map<string, number>} */
  #whole = new Map();
  /** @type {Map<unknown, string>} */
  #typing = new Map();

  /** How many different values are known. */
  get size() {
    return this.#values.length;
  }

  get isEmpty() {
    return !this.#values.length && !this.#whole.size;
  }

  /** @param {string} text @param {boolean} isTyped @param {unknown} source the frame */
  learn(text, isTyped, source) {
    const value = text.trim().slice(0, MOST_CHARS);
    if (!value) return;
    if (isTyped) this.#learnLetters(value, source);
    if (isTyped && value.length < PART_CHARS) this.#learnWhole(value, Infinity);
    else if (isTyped && isWord(value)) this.#learnWhole(value, Date.now() + WORD_MS);
    if (!isTyped || (value.length >= PART_CHARS && !PATH.test(value) && !isWord(value))) this.#learnParts(value);
  }

  /** The text with all repetitions masked. @param {string} text @param {string} mask @param {boolean} isNew the page has
   * just created it */
  mask(text, mask, isNew) {
    if (isNew && Date.now() < (this.#whole.get(text.trim()) ?? 0)) return mask;
    const spans = this.#parts.size ? this.#spans(text) : [];
    if (spans.length >= MOST_SPANS) return mask;
    const kept = [];
    let end = 0;
    for (const [start, stop] of spans) {
      kept.push(text.slice(end, start));
      end = stop;
    }
    return [...kept, text.slice(end)].join(mask);
  }

  /** @param {string} value @param {unknown} source */
  #learnLetters(value, source) {
    const before = this.#typing.get(source);
    this.#typing.set(source, value);
    const letters = before && value.startsWith(before) ? value.slice(before.length) : "";
    if (letters && letters.length < PART_CHARS) this.#learnWhole(letters, Date.now() + LETTER_MS);
  }

  /** @param {string} value @param {number} until */
  #learnWhole(value, until) {
    const earlier = this.#whole.get(value) ?? 0;
    this.#whole.delete(value);
    this.#whole.set(value, Math.max(earlier, until));
    if (this.#whole.size > MOST_VALUES) this.#whole.delete(/** @type {string} */ (this.#whole.keys().next().value));
  }

  /** @param {string} value */
  #learnParts(value) {
    if (this.#values.includes(value)) return;
    const last = this.#values.at(-1);
    if (last && value.startsWith(last)) this.#forget(/** @type {string} */ (this.#values.pop())); // it is still being typed
    this.#values.push(value);
    for (const part of partsOf(value)) this.#parts.set(part, (this.#parts.get(part) ?? 0) + 1);
    if (this.#values.length > MOST_VALUES) this.#forget(/** @type {string} */ (this.#values.shift()));
  }

  /** @param {string} value */
  #forget(value) {
    for (const part of partsOf(value)) {
      const count = (this.#parts.get(part) ?? 1) - 1;
      if (count) this.#parts.set(part, count);
      else this.#parts.delete(part);
    }
  }

  /** The runs in which every four adjacent characters are part of a value. @param {string} text */
  #spans(text) {
    const has = (/** @type {number} */ start) => this.#parts.has(text.slice(start, start + PART_CHARS));
    /** @type {[number, number][]} */
    const found = [];
    let start = 0;
    while (start <= text.length - PART_CHARS && found.length < MOST_SPANS) {
      if (!has(start)) {
        start++;
        continue;
      }
      let end = start + PART_CHARS;
      while (end < text.length && has(end - PART_CHARS + 1)) end++;
      const [first, last] = withoutSpaces(text, start, end);
      if (last - first >= PART_CHARS && counts(text, first, last)) found.push([first, last]);
      start = end;
    }
    return found;
  }
}

/** The parts of a value as it is, as addresses and forms spell it, and as JSON does. @param {string} value */
function partsOf(value) {
  const inForm = new URLSearchParams([["", value]]).toString().slice(1);
  const spellings = new Set([value, encodeURIComponent(value.toWellFormed()), inForm, JSON.stringify(value).slice(1, -1)]);
  return [...spellings].flatMap((spelling) =>
    Array.from({ length: Math.max(0, spelling.length - PART_CHARS + 1) }, (_, n) => spelling.slice(n, n + PART_CHARS)),
  );
}

/** A run without the spaces at its ends: those of a passphrase are around every other word too. @param {string} text
 * @param {number} start @param {number} end @returns {[number, number]} */
function withoutSpaces(text, start, end) {
  const run = text.slice(start, end);
  return [end - run.trimStart().length, start + run.trimEnd().length];
}

/** Whether a run is more than dictionary words or parts of them, or than a part of another number. @param {string} text @param {number} start
 * @param {number} end */
function counts(text, start, end) {
  const isPart = (/** @type {number} */ n) => /[\p{L}\p{N}]/u.test(text[n] ?? "");
  let first = start, last = end;
  while (first > start - WORD_CHARS && isPart(first - 1)) first--;
  while (last < end + WORD_CHARS && isPart(last)) last++;
  const isAlone = first === start && last === end;
  const isShortNumber = /^\d+$/.test(text.slice(start, end)) && end - start < NUMBER_CHARS;
  if (isShortNumber && !isAlone) return false;
  const words = text.slice(first, last).split(/\s+/).filter(Boolean);
  if (!words.every(isWord)) return true;
  const whole = words.slice(first < start ? 1 : 0, words.length - (end < last ? 1 : 0));
  return words.length > 1 && whole.join("").length >= PHRASE_CHARS;
}
