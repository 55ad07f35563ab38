// One frame: what happened in words, its picture, its tree, its changes; all of them mark the same element.

import { useSignal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { DiffBadge } from "../ui/badge.js";
import { Icon } from "../ui/icon.js";
import { Kind } from "../ui/kind.js";
import { Failure } from "../ui/page.js";
import { clipped, started } from "../ui/visible.js";
import { tenths } from "../ui/format.js";
import { DoneNext } from "./act-marks.js";
import { Canvas } from "./canvas.js";
import { Changes } from "./changes.js";
import { Done } from "./done.js";
import { Elements } from "./elements.js";
import { headlineOf } from "./frame-model.js";
import { Inspector } from "./inspector.js";
import { Key, Toolbar } from "./toolbar.js";
import { Untold } from "./untold.js";
import { useDetail } from "./use-detail.js";

/** @typedef {import("./frame-model.js").Frame} Frame */
/** @typedef {{session: import("./frame-model.js").Session, frames: Frame[], index: number, isRemoved: boolean, onStep: (by: number) => void, onRemove: (frame: Frame) => void, reload: () => void}} Props */

/** @param {Props} props */
export function FrameView({ session, frames, index, isRemoved, onStep, onRemove, reload }) {
  const frame = frames[index];
  const { detail, error, retry } = useDetail(session, frames, index);
  // A page has far more elements than are read from a picture, including those covered by a dialog.
  const [choice, setChoice] = useState({ view: "frame", boxes: session.timeline?.isCaptured ? "changed" : "all", colour: "change" });
  const picked = useSignal(/** @type {string | null} */ (null));
  const hovered = useSignal(/** @type {string | null} */ (null));
  const size = useRef(/** @type {{width: number, height: number} | undefined} */ (undefined));
  if (detail) size.current = detail;
  const moment = session.timeline?.moments.find(({ frameId }) => frameId === frame.id);
  const summary = detail?.summary ?? moment?.summary ?? "";
  const headline = moment ? headlineOf({ acts: moment.acts, summary }) : summary;
  const next = session.timeline?.moments.find(({ frameId }) => frameId === frames[index + 1]?.id)?.acts ?? [];
  const isCaptured = session.timeline?.isCaptured ?? false;
  const marks = { picked, hovered };

  return html`<section class="frame-view" aria-labelledby="frame-title">
    <header class="frame-head">
      <p class="frame-when">
        ${moment && html`<${Kind} kind=${moment.kind} />`} <span>Frame ${frame.number}</span> <span class="time">${tenths(frame.timestamp)}</span>
        ${moment && tenths(moment.since) !== tenths(frame.timestamp) && html`<span title="What changed began to change then, which is the time that the prompt tells; the frame is of when it had settled">since <span class="time">${tenths(moment.since)}</span></span>`}
        <${DiffBadge} diff=${frame.diffSummary} /> ${moment?.transient && html`<span>gone soon after</span>`}
        <span class="url">${clipped(frame.url, 200)}</span>
      </p>
      <h2 id="frame-title">${started(clipped(headline)) || "No description"}</h2>
      ${headline !== summary && html`<p class="outcome">${clipped(summary)}</p>`}
      ${moment?.modelSays.map((line) => html`<p class="outcome">A model says: ${clipped(line)}</p>`)}
      <${Verdict} timeline=${session.timeline} id=${frame.id} />
    </header>
    <div class="stage">
      <${Toolbar} choice=${choice} onChoose=${setChoice} isFirst=${index === 0} isLast=${index === frames.length - 1} onStep=${onStep}>
        <button type="button" class="button" title="Delete in the filmstrip does the same" aria-disabled=${isRemoved ? "true" : undefined} onClick=${() => isRemoved || onRemove(frame)}><${Icon} name="trash" /> ${isRemoved ? "Removing…" : "Remove frame"}</button>
      <//>
      <${Canvas} frame=${frame} before=${frames[index - 1]} detail=${detail} summary=${headline} acts=${next} size=${size.current} choice=${choice} ...${marks} reload=${reload} />
      <${DoneNext} acts=${next} />
      ${(choice.view === "frame" || index === 0) && choice.boxes !== "none" && html`<${Key} choice=${choice} onChoose=${setChoice} isCaptured=${isCaptured} />`}
    </div>
    <div class="details">
      ${error && html`<${Failure} error=${error} retry=${retry} title="This frame's elements could not be loaded" />`}
      ${moment && html`<${Done} moment=${moment} />`}
      ${detail && html`<${Inspector} detail=${detail} picked=${picked} />
        <section aria-labelledby="changes-title"><h3 id="changes-title">Changes <${DiffBadge} diff=${frame.diffSummary} /></h3><${Changes} key=${frame.id} changes=${detail.changes} isFirst=${index === 0} ...${marks} /></section>
        <${Untold} detail=${detail} frame=${frame} before=${frames[index - 1]} />
        ${detail.evidence.length > 0 && html`<section aria-labelledby="evidence-title"><h3 id="evidence-title">Evidence</h3><ul class="evidence">${detail.evidence.map((line) => html`<li>${clipped(line)}</li>`)}</ul></section>`}
        <${Observations} seen=${detail.observations} />`}
    </div>
    <section class="elements" aria-labelledby="elements-title" aria-busy=${String(!detail && !error)}>
      ${detail ? html`<${Elements} key=${frame.id} detail=${detail} ...${marks} />` : html`<h3 id="elements-title">Page structure</h3>`}
      ${!detail && !error && html`<div class="skeleton"></div><div class="skeleton short"></div>`}
    </section>
  </section>`;
}

/** Whether it went wrong here, and the reason. @param {{timeline: import("./frame-model.js").Timeline | null, id:
 * string}} props */
function Verdict({ timeline, id }) {
  const also = timeline?.alsoWrong.find((suspect) => suspect.frameId === id);
  const because = timeline?.wrong === id ? timeline.wrongBecause : also?.because;
  if (because === undefined) return null;
  return html`<p class="failure"><${Icon} name="error" /><span><strong>${also ? "It may have gone wrong here" : "It probably went wrong here"}${timeline?.isCaptured && " (inferred)"}</strong>${because && `: ${clipped(because)}`}</span></p>`;
}

/** @param {{seen: import("./frame-model.js").Observation[]}} props */
function Observations({ seen }) {
  if (!seen.length) return null;
  return html`<section aria-labelledby="observed-title"><h3 id="observed-title">Observations</h3>
    <ul class="observed">${seen.map((observation) => html`<li><${Icon} name="note" /><span>${clipped(observation.text)}</span></li>`)}</ul></section>`;
}
