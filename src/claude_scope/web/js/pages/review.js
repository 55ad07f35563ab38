// Reviews the frames of a session before its prompt is used: what was read, what changed, which to leave out.

import { html } from "../html.js";
import { Reviewing } from "../review/reviewing.js";
import { useFrames } from "../review/use-frames.js";
import { Failed } from "../sessions/failure.js";
import { NotShown } from "../sessions/trouble.js";
import { styles } from "../styles.js";
import { Icon } from "../ui/icon.js";
import { Empty, Page } from "../ui/page.js";
import { visible } from "../ui/visible.js";

await Promise.all([styles("review.css"), styles("tree.css")]);

/** @param {{id: string, query: URLSearchParams}} props */
export default function Review({ id, query }) {
  const held = useFrames(id);
  const { session, error, shown, reload } = held;
  if (!session) return html`<${NotShown} error=${error} retry=${reload} />`;
  const actions = html`<a class="button" href=${`/sessions/${id}`}><${Icon} name="file" /> Session</a>
    ${shown.length > 0 && html`<a class="button primary" href=${`/sessions/${id}/output`}>To the prompt <${Icon} name="right" /></a>`}`;
  return html`<${Page} title=${visible(session.title)} tab=${`Review: ${session.title}`} lead=${visible(session.seedUrl)} actions=${actions} wide>
    ${session.status === "error" && html`<${Failed} session=${session} />`}
    ${shown.length > 0 ? html`<${Reviewing} held=${held} wanted=${query.get("frame")} />` : html`<${NoFrames} session=${session} />`}
  <//>`;
}

/** @param {{session: import("../review/frame-model.js").Session}} props */
function NoFrames({ session }) {
  if (session.status === "processing") {
    return html`<${Empty} title="The recording is still being processed"><p>Its frames can be reviewed when that is done.</p>
      <a class="button primary" href=${`/sessions/${session.id}/processing`}>See how far it is</a><//>`;
  }
  if (session.status === "error") return null;
  return html`<${Empty} title="This session has no frames"><p>Frames come from a recording.</p>
    <a class="button primary" href="/record"><${Icon} name="record" /> New recording</a><//>`;
}
