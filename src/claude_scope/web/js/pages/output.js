// The prompt of a session, for each agent: read, changed by three options, copied, downloaded.

import { useState } from "preact/hooks";
import { download, get, save } from "../api.js";
import { html } from "../html.js";
import { useLoaded } from "../loaded.js";
import { addressOf, choiceOf, OPTIONS } from "../output/choice.js";
import { useKeptPrompt } from "../output/stored-prompt.js";
import { OpenIn } from "../output/open-in.js";
import { PromptView } from "../output/prompt-view.js";
import { About, Costs, Lanes, Missing, Weight } from "../output/sides.js";
import { go } from "../router.js";
import { rewritten, settled, underWay } from "../sessions/in-step.js";
import { fileName } from "../sessions/session-model.js";
import { NoPrompt, NotShown } from "../sessions/trouble.js";
import { toast } from "../state.js";
import { Copy } from "../ui/copy.js";
import { Icon } from "../ui/icon.js";
import { Failure, Loading, Page } from "../ui/page.js";
import { Tabs } from "../ui/tabs.js";
import { visible } from "../ui/visible.js";
import { AGENTS, count } from "../ui/format.js";
import "../output/output-styles.js";
import "../sessions/sessions-styles.js";

/** @typedef {import("../sessions/session-model.js").Detail} Detail */
/** @typedef {import("../output/stored-prompt.js").Choice} Choice */

const PANEL = "prompt";

/** @param {{id: string, query: URLSearchParams}} props */
export default function Output({ id, query }) {
  const { data: session, error, reload } = useLoaded((signal) => settled().then(() => get(`/sessions/${id}`, { signal })), [id, rewritten.value]);
  if (!session) return html`<${NotShown} error=${error} retry=${reload} />`;
  if (session.timeline) return html`<${Written} session=${session} query=${query} />`;
  return html`<${Page} title=${visible(session.title)} tab=${`Prompt of ${session.title}`} actions=${html`<a class="button" href=${`/sessions/${id}`}>Session</a>`}>
    ${session.prompt === null ? html`<${NoPrompt} session=${session} />` : html`<${Given} session=${session} />`}
  <//>`;
}

/** A prompt that a client gave: there is no analysis to write another one from. @param {{session: Detail}} props */
function Given({ session }) {
  const text = session.prompt ?? "";
  return html`<div class="row"><${Copy} text=${text} label="Copy prompt" primary /><${SaveText} text=${text} agent=${session.agentTarget} /></div>
    <${PromptView} text=${text} name="Prompt" />`;
}

/** @param {{session: Detail, query: URLSearchParams}} props */
function Written({ session, query }) {
  const choice = choiceOf(query, session);
  const { written, error, again, ...prompt } = useKeptPrompt(session, choice);
  const busy = prompt.busy || underWay.value > 0;
  const choose = (/** @type {Partial<Choice>} */ changed) => go(addressOf({ ...choice, ...changed }, session), { replace: true });
  const text = written?.prompt ?? "";
  const actions = html`<a class="button" href=${`/sessions/${session.id}/review`}>Review frames</a>
    <${SaveBundle} session=${session} agent=${choice.agentTarget} />
    <${SaveText} text=${text} agent=${choice.agentTarget} busy=${busy || !written} />
    ${busy || !written ? html`<button type="button" class="button primary" disabled><${Icon} name="copy" /> Copy prompt</button>` : html`<${Copy} text=${text} label="Copy prompt" said=${`The prompt for ${AGENTS[choice.agentTarget]} was copied.`} primary />`}`;

  return html`<${Page} wide title=${visible(session.title)} tab=${`Prompt of ${session.title}`} actions=${actions}>
    <div class="output">
      <div class="stack">
        <${Tabs} name="Agent" tabs=${Object.entries(AGENTS)} chosen=${choice.agentTarget} panel=${PANEL} onChoose=${(/** @type {string} */ agentTarget) => choose({ agentTarget })} />
        <div class="output-bar"><${Toggles} choice=${choice} onChoose=${choose} />${written && html`<${Costs} facts=${written.facts} length=${text.length} />`}</div>
        ${written && html`<${Weight} facts=${written.facts} /><div class="row"><${OpenIn} agent=${written.agentTarget} facts=${written.facts} /></div>`}
        ${error && html`<${Failure} title="The prompt could not be written" error=${error} retry=${again} />`}
        ${written ? html`<${PromptView} text=${text} name="Prompt" busy=${busy} panel=${{ id: PANEL, tab: `${PANEL}-tab-${choice.agentTarget}` }} />` : html`<div id=${PANEL} role="tabpanel" aria-labelledby=${`${PANEL}-tab-${choice.agentTarget}`}>${!error && html`<${Loading} what="Writing the prompt" />`}</div>`}
        <p class="visually-hidden" role="status">${written && !busy ? `Prompt for ${AGENTS[choice.agentTarget]}: ${count(written.facts.textTokens, "token")} of text.` : ""}</p>
      </div>
      <div class="stack sides">
        ${written && html`<${Missing} session=${session} facts=${written.facts} />`}
        <${Lanes} session=${session} />
        <${About} session=${session} />
      </div>
    </div>
  <//>`;
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

/** The file has the name that the command in the prompt for Codex reads. @param {{text: string, agent: string, busy?: boolean}} props */
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
