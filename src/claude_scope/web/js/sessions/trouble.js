// A session that cannot be shown: it is not there, still worked on, failed, or has nothing to show.

import { useState } from "preact/hooks";
import { post } from "../api.js";
import { html } from "../html.js";
import { CANCELLED } from "../processing/outcome.js";
import { go } from "../router.js";
import { Icon } from "../ui/icon.js";
import { Empty, Failure, Loading, Page } from "../ui/page.js";
import { visible } from "../ui/visible.js";

/** @typedef {import("./session.js").Detail} Detail */

/** @param {{error?: Error & {status?: number}, retry: () => void}} props */
export function NotShown({ error, retry }) {
  if (!error) return html`<${Loading} what="Loading the session" />`;
  if (error.status === 404)
    return html`<${Page} title="There is no such session" lead="It may have been deleted, or belong to another account.">
      <p><a class="button primary" href="/sessions">All sessions</a></p>
    <//>`;
  return html`<${Page} title="Session"><${Failure} title="The session could not be loaded" error=${error} retry=${retry} /><//>`;
}

/** Why there is no prompt, and the way on. @param {{session: Detail}} props */
export function NoPrompt({ session }) {
  if (session.status === "error") return html`<${Failed} session=${session} />`;
  if (session.status === "processing" && session.seedUrl)
    return html`<${Empty} title="Still at work"><p>The prompt will be here when the recording has been read.</p>
      <a class="button primary" href=${`/sessions/${session.id}/processing`}>Watch it</a><//>`;
  return html`<${Empty} title="No prompt">
    <p>This session was made without a recording, and nobody gave it a prompt.</p><//>`;
}

/** @param {{session: Detail}} props */
export function Failed({ session }) {
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    try {
      await post(`/sessions/${session.id}/retry`, undefined);
      go(`/sessions/${session.id}/processing`);
    } catch (error) {
      setProblem(/** @type {Error} */ (error).message);
      setBusy(false);
    }
  };
  if (session.lastError === CANCELLED)
    return html`<div class="notice problem" role="alert">
      <${Icon} name="error" />
      <div><strong>Stopped</strong><p>The session was cancelled, and its recording deleted.</p></div>
      <a class="button" href="/record">New recording</a>
    </div>`;
  return html`<div class="notice problem" role="alert">
    <${Icon} name="error" />
    <div><strong>The recording could not be processed</strong>
      <p>${visible(session.lastError ?? "Why is not known.")}</p>
      ${problem && html`<p class="error">${problem}</p>`}
    </div>
    <button type="button" class="button" disabled=${isBusy} onClick=${retry}><${Icon} name="retry" /> Try again</button>
    <a class="button" href="/record">New recording</a>
  </div>`;
}
