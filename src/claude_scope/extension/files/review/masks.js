// The places of the video that are covered before it is sent: drawn over it, moved by keys, listed with their times.

import { button, h, show } from "../ui/dom.js";
import { tenths } from "../ui/format.js";

/** @typedef {import("../storage/recordings.js").Mask} Mask */

const STEP = 0.01; // of the picture, for the arrow keys
const LEAST = 0.01; // of the picture: less than that was a click
const clamp = (/** @type {number} */ value, most = 1) => Math.min(most, Math.max(0, value));

/** @typedef {{x: number, y: number, width: number, height: number}} Area parts (0 to 1) of the picture */

/** @param {HTMLElement} box @param {Area} area */
function place(box, { x, y, width, height }) {
  Object.assign(box.style, { left: `${x * 100}%`, top: `${y * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` });
}

/** @param {HTMLVideoElement} video @param {HTMLElement} stage that has exactly the size of the picture @param {HTMLElement} list
 * @param {Mask[]} masks @param {(masks: Mask[]) => void} onChange
 * @returns {{draw: () => void, add: () => void}} `draw` lets the user drag a rectangle, `add` puts one in the middle, for keys */
export function maskTool(video, stage, list, masks, onChange) {
  const layer = h("div", { class: "layer" });
  stage.append(layer);

  function changed() {
    render();
    onChange(masks);
  }

  function render() {
    const boxes = masks.map((mask, index) => boxOf(mask, index));
    show(layer, ...boxes);
    show(list, ...masks.map((mask, index) => itemOf(mask, index)));
    atTime();
  }

  /** Masks that do not cover the moment shown are only outlined. */
  function atTime() {
    const boxes = [.../** @type {NodeListOf<HTMLElement>} */ (layer.querySelectorAll(".mask"))];
    for (const [index, box] of boxes.entries()) {
      const { from, to } = masks[index];
      box.classList.toggle("resting", video.currentTime < from || video.currentTime > to);
    }
  }

  /** @param {Mask} mask @param {number} index */
  function boxOf(mask, index) {
    const words = `Cover ${index + 1}. The arrow keys move it, with Shift they change its size, Delete removes it.`;
    const box = h("button", { type: "button", class: "mask", id: `mask-${index}`, "aria-label": words, onKeyDown: (/** @type {KeyboardEvent} */ event) => key(event, mask) }, String(index + 1));
    place(box, mask);
    return box;
  }

  /** @param {KeyboardEvent} event @param {Mask} mask */
  function key(event, mask) {
    const [x, y] = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key] ?? [0, 0];
    if (event.key === "Delete" || event.key === "Backspace") masks.splice(masks.indexOf(mask), 1);
    else if (!x && !y) return;
    else if (event.shiftKey) Object.assign(mask, { width: Math.max(LEAST, clamp(mask.width + x, 1 - mask.x)), height: Math.max(LEAST, clamp(mask.height + y, 1 - mask.y)) });
    else Object.assign(mask, { x: clamp(mask.x + x, 1 - mask.width), y: clamp(mask.y + y, 1 - mask.height) });
    event.preventDefault();
    changed();
  }

  /** @param {Mask} mask @param {number} index */
  function itemOf(mask, index) {
    const isWhole = mask.from === 0 && mask.to === Infinity;
    const when = isWhole ? "the whole recording" : `${tenths(mask.from * 1000)} to ${mask.to === Infinity ? "the end" : tenths(mask.to * 1000)}`;
    const set = (/** @type {Partial<Mask>} */ change) => () => {
      Object.assign(mask, change);
      if (mask.to < mask.from) mask.to = Infinity;
      changed();
    };
    const named = (/** @type {string} */ words, /** @type {string} */ id, /** @type {() => void} */ act) => {
      const made = button(words, act, "quiet");
      made.id = `${id}-${index}`;
      made.setAttribute("aria-label", `${words}: cover ${index + 1}`);
      return made;
    };
    return h(
      "li",
      { class: "row" },
      h("span", {}, `Cover ${index + 1}: `, h("span", { class: "time" }, when)),
      named("From this moment", "from", () => set({ from: video.currentTime })()),
      named("To this moment", "to", () => set({ to: Math.max(video.currentTime, mask.from) })()),
      !isWhole && named("Whole recording", "whole", set({ from: 0, to: Infinity })),
      named("Remove", "remove", () => {
        masks.splice(index, 1);
        changed();
      }),
    );
  }

  function add(given = { x: 0.375, y: 0.375, width: 0.25, height: 0.25 }) {
    masks.push({ ...given, from: 0, to: Infinity });
    changed();
    document.getElementById(`mask-${masks.length - 1}`)?.focus();
  }

  function draw() {
    video.pause();
    video.controls = false;
    layer.classList.add("drawing");
    layer.addEventListener("pointerdown", drag, { once: true });
  }

  /** @param {PointerEvent} event */
  function drag(event) {
    event.preventDefault();
    layer.setPointerCapture(event.pointerId);
    const stageArea = layer.getBoundingClientRect();
    const at = (/** @type {PointerEvent} */ { clientX, clientY }) => [clamp((clientX - stageArea.left) / stageArea.width), clamp((clientY - stageArea.top) / stageArea.height)];
    const [left, top] = at(event);
    let area = { x: left, y: top, width: 0, height: 0 };
    const box = h("div", { class: "mask" });
    layer.append(box);
    const move = (/** @type {PointerEvent} */ next) => {
      const [x, y] = at(next);
      area = { x: Math.min(left, x), y: Math.min(top, y), width: Math.abs(x - left), height: Math.abs(y - top) };
      place(box, area);
    };
    layer.addEventListener("pointermove", move);
    const end = () => {
      for (const name of ["pointerup", "pointercancel"]) layer.removeEventListener(name, end);
      layer.removeEventListener("pointermove", move);
      layer.classList.remove("drawing");
      video.controls = true;
      box.remove();
      if (area.width > LEAST && area.height > LEAST) add(area);
    };
    for (const name of ["pointerup", "pointercancel"]) layer.addEventListener(name, end);
  }

  for (const name of ["timeupdate", "seeked"]) video.addEventListener(name, atTime);
  render();
  return { draw, add };
}
