// The video of a recording, with what is covered in it.

import { h, sureButton } from "../ui/dom.js";
import { update } from "../storage/recordings.js";
import { canCover } from "./cover.js";
import { maskTool } from "./masks.js";
import { readWebm, writeWebm } from "./webm.js";

const LEFT_OUT = "This browser cannot change a video. If you cover something, the video is left out of what is sent.";

/** @param {import("../storage/recordings.js").Recording} recording @param {Blob} blob of its video
 * @param {() => unknown} leaveOut */
export async function player(recording, blob, leaveOut) {
  const film = readWebm(await blob.arrayBuffer());
  const video = h("video", { controls: true, muted: true, playsInline: true, preload: "auto", "aria-label": "The recording" });
  video.src = URL.createObjectURL(writeWebm(film)); // with a length and an index, which MediaRecorder does not write
  const stage = h("div", { class: "stage" }, video);
  const list = h("ul", { class: "stack tight", id: "masks" });
  const isAble = await canCover(film.codec);
  const masks = recording.masks ?? [];
  const tool = maskTool(video, stage, list, masks, (changed) => update(recording.id, { masks: changed }));
  const cover = h("button", { type: "button", class: "button", id: "cover", onClick: (/** @type {MouseEvent} */ { detail }) => (detail ? tool.draw() : tool.add()) }, "Cover a place");
  const words = "Press it and drag over the picture. Covering hides a place in the picture; the texts of the page that are in it are sent all the same.";
  return h(
    "section",
    { class: "stack", "aria-label": "Video" },
    stage,
    h("div", { class: "row" }, cover, h("p", { class: "hint grows" }, words), sureButton("Leave the video out", "Delete the video", leaveOut)),
    !isAble && h("p", { class: "notice", id: "left-out" }, LEFT_OUT),
    list,
  );
}
