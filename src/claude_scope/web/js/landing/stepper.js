// The demonstration: states of the sample recording, one at a time, each with what both prompts say about it.

import { useState } from "preact/hooks";
import { demo } from "../../demo/demo.js";
import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { started } from "../ui/visible.js";
import { WAYS } from "./ways.js";

/** @typedef {{number: number, time: string, cells: string[], because: string | null}} Row a row of a prompt's timeline */
/** @typedef {{picture: string, boxes: {kind: string, box: number[]}[], everything: Row[], video: Row[]}} State */

const STATES = /** @type {State[]} */ (demo.states);
/** Pixels of the frame between an element and its box, so that the box does not cover it. */
const PAD = 6;
const LAST = STATES.length - 1;

/** Why a state may have gone wrong, as everything that was recorded shows it. @param {State} state */
const wrongOf = ({ everything: [row] }) => row.because;

/** It starts where the bug is first visible. */
const FIRST = Math.max(
  0,
  STATES.findIndex((state) => wrongOf(state) !== null),
);

export function Stepper() {
  const [at, setAt] = useState(FIRST);
  const state = STATES[at];
  const { time } = state.everything[0];
  return html`<div class="demo card">
    <div class="demo-picture">
      <div class="demo-screen">
        <img src=${new URL(`../../demo/${state.picture}`, import.meta.url).href} alt=${`The sample shop at ${time}`} width=${demo.width / 2} height=${demo.height / 2} />
        <svg viewBox=${`0 0 ${demo.width} ${demo.height}`} aria-hidden="true">
          ${state.boxes.map(({ kind, box: [x, y, width, height] }) => html`<rect class=${kind} x=${x - PAD} y=${y - PAD} width=${width + 2 * PAD} height=${height + 2 * PAD} rx="6" />`)}
        </svg>
      </div>
      <p class="demo-head"><strong>State ${at + 1} of ${STATES.length}</strong> <span class="time">${time}</span></p>
    </div>
    <div class="demo-words" aria-live="polite">
      ${WAYS.map(([way, name]) => html`<div role="group" aria-labelledby=${`demo-${way}`}><h3 id=${`demo-${way}`}>${name}</h3>${state[way].map((row) => html`<${Told} row=${row} />`)}</div>`)}
    </div>
    <div class="demo-steps">
      <button type="button" class="button" disabled=${at === 0} onClick=${() => setAt(at - 1)}><${Icon} name="left" /> Before</button>
      <ol role="list">${STATES.map(
        (one, index) => html`<li><button type="button" class=${wrongOf(one) === null ? "dot" : "dot wrong"} aria-current=${index === at ? "step" : undefined}
          aria-label=${`State ${index + 1}, ${one.everything[0].time}${wrongOf(one) === null ? "" : ", may have gone wrong"}`} onClick=${() => setAt(index)}>${one.everything[0].time}</button></li>`,
      )}</ol>
      <button type="button" class="button" disabled=${at === LAST} onClick=${() => setAt(at + 1)}>Next <${Icon} name="right" /></button>
    </div>
  </div>`;
}

/** A row with its cells below each other: of a capture what was done, what followed, and network and console; `-` is empty.
 * @param {{row: Row}} props */
function Told({ row: { time, cells, because } }) {
  const [first, ...rest] = cells;
  return html`<div class="demo-row">
    <p class="time">${time}</p>
    <p class=${rest.length ? "demo-done" : undefined}>${started(first)}</p>
    ${rest.filter((cell) => cell !== "-").map((cell, index) => html`<p class=${index ? "demo-network" : undefined}>${started(cell)}</p>`)}
    ${because !== null && html`<p class="demo-wrong"><${Icon} name="error" /><span>May have gone wrong here: ${because}${/[.…]"?$/.test(because) ? "" : "."}</span></p>`}
  </div>`;
}
