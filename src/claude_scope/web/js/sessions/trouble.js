// A session that cannot be shown: it does not exist, is still processed, or has nothing to show.

import { html } from "../html.js";
import { Empty, Failure, Loading, Page } from "../ui/page.js";
import { Failed } from "./failure.js";

/** @typedef {import("./session-model.js").Detail} Detail */

/** @param {{error?: Error & {status?: number}, retry: () => void}} props */
export function NotShown({ error, retry }) {
  if (!error) return html`<${Loading} what="Loading the session" />`;
  if (error.status === 404)
    return html`<${Page} title="There is no such session" lead="It may have been deleted, or belong to another account.">
      <p><a class="button primary" href="/sessions">All sessions</a></p>
    <//>`;
  return html`<${Page} title="Session"><${Failure} title="The session could not be loaded" error=${error} retry=${retry} /><//>`;
}

/** Why there is no prompt, and what to do. @param {{session: Detail}} props */
export function NoPrompt({ session }) {
  if (session.status === "error") return html`<${Failed} session=${session} />`;
  if (session.status === "processing" && session.seedUrl)
    return html`<${Empty} title="Still at work"><p>The prompt will be here when the recording has been read.</p>
      <a class="button primary" href=${`/sessions/${session.id}/processing`}>Watch it</a><//>`;
  return html`<${Empty} title="No prompt">
    <p>This session was created without a recording, and it has no prompt.</p><//>`;
}
