// The prompts of a session, to be looked at and copied; which one the session keeps is chosen on the output page.

import { useState } from "preact/hooks";
import { get } from "../api.js";
import { html } from "../html.js";
import { useLoaded } from "../loaded.js";
import { PromptView } from "../output/prompt-view.js";
import { PICTURES } from "../output/stored-prompt.js";
import { Copy } from "../ui/copy.js";
import { Failure, Loading } from "../ui/page.js";
import { Tabs } from "../ui/tabs.js";
import { AGENTS, count } from "../ui/format.js";

/** @typedef {import("./session-model.js").Detail} Detail */

const PANEL = "prompts";

/** @param {{session: Detail}} props */
export function Prompts({ session }) {
  const [agent, setAgent] = useState(session.agentTarget);
  const { data, error, reload } = useLoaded(async (signal) => ({ agent, text: await textFor(session, agent, signal) }), [session.id, session.prompt, agent]);
  const text = data?.agent === agent ? data.text : null;
  const tab = `${PANEL}-tab-${agent}`;
  return html`<${Tabs} name="Agent" tabs=${Object.entries(AGENTS)} chosen=${agent} panel=${PANEL} onChoose=${setAgent} />
    ${
      text === null
        ? html`<div id=${PANEL} role="tabpanel" aria-labelledby=${tab}>${error ? html`<${Failure} title="The prompt could not be written" error=${error} retry=${reload} />` : html`<${Loading} what="Writing the prompt" />`}</div>`
        : html`<${PromptView} text=${text} name="Prompt" short panel=${{ id: PANEL, tab }} />`
    }
    <div class="row">
      ${text !== null && html`<${Copy} text=${text} label="Copy prompt" said=${`The prompt for ${AGENTS[agent]} was copied.`} />`}
      <a class="button" href=${`/sessions/${session.id}/output?agent=${agent.toLowerCase().replace("_", "-")}`}>Options and download</a>
      ${text !== null && html`<span class="hint">${count(text.length, "character")}.</span>`}
    </div>`;
}

/** Of a session without an analysis what its client gave. @param {Detail} session @param {string} agent @param {AbortSignal} signal */
async function textFor(session, agent, signal) {
  if (!session.timeline && session.prompt !== null) return session.prompt;
  return (await get(`/sessions/${session.id}/prompt?agentTarget=${agent}&pictures=${PICTURES}`, { signal })).prompt;
}
