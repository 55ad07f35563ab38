// One session: the answer first, then its timeline, its prompt, its files and its details.

import { useEffect, useState } from "preact/hooks";
import { get, remove } from "../api.js";
import { html } from "../html.js";
import { useLoaded } from "../loaded.js";
import { Given, Written } from "../output/written.js";
import { go } from "../router.js";
import { Answer } from "../sessions/answer.js";
import { Facts } from "../sessions/facts.js";
import { Failed, statusOf } from "../sessions/failure.js";
import { Happened } from "../sessions/happened.js";
import { rewritten, settled } from "../sessions/in-step.js";
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
import { count, exactly } from "../ui/format.js";
import "../sessions/sessions-styles.js";
import "../output/output-styles.js";

/** @typedef {import("../sessions/session-model.js").Detail} Detail */

const AGAIN_MS = 4_000;

/** @param {{id: string, query: URLSearchParams}} props */
export default function Session({ id, query }) {
  const { data: session, error, reload, set } = useLoaded((signal) => settled().then(() => get(`/sessions/${id}`, { signal })), [id, rewritten.value]);
  const renew = useRenewal(reload);
  const [isRenaming, setRenaming] = useState(false);
  const isLive = session?.status === "processing";
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => document.hidden || reload(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [isLive]);
  useEffect(() => {
    if (session && location.pathname.endsWith("/output")) document.getElementById("prompt-head")?.scrollIntoView();
  }, [!session]);
  if (!session) return html`<${NotShown} error=${error} retry=${reload} />`;

  const renamed = (/** @type {Detail | null} */ found) => {
    setRenaming(false);
    if (found) set({ ...session, title: found.title, updatedAt: found.updatedAt });
  };
  const lead = html`<span class="row"><${StatusBadge} status=${statusOf(session)} /><time datetime=${session.createdAt}>${exactly(session.createdAt)}</time></span>`;
  return html`<${Page} title=${visible(session.title)} lead=${lead} instead=${isRenaming && html`<${Rename} session=${session} onDone=${renamed} />`}
    actions=${html`<${Actions} session=${session} onRename=${() => setRenaming(true)} />`}>
    ${session.status === "error" && html`<${Failed} session=${session} />`}
    ${
      session.frames.length > 0 &&
      html`${session.timeline && html`<${Answer} session=${session} renew=${renew} />`}
        <section class="stack" aria-labelledby="happened-head"><h2 id="happened-head">Timeline</h2><${Happened} session=${session} renew=${renew} /></section>`
    }
    <${Prompt} session=${session} query=${query} />
    <${Facts} session=${session} />
  <//>`;
}

/** @param {{session: Detail, query: URLSearchParams}} props */
function Prompt({ session, query }) {
  if (session.timeline) return html`<${Written} session=${session} query=${query} />`;
  if (session.prompt !== null) return html`<${Given} session=${session} />`;
  return session.status !== "error" && html`<${NoPrompt} session=${session} />`;
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
  return html`<button type="button" class="button" aria-label="Rename" onClick=${onRename}><${Icon} name="edit" /><span class="long">Rename</span></button>
    <button type="button" class="button" aria-label="Delete" onClick=${() => setAsking(true)}><${Icon} name="trash" /><span class="long">Delete</span></button>
    ${session.frames.length > 0 && html`<a class="button" href=${`${at}/review`}>Review frames</a>`}
    ${session.timeline && html`<a class="button primary" href="#prompt-head">Prompt</a>`}
    ${
      isAsking &&
      html`<${Dialog} title="Delete this session?" confirm="Delete" danger busy=${isBusy} onConfirm=${drop} onClose=${() => setAsking(false)}>
        <p>“${visible(brief(session.title))}” goes for good, with its ${count(session.frames.length, "frame")}, their pictures and its prompt.</p>
        ${problem && html`<p class="error" role="alert">${problem}</p>`}
      <//>`
    }`;
}
