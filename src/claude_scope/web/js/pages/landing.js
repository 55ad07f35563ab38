// Introduces Claude Scope with its result for the sample recording, and how to start.

import { demo } from "../../demo/demo.js";
import { html } from "../html.js";
import { Later } from "../landing/later.js";
import "../landing/landing-styles.js";
import { Stepper } from "../landing/stepper.js";
import { ChoiceLinks } from "../record/choices.js";
import { auth } from "../state.js";
import { Page } from "../ui/page.js";

const LEAD =
  "Record the browser tab in which the bug happens. Claude Scope reads the recording and writes a prompt that a coding agent can act on: what was on the screen, what changed and when, and where it went wrong.";

/** @type {[string, string][]} */
const PARTS = [
  ["Keyframes", "Only the states in which the page meaningfully changed are kept. The video is discarded when it has been read."],
  ["Facts first", "What the page itself recorded is a fact. Of a video, the pixels are read, and the page is loaded in a browser for roles and names."],
  ["One prompt", "All of it meets in a timeline with locators and steps, laid out for Claude Code, Codex, Cursor, or as plain data."],
];

export default function Landing() {
  const actions = auth.value && html`<a class="button" href="/dashboard">Go to the dashboard</a>`; // the bar has Sign in
  return html`<${Page} title="Show your coding agent the bug" tab="From a recording to a prompt" lead=${LEAD} actions=${actions}>
    <section aria-label="New recording"><h2 class="visually-hidden">New recording</h2><${ChoiceLinks} /></section>
    <section class="stack" aria-labelledby="demo">
      <div><h2 id="demo">One recording, told twice</h2>
        <p class="lead">Somebody buys two notebooks in a sample shop, and writes: “${demo.notes}” Of the same ${demo.seconds} seconds, this is what the prompt says if everything was recorded, and if only the video was.</p></div>
      <${Stepper} />
    </section>
    <section class="stack" aria-labelledby="prompt">
      <h2 id="prompt">And how both prompts begin</h2>
      <${Later} load=${() => import("../landing/prompts.js")} />
    </section>
    <section class="landing-parts" aria-label="How it works">
      ${PARTS.map(([title, text]) => html`<div><h2>${title}</h2><p class="soft">${text}</p></div>`)}
    </section>
  <//>`;
}
