// The beginning of the demonstration's prompt.

import { prompt } from "../../demo/prompt.js";
import { html } from "../html.js";
import "../output/output-styles.js";
import { PromptView } from "../output/prompt-view.js";

export default function Beginning() {
  return html`<p class="soft">For Claude Code, ${prompt.textTokens.toLocaleString("en")} tokens of text; here is how it begins.</p>
    <${PromptView} text=${prompt.excerpt} name="Beginning of the prompt" />`;
}
