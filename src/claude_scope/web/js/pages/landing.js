// Introduces Claude Scope with its result for the sample recording, and how to start.

import { demo } from "../../demo/demo.js";
import { html } from "../html.js";
import { Later } from "../landing/later.js";
import "../landing/landing-styles.js";
import { Stepper } from "../landing/stepper.js";
import { auth } from "../state.js";
import { Icon } from "../ui/icon.js";
import { Page } from "../ui/page.js";

const LEAD =
  "Record the browser tab in which the bug happens. Claude Scope reads the recording and writes a prompt that a coding agent can act on: what was on the screen, what changed and when, and where it went wrong.";

/** @type {[string, string][]} */
const PARTS = [
  ["Keyframes", "Only the frames in which the page meaningfully changed are kept. The video is discarded when it has been read."],
  ["Two lanes", "One reads the pixels of each frame. The other loads the page in a browser for roles, names and states."],
  ["One prompt", "Both meet in a timeline with locators and steps, laid out for Claude Code, Codex, Cursor, or as plain data."],
];

export default function Landing() {
  return html`<${Page} title="Show your coding agent the bug" tab="From a recording to a prompt" lead=${LEAD}>
    <p class="actions">
      <a class="button primary large" href="/record"><${Icon} name="record" /> New recording</a>
      ${auth.value ? html`<a class="button large" href="/dashboard">Go to the dashboard</a>` : html`<a class="button large" href="/sign-in">Sign in</a>`}
    </p>
    <section class="stack" aria-labelledby="demo">
      <div><h2 id="demo">What it made of a ${demo.seconds}-second recording</h2>
        <p class="lead">Somebody buys two notebooks in a sample shop, and writes: “${demo.notes}” Of ${demo.decoded} frames ${demo.keyframes} were kept. All of this is what was read, as it was read.</p></div>
      <${Stepper} />
    </section>
    <section class="stack" aria-labelledby="prompt">
      <h2 id="prompt">And the prompt</h2>
      <${Later} load=${() => import("../landing/prompt.js")} />
    </section>
    <section class="landing-parts" aria-label="How it works">
      ${PARTS.map(([title, text]) => html`<div><h2>${title}</h2><p class="soft">${text}</p></div>`)}
    </section>
  <//>`;
}
