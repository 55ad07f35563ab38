// The demonstration: states of the sample recording, one at a time, with what was read in each.

import { useState } from "preact/hooks";
import { demo } from "../../demo/demo.js";
import { html } from "../html.js";
import { DiffBadge } from "../ui/badge.js";
import { Icon } from "../ui/icon.js";
import { clock } from "../ui/format.js";

/** @typedef {(typeof demo.states)[number]} State */

/** Pixels of the frame between an element and its box, so that the box does not cover it. */
const PAD = 6;
const LAST = demo.states.length - 1;
const SIGNS = /** @type {Record<string, string>} */ ({ added: "+", changed: "~", removed: "−" });

/** It starts where the bug is first visible. */
const FIRST = Math.max(
  0,
  demo.states.findIndex((state) => state.because !== null),
);

export function Stepper() {
  const [at, setAt] = useState(FIRST);
  const state = demo.states[at];
  return html`<div class="demo card">
    <div class="demo-screen">
      <img src=${new URL(`../../demo/${state.picture}`, import.meta.url).href} alt=${`The sample shop at ${clock(state.timestamp)}. ${state.summary}`} width=${demo.width / 2} height=${demo.height / 2} />
      <svg viewBox=${`0 0 ${demo.width} ${demo.height}`} aria-hidden="true">
        ${state.boxes.map(({ kind, box: [x, y, width, height] }) => html`<rect class=${kind} x=${x - PAD} y=${y - PAD} width=${width + 2 * PAD} height=${height + 2 * PAD} rx="6" />`)}
      </svg>
    </div>
    <div class="demo-words" aria-live="polite">
      <p class="demo-head"><strong>State ${state.number} of ${demo.keyframes}</strong> <span class="time">${clock(state.timestamp)}</span> <${DiffBadge} diff=${state.diff} /></p>
      <p>${state.summary}</p>
      ${state.because !== null && html`<p class="demo-wrong"><${Icon} name="error" /><span>May have gone wrong here: ${state.because}.</span></p>`}
      ${state.changes.length > 0 && html`<ul class="demo-changes" role="list">${state.changes.map(changed)}</ul>`}
    </div>
    <div class="demo-steps">
      <button type="button" class="button" disabled=${at === 0} onClick=${() => setAt(at - 1)}><${Icon} name="left" /> Before</button>
      <ol role="list">${demo.states.map(
        (one, index) => html`<li><button type="button" class=${one.because === null ? "dot" : "dot wrong"} aria-current=${index === at ? "step" : undefined}
          aria-label=${`State ${one.number}, ${clock(one.timestamp)}${one.because === null ? "" : ", may have gone wrong"}`} onClick=${() => setAt(index)}>${clock(one.timestamp)}</button></li>`,
      )}</ol>
      <button type="button" class="button" disabled=${at === LAST} onClick=${() => setAt(at + 1)}>Next <${Icon} name="right" /></button>
    </div>
  </div>`;
}

/** @param {State["changes"][number]} change */
function changed({ kind, role, name, before, after }) {
  return html`<li><span class=${`counts ${kind}`} role="img" aria-label=${kind}>${SIGNS[kind]}</span>
    <span>${role}${name && ` “${name}”`}${kind === "changed" && html`: <del>${before || "empty"}</del> → <ins>${after || "empty"}</ins>`}</span></li>`;
}
