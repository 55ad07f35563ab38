// Texts of recorded pages as a person should see them.

const MAX_TEXT = 600;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
const KEPT = "\n\t\u200c\u200d"; // zero-width (non-)joiners are ordinary letters of Persian, Hindi and emoji

/** Characters that cannot be seen, or that reorder what is seen, written as \u202e: a page can hide words behind them.
 * @param {string} text */
export function visible(text) {
  return text.replace(INVISIBLE, (one) =>
    KEPT.includes(one) ? one : `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

/** The same, and cut where more of it would help nobody. @param {string} text @param {number} [limit] characters */
export function clipped(text, limit = MAX_TEXT) {
  return visible(text.length > limit ? `${text.slice(0, limit).trimEnd()} …` : text);
}

/** With a capital at its start; an address keeps its first letter. @param {string} sentence */
export const started = (sentence) => (sentence.startsWith("http") ? sentence : sentence.slice(0, 1).toUpperCase() + sentence.slice(1));
