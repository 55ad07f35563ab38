// The beginnings of the demonstration's two prompts, side by side.

import { prompts } from "../../demo/prompts.js";
import { html } from "../html.js";
import "../output/output-styles.js";
import { PromptView } from "../output/prompt-view.js";
import { WAYS } from "./ways.js";

export default function Beginnings() {
  return html`<div class="demo-prompts">${WAYS.map(
    ([way, name]) => html`<div class="stack">
      <div><h3>${name}</h3><p class="soft">${prompts[way].textTokens.toLocaleString("en")} tokens of text</p></div>
      <${PromptView} text=${prompts[way].text} name=${`Beginning of the prompt: ${name}`} />
    </div>`,
  )}</div>`;
}
