// The prompt of a session for each agent: to read, change by three options, and copy; and its files.

import { useState } from "preact/hooks";
import { download, save } from "../api.js";
import { html } from "../html.js";
import { go } from "../router.js";
import { underWay } from "../sessions/in-step.js";
import { fileName } from "../sessions/session-model.js";
import { toast } from "../state.js";
import { Copy } from "../ui/copy.js";
import { Icon } from "../ui/icon.js";
import { Failure, Loading } from "../ui/page.js";
import { Tabs } from "../ui/tabs.js";
import { AGENTS, count } from "../ui/format.js";
import { addressOf, choiceOf, OPTIONS } from "./choice.js";
import { Missing } from "./missing.js";
import { OpenIn } from "./open-in.js";
import { PromptView } from "./prompt-view.js";
import { usePrompt } from "./stored-prompt.js";

/** @typedef {import("../sessions/session-model.js").Detail} Detail */
/** @typedef {import("./stored-prompt.js").Choice} Choice */
/** @typedef {import("./stored-prompt.js").Facts} Facts */

const PANEL = "prompt";

/** A prompt that a client provided: there is no analysis from which to write another one. @param {{session: Detail}}
 * props */
export function Given({ session }) {
  const text = session.prompt ?? "";
  return html`<section class="stack" aria-labelledby="prompt-head"><h2 id="prompt-head">Prompt</h2>
    <div class="row"><${Copy} text=${text} label="Copy prompt" primary /><${SaveText} text=${text} agent=${session.agentTarget} /></div>
    <${PromptView} text=${text} name="Prompt text" />
  </section>`;
}

/** @param {{session: Detail, query: URLSearchParams}} props */
export function Written({ session, query }) {
  const choice = choiceOf(query, session);
  const [chosen, setChosen] = useState(0);
  const { written, error, again, ...prompt } = usePrompt(session, choice, chosen);
  const busy = prompt.busy || underWay.value > 0;
  const choose = (/** @type {Partial<Choice>} */ changed) => {
    setChosen(chosen + 1);
    go(addressOf({ ...choice, ...changed }, session), { replace: true });
  };
  const text = written?.prompt ?? "";
  const tab = `${PANEL}-tab-${choice.agentTarget}`;
  return html`<section class="stack" aria-labelledby="prompt-head"><h2 id="prompt-head">Prompt</h2>
      <${Tabs} name="Agent" tabs=${Object.entries(AGENTS)} chosen=${choice.agentTarget} panel=${PANEL} onChoose=${(/** @type {string} */ agentTarget) => choose({ agentTarget })} />
      <div class="output-bar">
        <${Toggles} choice=${choice} onChoose=${choose} />
        <div class="row">
          ${written && html`<span class="costs">${count(written.facts.pastedTokens, "token")}, ${count(text.length, "character")}</span><${OpenIn} agent=${written.agentTarget} facts=${written.facts} />`}
          ${busy || !written ? html`<button type="button" class="button primary" disabled><${Icon} name="copy" /> Copy prompt</button>` : html`<${Copy} text=${text} label="Copy prompt" said=${`The prompt for ${AGENTS[choice.agentTarget]} was copied.`} primary />`}
        </div>
      </div>
      ${error && html`<${Failure} title="The prompt could not be written" error=${error} retry=${again} />`}
      ${written ? html`<${PromptView} text=${text} name="Prompt text" busy=${busy} panel=${{ id: PANEL, tab }} />` : html`<div id=${PANEL} role="tabpanel" aria-labelledby=${tab}>${!error && html`<${Loading} what="Writing the prompt" />`}</div>`}
      <p class="visually-hidden" role="status">${written && !busy ? `Prompt for ${AGENTS[choice.agentTarget]}: ${count(written.facts.textTokens, "token")} of text.` : ""}</p>
      ${written && html`<${Missing} session=${session} facts=${written.facts} />`}
    </section>
    <section class="stack" aria-labelledby="files-head"><h2 id="files-head">Files and test</h2>
      ${written && html`<${Weight} facts=${written.facts} />`}
      <p class="hint">The prompt asks for a test that repeats ${session.timeline?.isCaptured ? "these steps" : "the steps"}, fails before the change and passes after it.</p>
      <div class="row">
        <${SaveText} text=${text} agent=${choice.agentTarget} busy=${busy || !written} />
        <${SaveBundle} session=${session} agent=${choice.agentTarget} />
      </div>
    </section>`;
}

/** Where the frames are that the prompt names. @param {{facts: Facts}} props */
function Weight({ facts }) {
  const pictures = facts.images.length;
  if (!pictures) return html`<p class="hint">Text only: it shows and names no frame. The bundle has the frames as files.</p>`;
  const cost = `${count(pictures, "picture")}, ${count(facts.imageTokens, "token")} if an agent opens all of them`;
  if (facts.pull) return html`<p class="hint">The first line fetches the files that the prompt names: ${cost}. It needs a token of your profile in CLAUDE_SCOPE_TOKEN where this service runs elsewhere.</p>`;
  return html`<p class="hint">The files that the prompt names lie on this machine: ${cost}. Nothing of them is copied.</p>`;
}

/** @param {{choice: Choice, onChoose: (changed: Partial<Choice>) => void}} props */
function Toggles({ choice, onChoose }) {
  return html`<fieldset class="toggles"><legend class="visually-hidden">What the prompt holds</legend>
    ${OPTIONS.map(
      ([field, , label, hint]) => html`<label class="check" title=${hint}>
        <input type="checkbox" checked=${choice[field]} onChange=${(/** @type {Event} */ event) => onChoose({ [field]: /** @type {HTMLInputElement} */ (event.target).checked })} /> ${label}
      </label>`,
    )}
  </fieldset>`;
}

/** The file has the name that the command in the prompt for Codex reads. @param {{text: string, agent: string, busy?:
 * boolean}} props */
function SaveText({ text, agent, busy }) {
  const name = `prompt.${agent.toLowerCase().replace("_", "-")}.md`;
  return html`<button type="button" class="button" disabled=${busy} title=${name} onClick=${() => save(new Blob([text], { type: "text/markdown" }), name)}>
    <${Icon} name="download" /> Download
  </button>`;
}

/** @param {{session: Detail, agent: string}} props */
function SaveBundle({ session, agent }) {
  const [isBusy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    try {
      await download(`/sessions/${session.id}/bundle?agentTarget=${agent}`, fileName(session, "zip"));
    } catch (error) {
      toast(`The bundle could not be made. ${/** @type {Error} */ (error).message}`, { kind: "problem" });
    }
    setBusy(false);
  };
  return html`<button type="button" class="button" disabled=${isBusy} onClick=${make} title="Prompt, frames at full size, session.json and report.html">
    <${Icon} name="file" /> ${isBusy ? "Packing…" : "Bundle (.zip)"}
  </button>`;
}
