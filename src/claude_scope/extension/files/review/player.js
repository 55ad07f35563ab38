// The video of a recording, with the places that the person covers. MediaRecorder's files lack their length, so the browser's own
// controls would not show where one is.

import { button, h, show } from "../ui/dom.js";
import { tenths } from "../ui/format.js";
import { canCover } from "./cover.js";

/** @typedef {import("../storage/recordings.js").Mask} Mask */

const CLICKED = { width: 0.2, height: 0.06 }; // a click covers so much around it
const LEAST = 0.01; // a smaller drag is a click
const STEP = 0.01; // of an arrow key

/** @param {Blob} blob @param {number} seconds how long it is @param {Mask[]} masks changed in place
 * @param {() => unknown} onChange */
export function player(blob, seconds, masks, onChange) {
  const video = h("video", { src: URL.createObjectURL(blob), muted: true, playsInline: true, preload: "auto", "aria-label": "The recording" });
  const area = h("div", { class: "cover-area" });
  const list = h("ul", { class: "covers" });
  const time = h("span", { class: "time" });
  const slider = h("input", { type: "range", min: "0", max: String(seconds), step: "0.1", value: "0", "aria-label": "Position", onInput: () => (video.currentTime = Number(slider.value)) });
  const play = button("Play", () => (video.paused ? video.play() : video.pause()));
  const add = button("Cover a place", () => push(covering(0.5, 0.5, 0, 0)));
  const hint = h("p", { class: "hint" }, canCover() ? "Drag over what nobody should see, or click it. A cover is drawn into the video before it is sent; the page's texts stay in the recording." : "This browser cannot change a video: without a cover it is sent as it is, and with one it is left out.");

  const at = () => video.currentTime;
  const isShown = (/** @type {Mask} */ { from, to }) => at() >= from && at() <= to;

  function draw() {
    const shown = masks.map((mask, n) => (isShown(mask) ? boxOf(mask, n) : null));
    show(area, ...shown);
    time.textContent = `${tenths(at() * 1000)} / ${tenths(seconds * 1000)}`;
    play.textContent = video.paused ? "Play" : "Pause";
    if (document.activeElement !== slider || !video.paused) slider.value = String(at());
  }

  function change() {
    show(list, ...masks.map(itemOf));
    draw();
    onChange();
  }

  function push(/** @type {Mask} */ mask) {
    masks.push(mask);
    change();
  }

  function set(/** @type {Mask} */ mask, /** @type {Partial<Mask>} */ changes) {
    Object.assign(mask, changes);
    change();
  }

  function drop(/** @type {Mask} */ mask) {
    masks.splice(masks.indexOf(mask), 1);
    change();
  }

  /** @param {Mask} mask @param {number} n */
  function boxOf(mask, n) {
    const box = h("div", { class: "cover", id: `cover-${n}`, tabIndex: 0, role: "img", "aria-label": `Cover ${n + 1}. Arrow keys move it, with Shift they change its size.`, onKeydown: (/** @type {KeyboardEvent} */ event) => onKey(event, mask) });
    Object.assign(box.style, { left: percent(mask.x), top: percent(mask.y), width: percent(mask.width), height: percent(mask.height) });
    return box;
  }

  /** @param {Mask} mask @param {number} n */
  function itemOf(mask, n) {
    const isWhole = mask.from === 0 && mask.to === Infinity;
    const until = mask.to === Infinity ? "the end" : tenths(mask.to * 1000);
    const when = h("span", { class: "when" }, `Cover ${n + 1}: ${isWhole ? "the whole recording" : `${tenths(mask.from * 1000)} to ${until}`}`);
    const from = button("From here", () => set(mask, { from: Math.min(at(), mask.to) }), "quiet");
    const to = button("Until here", () => set(mask, { to: Math.max(at(), mask.from) }), "quiet");
    const remove = button("Remove", () => drop(mask), "quiet");
    for (const [each, words] of /** @type {[Element, string][]} */ ([[from, "from here"], [to, "until here"], [remove, "remove"]])) each.setAttribute("aria-label", `Cover ${n + 1}: ${words}`);
    return h("li", {}, when, from, to, remove);
  }

  /** @param {KeyboardEvent} event @param {Mask} mask */
  function onKey(event, mask) {
    const [right, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (!right && !down) return;
    event.preventDefault();
    if (event.shiftKey) set(mask, { width: within(mask.width + right * STEP, LEAST, 1 - mask.x), height: within(mask.height + down * STEP, LEAST, 1 - mask.y) });
    else set(mask, { x: within(mask.x + right * STEP, 0, 1 - mask.width), y: within(mask.y + down * STEP, 0, 1 - mask.height) });
  }

  area.addEventListener("pointerdown", (down) => {
    if (down.target !== area) return;
    video.pause();
    area.setPointerCapture(down.pointerId);
    const start = placeOf(down);
    const end = (/** @type {PointerEvent} */ up) => {
      area.removeEventListener("pointerup", end);
      const stop = placeOf(up);
      const [x, y] = [Math.min(start.x, stop.x), Math.min(start.y, stop.y)];
      push(covering(x, y, Math.abs(start.x - stop.x), Math.abs(start.y - stop.y)));
    };
    area.addEventListener("pointerup", end);
  });

  /** @param {PointerEvent} event */
  function placeOf({ clientX, clientY }) {
    const { left, top, width, height } = area.getBoundingClientRect();
    return { x: within((clientX - left) / width, 0, 1), y: within((clientY - top) / height, 0, 1) };
  }

  for (const type of ["timeupdate", "play", "pause", "seeked", "loadeddata"]) video.addEventListener(type, draw);
  change();
  return h("div", { class: "stack tight" }, h("div", { class: "stage" }, video, area), h("div", { class: "player" }, play, slider, time), h("div", { class: "row" }, add), hint, list);
}

/** A new cover for the whole recording. @param {number} x @param {number} y @param {number} width @param {number} height
 * @returns {Mask} */
function covering(x, y, width, height) {
  if (width >= LEAST && height >= LEAST) return { x, y, width, height, from: 0, to: Infinity };
  const left = within(x - CLICKED.width / 2, 0, 1 - CLICKED.width);
  return { ...CLICKED, x: left, y: within(y - CLICKED.height / 2, 0, 1 - CLICKED.height), from: 0, to: Infinity };
}

const within = (/** @type {number} */ value, /** @type {number} */ least, /** @type {number} */ most) => Math.max(least, Math.min(most, value));
const percent = (/** @type {number} */ part) => `${part * 100}%`;
