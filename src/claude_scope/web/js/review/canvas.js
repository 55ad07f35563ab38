// The picture of a frame, and what lies over it.

import { useState } from "preact/hooks";
import { html } from "../html.js";
import { clipped } from "../ui/visible.js";
import { tenths } from "../ui/words.js";
import { Boxes } from "./boxes.js";
import { Compare } from "./compare.js";

/** @typedef {import("./words.js").Frame} Frame */
/** @typedef {{view: string, boxes: string, colour: string}} Choice */
/** @typedef {{frame: Frame, before?: Frame, detail?: import("./words.js").FrameDetail, summary: string, size?: {width: number, height: number}, choice: Choice, picked: import("./boxes.js").Marked, hovered: import("./boxes.js").Marked, reload: () => void}} Props
 * `size` is that of the session's frames, so that nothing moves when the picture comes */

/** @param {Props} props */
export function Canvas({ frame, before, detail, summary, size, choice, picked, hovered, reload }) {
  const [lost, setLost] = useState("");
  const [tries, setTries] = useState(0);
  const again = () => {
    setLost("");
    setTries(tries + 1);
    reload(); // its address may have expired
  };
  if (lost === frame.imageUrl) {
    return html`<div class="notice problem" role="alert">
      <div><strong>The picture of this frame could not be loaded.</strong><p>What was read from it is still told beside it.</p></div>
      <button type="button" class="button" onClick=${again}>Try again</button>
    </div>`;
  }
  const compares = choice.view !== "frame" && before;
  return html`<div class=${`canvas ${compares && choice.view === "difference" ? "is-difference" : ""}`}>
    <img key=${tries} class="picture" src=${frame.imageUrl} alt=${`The screen at ${tenths(frame.timestamp)}. ${clipped(summary, 200)}`}
      width=${size?.width} height=${size?.height} onError=${() => setLost(frame.imageUrl)} />
    ${compares && html`<${Compare} before=${before.imageUrl} how=${choice.view} />`}
    ${!compares && detail && html`<${Boxes} detail=${detail} which=${choice.boxes} colour=${choice.colour} picked=${picked} hovered=${hovered} />`}
  </div>`;
}
