// Initials in a circle. External pictures are not loaded: that would reveal to their server who looks, and when.

import { html } from "../html.js";

/** @param {{name: string}} props */
export function Avatar({ name }) {
  return html`<span class="avatar" aria-hidden="true">${initials(name)}</span>`;
}

/** "Ada King Lovelace" -> "AL"; whole letters in any script. @param {string} name */
function initials(name) {
  const words = name.split("@")[0].split(/[\s._-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const shown = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return shown.map((word) => first(word).toLocaleUpperCase()).join("") || "?";
}

/** @param {string} word */
function first(word) {
  const letters = [...new Intl.Segmenter().segment(word)].map((part) => part.segment);
  return letters.find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? "";
}
