// The work on a session in progress: what each station does, the keyframes as they are found, and a log.

import { useState } from "preact/hooks";
import { ApiError, get, post, remove } from "../api.js";
import { html } from "../html.js";
import { useLoaded } from "../loaded.js";
import { useProgress } from "../processing/follow.js";
import { Frames } from "../processing/frames.js";
import { Log } from "../processing/log.js";
import { useNow } from "../processing/now.js";
import { Complete } from "../processing/outcome.js";
import { Stations } from "../processing/stations.js";
import { fraction, hasEnded, headline, stage } from "../processing/stage-names.js";
import { go } from "../router.js";
import { Failed } from "../sessions/failure.js";
import { toast } from "../state.js";
import { styles } from "../styles.js";
import { Dialog } from "../ui/dialog.js";
import { useFocusKept } from "../ui/focus.js";
import { Icon } from "../ui/icon.js";
import { Empty, Failure, Loading, Page } from "../ui/page.js";
import { visible } from "../ui/visible.js";
import { AGENTS, clock } from "../ui/format.js";

await styles("processing.css");

/** @param {{id: string}} props */
export default function Processing({ id }) {
  const { data: session, error: unknown, reload } = useLoaded((signal) => get(`/sessions/${id}`, { signal }), [id]);
  const { told, error: lost, tell, again } = useProgress(id);
  const [asked, setAsked] = useState(/** @type {"" | "cancel" | "discard"} */ (""));
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {Error | undefined} */ (undefined));

  const isEnded = told !== undefined && hasEnded(told.status.processingStatus);
  useFocusKept([isEnded, asked], "h1");

  const error = unknown ?? lost;
  const isNone = error instanceof ApiError && [400, 404].includes(error.status); // another tab may have deleted it meanwhile
  if (isNone) return html`<${Page} title="No such session"><${Empty} title="There is no such session"><a class="button" href="/sessions">All sessions</a><//><//>`;
  if (error && !session) {
    return html`<${Page} title="Processing"><${Failure} title="The session could not be loaded" error=${error} retry=${reload} /><//>`;
  }
  if (session && !session.seedUrl) return html`<${Page} title=${visible(session.title)}><${WithoutVideo} id=${id} /><//>`;
  if (!session || !told) return html`<${Page} title="Processing"><${Loading} /><//>`;

  /** Make a request, and show its error. @param {() => Promise<void>} work */
  const act = async (work) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (failed) {
      setProblem(/** @type {Error} */ (failed));
    }
    setAsked("");
    setBusy(false);
  };
  const cancel = () => act(async () => tell(await post(`/sessions/${id}/cancel`, undefined)));
  const retried = (/** @type {any} */ status) => {
    tell(status);
    again();
  };
  const discard = () =>
    act(async () => {
      await remove(`/sessions/${id}`);
      toast("The session was discarded.");
      go("/sessions", { replace: true });
    });

  const processing = told.status.processingStatus;
  const hasFailed = processing.overallStage === "error";
  const failed = { id, status: "error", lastError: told.status.lastError ?? processing.lastError ?? null, failedLane: processing.failedLane, processingStatus: processing };
  const previews = told.previews.length ? told.previews : session.frames.map(keptFrame);
  const read = processing.visionLane.status === "running" ? (fraction(processing.visionLane.detail)?.[0] ?? 0) : 0; // then all lanes have ended
  return html`<${Page} title=${visible(session.title)} tab=${`${headline(processing)} - ${session.title}`}
      lead=${html`<span class="seed">${visible(session.seedUrl)}</span> · for ${AGENTS[session.agentTarget] ?? session.agentTarget}`}
      actions=${html`
        ${!isEnded && html`<button type="button" class="button" onClick=${() => setAsked("cancel")}><${Icon} name="stop" /> Cancel</button>`}
        <button type="button" class="button" onClick=${() => setAsked("discard")}><${Icon} name="trash" /> Discard</button>`}>
    <div class="processing stack">
      <p class="visually-hidden" role="status">${stage(processing)}</p>
      ${problem && html`<${Failure} error=${problem} title="The server refused" />`}
      ${hasFailed && html`<${Failed} session=${failed} onRetried=${retried} />`}
      ${processing.overallStage === "complete" && html`<${Complete} id=${id} told=${told} />`}
      ${!isEnded && html`<${Headline} words=${headline(processing)} since=${session.createdAt} />`}
      <${Live} processing=${processing} />
      <${Frames} previews=${previews} read=${read} />
      <${Log} log=${[{ time: session.createdAt, text: "Received" }, ...told.log]} />
    </div>
    ${
      asked === "cancel" &&
      html`<${Dialog} title="Stop the work?" confirm="Stop it" keep="Keep working" danger busy=${isBusy} onConfirm=${cancel} onClose=${() => setAsked("")}>
        <p>The server deletes the recording then, so this cannot be taken up again. The session stays, without frames.</p>
      <//>`
    }
    ${
      asked === "discard" &&
      html`<${Dialog} title="Discard this session?" confirm="Discard" danger busy=${isBusy} onConfirm=${discard} onClose=${() => setAsked("")}>
        <p>The recording, its frames and its prompt are deleted. They cannot be brought back.</p>
      <//>`
    }
  <//>`;
}

/** @param {{timestamp: number, thumbnailUrl: string}} frame of a session that had ended when the page was opened */
const keptFrame = ({ timestamp, thumbnailUrl }) => ({ timestamp, imageUrl: thumbnailUrl });

/** A session that was created without a recording, so nothing processes it. @param {{id: string}} props */
function WithoutVideo({ id }) {
  return html`<${Empty} title="There is nothing to process">
    <p>This session was made without a recording.</p><a class="button" href=${`/sessions/${id}`}>See the session</a>
  <//>`;
}

/** The stations, with running times. @param {{processing: import("../processing/stage-names.js").Processing}} props */
function Live({ processing }) {
  return html`<${Stations} processing=${processing} now=${useNow(!hasEnded(processing))} />`;
}

/** @param {{words: string, since: string}} props */
function Headline({ words, since }) {
  const now = useNow(true);
  return html`<p class="headline"><strong>${words}</strong> <span class="time soft" role="timer" aria-label="Time so far">${clock(Math.max(0, now - Date.parse(since)))}</span></p>`;
}
