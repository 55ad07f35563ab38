// One session in a list.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { StatusBadge } from "../ui/badge.js";
import { Icon } from "../ui/icon.js";
import { Thumb } from "../ui/thumb.js";
import { started, visible } from "../ui/visible.js";
import { AGENTS, clock, count, exactly, when } from "../ui/format.js";
import { briefly, isCancelled, statusOf } from "./failure.js";
import { Rename } from "./rename.js";
import { homeOf, shortAddress } from "./session-model.js";

/** @typedef {import("./session-model.js").Session} Session */

const NOTHING = () => {};

/** Without `onDelete` it is only a link.
 * @param {{session: Session, onRenamed?: (session: Session) => void, onDelete?: (session: Session) => void}} props */
export function SessionRow({ session, onRenamed, onDelete }) {
  const [isRenaming, setRenaming] = useState(false);
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const wasRenaming = useRef(false);
  useEffect(() => {
    if (wasRenaming.current && !isRenaming) button.current?.focus();
    wasRenaming.current = isRenaming;
  }, [isRenaming]);

  const done = (/** @type {Session | null} */ renamed) => {
    setRenaming(false);
    if (renamed) onRenamed?.({ ...session, ...renamed });
  };
  if (isRenaming) return html`<li class="session renaming"><${Rename} session=${session} onDone=${done} /></li>`;
  const title = visible(session.title);
  return html`<li class="session" data-session=${session.id}>
    ${session.thumbnailUrl ? html`<a class="session-picture" href=${homeOf(session)} tabindex="-1" aria-hidden="true"><${Thumb} src=${session.thumbnailUrl} alt="" width="96" height="54" renew=${NOTHING} /></a>` : html`<span class="session-picture"></span>`}
    <div class="session-what">
      <a class="session-title" href=${homeOf(session)}>${title}</a>
      ${session.happened && html`<p class="session-happened">${started(visible(session.happened))}</p>`}
      <p class="session-where">${session.seedUrl ? visible(shortAddress(session.seedUrl)) : "Made without a recording"}</p>
      ${session.status === "error" && html`<p class=${isCancelled(session) ? "session-why soft" : "session-why"}>${briefly(session)}</p>`}
    </div>
    <${StatusBadge} status=${statusOf(session)} />
    <${Facts} session=${session} />
    ${
      onDelete &&
      html`<div class="session-acts">
        <button type="button" class="button quiet" ref=${button} title="Rename" aria-label=${`Rename ${title}`} onClick=${() => setRenaming(true)}><${Icon} name="edit" /></button>
        <button type="button" class="button quiet" title="Delete" aria-label=${`Delete ${title}`} onClick=${() => onDelete(session)}><${Icon} name="trash" /></button>
      </div>`
    }
  </li>`;
}

/** @param {{session: Session}} props */
function Facts({ session }) {
  const isRecorded = session.frameCount > 0 || session.duration > 0;
  return html`<p class="session-facts">
    <span>${AGENTS[session.agentTarget] ?? session.agentTarget}</span>
    <span>${isRecorded && count(session.frameCount, "frame")}</span>
    <span class="time" title="Length of the recording">${isRecorded && html`<span class="visually-hidden">recorded for </span>${clock(session.duration * 1000)}`}</span>
    <time datetime=${session.updatedAt} title=${`Updated ${exactly(session.updatedAt)}, created ${exactly(session.createdAt)}`}>${when(session.updatedAt)}</time>
  </p>`;
}
