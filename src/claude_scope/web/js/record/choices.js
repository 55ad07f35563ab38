// The two ways to record, side by side: on New recording to choose from, elsewhere as links to it.

import { html } from "../html.js";
import { ALL, Parts } from "../ui/parts.js";
import { useExtension } from "./everything/extension.js";

/** @typedef {"everything" | "video"} Choice */
/** @typedef {{value: Choice, title: string, start: string, has: Set<string>, about: string}} Way */

/** @param {boolean} hasExtension @returns {Way[]} */
const ways = (hasExtension) => [
  {
    value: "everything",
    title: "Everything",
    start: "Record everything",
    has: ALL,
    about: `The prompt has each step, request and message as it happened. ${hasExtension ? "The extension is in this browser." : "Needs the browser extension, or one command."}`,
  },
  {
    value: "video",
    title: "Video only",
    start: "Record a video",
    has: new Set(["pixels"]),
    about: "Nothing to install. What the picture does not show is missing from the prompt, and steps are inferred.",
  },
];

/** @param {unknown} value @returns {Choice | undefined} */
export const choiceOf = (value) => (value === "everything" || value === "video" ? value : undefined);

/** Radio buttons. @param {{chosen: Choice, onChoose: (choice: Choice) => void}} props */
export function Choices({ chosen, onChoose }) {
  return html`<fieldset class="ways">
    <legend class="visually-hidden">What to record</legend>
    ${ways(Boolean(useExtension())).map(
      (way) => html`<label class="card way"><span class="way-title">
          <input type="radio" name="choice" value=${way.value} checked=${way.value === chosen} aria-labelledby=${`way-${way.value}`}
            aria-describedby=${`about-${way.value}`} onChange=${() => onChoose(way.value)} />
          <strong id=${`way-${way.value}`}>${way.title}</strong></span>
        <${Parts} has=${way.has} /><span class="soft" id=${`about-${way.value}`}>${way.about}</span></label>`,
    )}
  </fieldset>`;
}

/** Links to New recording. */
export function ChoiceLinks() {
  return html`<div class="ways">
    ${ways(Boolean(useExtension())).map(
      (way, index) => html`<section class="card way" aria-labelledby=${`way-${way.value}`}>
        <h3 id=${`way-${way.value}`}>${way.title}</h3>
        <${Parts} has=${way.has} /><p class="soft">${way.about}</p>
        <p><a class=${index ? "button large" : "button primary large"} href=${`/record?choice=${way.value}`}>${way.start}</a></p>
      </section>`,
    )}
  </div>`;
}
