// Texts of recorded pages in a safe, readable form.

const MAX_TEXT = 600;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
const KEPT = "\n\t\u200c\u200d"; // zero-width (non-)joiners are ordinary characters in Persian, Hindi and emoji

/** Writes invisible and reordering characters as \u202e and the like, since a page can hide words with them.
 * @param {string} text */
export function visible(text) {
  return text.replace(INVISIBLE, (letter) =>
    KEPT.includes(letter) ? letter : `\\u${(letter.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

/** The same, and cut to a useful length. @param {string} text @param {number} [limit] characters */
export function clipped(text, limit = MAX_TEXT) {
  return visible(text.length > limit ? `${text.slice(0, limit).trimEnd()} …` : text);
}

/** Capitalised; an address keeps its first letter. @param {string} sentence */
export const started = (sentence) => (sentence.startsWith("http") ? sentence : sentence.slice(0, 1).toUpperCase() + sentence.slice(1));
