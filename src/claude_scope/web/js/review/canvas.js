// The picture of a frame, and its overlays.

import { useState } from "preact/hooks";
import { html } from "../html.js";
import { clipped } from "../ui/visible.js";
import { tenths } from "../ui/format.js";
import { ActMarks } from "./act-marks.js";
import { Boxes } from "./boxes.js";
import { Compare } from "./compare.js";

/** @typedef {import("./frame-model.js").Frame} Frame */
/** @typedef {{view: string, boxes: string, colour: string}} Choice */
/** @typedef {{frame: Frame, before?: Frame, detail?: import("./frame-model.js").FrameDetail, summary: string, size?: {width: number, height: number}, choice: Choice, acts: import("./frame-model.js").Act[], picked: import("./boxes.js").Marked, hovered: import("./boxes.js").Marked, reload: () => void}} Props
 * `size` is that of the session's frames, so that the layout does not shift when the picture loads */

/** @param {Props} props */
export function Canvas({ frame, before, detail, summary, size, choice, acts, picked, hovered, reload }) {
  const [lost, setLost] = useState(/** @type {ReadonlySet<string>} */ (new Set())); // addresses
  const [tries, setTries] = useState(0);
  const lose = (/** @type {string} */ address) => setLost((earlier) => new Set(earlier).add(address));
  const again = () => {
    setLost(new Set());
    setTries(tries + 1);
    reload(); // their URLs may have expired
  };
  if (lost.has(frame.imageUrl)) return html`<${Lost} which="this frame" instead="What was read from it is still listed next to it." onRetry=${again} />`;
  const compared = choice.view === "frame" ? undefined : before;
  const isAlone = compared && lost.has(compared.imageUrl);
  return html`<div class=${`canvas ${compared && !isAlone && choice.view === "difference" ? "is-difference" : ""}`}>
      <img key=${tries} class="picture" src=${frame.imageUrl} alt=${`The screen at ${tenths(frame.timestamp)}. ${clipped(summary, 200)}`}
        width=${size?.width} height=${size?.height} onError=${() => lose(frame.imageUrl)} />
      ${compared && !isAlone && html`<${Compare} before=${compared.imageUrl} how=${choice.view} onLost=${() => lose(compared.imageUrl)} />`}
      ${!compared && detail && html`<${Boxes} detail=${detail} which=${choice.boxes} colour=${choice.colour} picked=${picked} hovered=${hovered} />`}
      ${!compared && size && choice.boxes !== "none" && html`<${ActMarks} acts=${acts} width=${size.width} height=${size.height} />`}
    </div>
    ${isAlone && html`<${Lost} which="the frame before" instead="This frame is shown alone." onRetry=${again} />`}`;
}

/** @param {{which: string, instead: string, onRetry: () => void}} props */
function Lost({ which, instead, onRetry }) {
  return html`<div class="notice problem" role="alert">
    <div><strong>The picture of ${which} could not be loaded.</strong><p>${instead}</p></div>
    <button type="button" class="button" onClick=${onRetry}>Try again</button>
  </div>`;
}
