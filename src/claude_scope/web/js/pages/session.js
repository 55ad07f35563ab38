// One session: what was recorded, what happened, its frames and its prompts.

import { useEffect, useState } from "preact/hooks";
import { get, remove } from "../api.js";
import { html } from "../html.js";
import { useLoaded } from "../loaded.js";
import { go } from "../router.js";
import { Failed, statusOf } from "../sessions/failure.js";
import { Filmstrip } from "../sessions/frame-strip.js";
import { Happened } from "../sessions/happened.js";
import { rewritten, settled } from "../sessions/in-step.js";
import { Prompts } from "../sessions/prompts.js";
import { Rename } from "../sessions/rename.js";
import { brief } from "../sessions/session-model.js";
import { NoPrompt, NotShown } from "../sessions/trouble.js";
import { hideSession, toast } from "../state.js";
import { StatusBadge } from "../ui/badge.js";
import { Dialog } from "../ui/dialog.js";
import { Icon } from "../ui/icon.js";
import { Page } from "../ui/page.js";
import { useRenewal } from "../ui/thumb.js";
import { visible } from "../ui/visible.js";
import { AGENTS, clock, count, exactly, took } from "../ui/format.js";
import "../sessions/sessions-styles.js";
import "../output/output-styles.js";

/** @typedef {import("../sessions/session-model.js").Detail} Detail */

const AGAIN_MS = 4_000;

/** @param {{id: string}} props */
export default function Session({ id }) {
  const { data: session, error, reload, set } = useLoaded((signal) => settled().then(() => get(`/sessions/${id}`, { signal })), [id, rewritten.value]);
  const renew = useRenewal(reload);
  const [isRenaming, setRenaming] = useState(false);
  const isLive = session?.status === "processing";
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => document.hidden || reload(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [isLive]);
  if (!session) return html`<${NotShown} error=${error} retry=${reload} />`;

  const renamed = (/** @type {Detail | null} */ found) => {
    setRenaming(false);
    if (found) set({ ...session, title: found.title, updatedAt: found.updatedAt });
  };
  const hasContent = session.timeline || session.status !== "error";
  const lead = html`<span class="row"><${StatusBadge} status=${statusOf(session)} /><time datetime=${session.createdAt}>${exactly(session.createdAt)}</time></span>`;
  return html`<${Page} title=${visible(session.title)} lead=${lead} instead=${isRenaming && html`<${Rename} session=${session} onDone=${renamed} />`}
    actions=${html`<${Actions} session=${session} onRename=${() => setRenaming(true)} />`}>
    ${session.status === "error" && html`<${Failed} session=${session} />`}
    ${session.frames.length > 0 && html`<${Filmstrip} session=${session} renew=${renew} />`}
    <div class=${hasContent ? "session-parts" : ""}>
      ${
        hasContent &&
        html`<div class="stack">
          ${
            session.timeline
              ? html`<section class="stack" aria-labelledby="prompt-head"><h2 id="prompt-head">Prompt</h2><${Prompts} session=${session} /></section>
                <section class="stack" aria-labelledby="happened-head"><h2 id="happened-head">What happened</h2><${Happened} session=${session} /></section>`
              : html`<${NoPrompt} session=${session} />`
          }
        </div>`
      }
      <${Facts} session=${session} />
    </div>
  <//>`;
}

/** @param {{session: Detail, onRename: () => void}} props */
function Actions({ session, onRename }) {
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const at = `/sessions/${session.id}`;
  const drop = async () => {
    setBusy(true);
    try {
      await remove(at);
      hideSession(session.id);
      toast(`“${brief(session.title)}” was deleted.`);
      go("/sessions", { replace: true });
    } catch (error) {
      setProblem(/** @type {Error} */ (error).message);
      setBusy(false);
    }
  };
  return html`<button type="button" class="button" onClick=${onRename}><${Icon} name="edit" /> Rename</button>
    <button type="button" class="button" onClick=${() => setAsking(true)}><${Icon} name="trash" /> Delete</button>
    ${session.status === "processing" && session.seedUrl && html`<a class="button primary" href=${`${at}/processing`}>Watch the work</a>`}
    ${session.frames.length > 0 && html`<a class="button" href=${`${at}/review`}>Review frames</a>`}
    ${session.timeline && html`<a class="button primary" href=${`${at}/output`}>Prompt and output</a>`}
    ${
      isAsking &&
      html`<${Dialog} title="Delete this session?" confirm="Delete" danger busy=${isBusy} onConfirm=${drop} onClose=${() => setAsking(false)}>
        <p>“${visible(brief(session.title))}” goes for good, with its ${count(session.frames.length, "frame")}, their pictures and its prompt.</p>
        ${problem && html`<p class="error" role="alert">${problem}</p>`}
      <//>`
    }`;
}

/** @param {{session: Detail}} props */
function Facts({ session }) {
  const urls = session.urls.length ? session.urls : [session.seedUrl].filter(Boolean);
  return html`<section class="card stack" aria-labelledby="facts-head"><h2 id="facts-head">Details</h2>
    <dl class="facts">
      <dt>Agent</dt><dd>${AGENTS[session.agentTarget] ?? session.agentTarget}</dd>
      ${session.duration > 0 && html`<dt>Recorded</dt><dd>${clock(session.duration * 1000)}</dd>`}
      ${session.frameCount > 0 && html`<dt>Frames</dt><dd>${session.frameCount}</dd>`}
      ${urls.length > 0 && html`<dt>Addresses</dt><dd>${urls.map((url) => html`<span class="address">${visible(url)}</span>`)}</dd>`}
      ${session.notes && html`<dt>Notes</dt><dd class="notes">${visible(session.notes)}</dd>`}
      ${session.processingTime > 0 && html`<dt>Processed in</dt><dd>${took(session.processingTime)}</dd>`}
      <dt>Updated</dt><dd><time datetime=${session.updatedAt}>${exactly(session.updatedAt)}</time></dd>
      <dt>Id</dt><dd><code>${session.id}</code></dd>
    </dl>
  </section>`;
}
