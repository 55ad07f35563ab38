// What was recorded, before it is sent: the person looks at it, covers what nobody should see, and sends, saves or discards it.

import { pairingPanel } from "../pairing/panel.js";
import { current } from "../pairing/pairing.js";
import { captureOf, fileName } from "../sending/capture.js";
import { decide } from "../sending/sender.js";
import { get, partsOf, remove, replace, update, VIDEO } from "../storage/recordings.js";
import { button, h, show, wordsOf } from "../ui/dom.js";
import { clock, count, day, host, size } from "../ui/format.js";
import { contentsOf } from "./contents.js";
import { canCover, covered } from "./cover.js";
import { player } from "./player.js";
import { sendingPanel } from "./sending.js";

/** @typedef {import("../storage/recordings.js").Recording} Recording */

const place = /** @type {HTMLElement} */ (document.getElementById("place"));
const id = location.hash.slice(1);
const MOST_TITLE = 500, MOST_NOTES = 2_000;
/** Why a recording ended, if not because the person stopped it. @type {Record<string, string>} */
const ENDS = {
  browser: "The browser stopped sharing the tab.",
  closed: "The tab was closed.",
  time: "It reached the longest time that a recording may take.",
  size: "It reached the 95 MB that a service takes.",
  storage: "The browser's storage took no more: what came after that is missing.",
  crash: "The browser ended during the recording: its last second may be missing.",
};

async function render() {
  const recording = await get(id);
  if (!recording) return gone("This recording is not in this browser any more: it was discarded.");
  if (recording.state === "sent") return gone("This recording was sent.", recording);
  if (recording.state === "recording") return gone("This recording is under way. Press the button of Claude Scope to stop it.");
  document.title = recording.title ? `Look at “${recording.title}”` : "Look at the recording";
  const video = new Blob(await partsOf(id, VIDEO), { type: "video/webm" });
  const masks = recording.masks ?? [];
  const seconds = ((recording.endedAt ?? recording.startedAt) - recording.startedAt) / 1000;
  const keepMasks = () => update(id, { masks });
  const picture = video.size ? player(video, Math.max(seconds, 0.1), masks, keepMasks) : h("p", { class: "notice" }, "There is no video in this recording.");
  const heading = h("h1", { tabIndex: -1 }, "Look at it before it is sent");
  const action = h("section", { class: "card stack", "aria-label": "Send it" });
  if (recording.state === "sending") show(action, sendingPanel(id, render));
  else await offer(action, recording, video);
  show(place, heading, noticesOf(recording), h("div", { class: "columns" }, picture, h("div", { class: "stack" }, action, await factsOf(recording, video))));
  heading.focus();
}

/** @param {string} words @param {Recording} [recording] */
function gone(words, recording) {
  const session = recording?.sent?.session && h("a", { class: "button primary", href: `${recording.sent.address}/sessions/${recording.sent.session}` }, "Open the session");
  show(place, h("h1", {}, "The recording"), h("p", {}, words), h("div", { class: "row" }, session, button("Close", () => window.close())));
}

/** @param {Recording} recording */
function noticesOf({ why, problem, manifest }) {
  const unrecorded = /** @type {{url: string}[]} */ (manifest.unrecorded ?? []);
  const { pixels } = /** @type {Record<string, string>} */ (manifest.lanes ?? {});
  const words = [
    problem && `It was not sent. ${problem}`,
    ENDS[why],
    unrecorded.length > 0 && `${count(unrecorded.length, "page")} of another origin ${unrecorded.length === 1 ? "was" : "were"} not recorded, only the picture. Grant the origin in the popup (Record more) to record such pages.`,
    pixels === "unchecked tab" && "The page has no secure connection, so the extension could not check that the picture is of the right tab: look at it.",
  ];
  return h("div", { class: "stack tight" }, ...words.filter(Boolean).map((each) => h("p", { class: problem && each === words[0] ? "notice problem" : "notice" }, String(each))));
}

/** @param {Recording} recording @param {Blob} video */
async function factsOf({ startedAt, endedAt, manifest }, video) {
  const contents = await contentsOf(id);
  const masked = Object.values(/** @type {Record<string, number>} */ (manifest.masked ?? {})).reduce((sum, each) => sum + each, 0);
  /** @type {[string, string | Node][]} */
  const facts = [
    ["Recorded", `${day(startedAt)}, ${clock((endedAt ?? startedAt) - startedAt)}`],
    ["Size", `${size(contents.bytes + video.size)}, of which the video ${size(video.size)}`],
    ["You did", count(contents.acts, "act")],
    ["Console", `${count(contents.console, "line")}, ${count(contents.errors, "uncaught error")}`],
    ["Network", count(contents.requests, "request")],
    ["Masked", masked ? `${count(masked, "secret value")} in the texts; the video shows what the screen showed` : "no secret value was found in the texts"],
    ["Origins", h("ul", { class: "addresses" }, ...contents.addresses.map((address) => h("li", {}, address)))],
  ];
  return h("section", { class: "card stack" }, h("h2", {}, "What is in it"), h("dl", { class: "facts" }, ...facts.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])));
}

/** What can be done with it. @param {HTMLElement} action @param {Recording} recording @param {Blob} video */
async function offer(action, recording, video) {
  const title = h("input", { class: "input", id: "title", value: recording.title, maxLength: MOST_TITLE, required: true, onInput: () => update(id, { title: title.value.trim() }) });
  const notes = h("textarea", { class: "input", id: "notes", value: recording.notes, maxLength: MOST_NOTES, onInput: () => update(id, { notes: notes.value }) });
  const problem = h("p", { class: "error", role: "alert" });
  const status = h("div", { role: "status" });
  const pairing = await current();

  const run = (/** @type {(recording: Recording) => Promise<unknown>} */ work) => async () => {
    problem.textContent = "";
    try {
      await update(id, { title: title.value.trim(), notes: notes.value });
      await drawCovers(video, status);
      await work(/** @type {Recording} */ (await get(id)));
    } catch (error) {
      problem.textContent = wordsOf(error);
      show(status);
    }
  };
  const send = async () => {
    if (!title.value.trim()) {
      problem.textContent = "Give it a title: what is wrong, in a few words.";
      return title.focus();
    }
    await run(async () => {
      await decide(id, /** @type {import("../pairing/pairing.js").Pairing} */ (pairing).address);
      await render();
    })();
  };
  const fields = [
    h("div", { class: "field" }, h("label", { for: "title" }, "Title"), title),
    h("div", { class: "field" }, h("label", { for: "notes" }, "Notes"), notes, h("p", { class: "hint" }, "Optional: what you expected, what you tried. The agent reads it.")),
  ];
  const others = [button("Save as a file", run(save)), discardButton()];
  if (pairing && !pairing.hasEnded) {
    const where = h("p", { class: "hint" }, `It goes to ${host(pairing.address)}, to the account of ${pairing.user.name || pairing.user.email}, and nowhere else.`);
    const sendIt = button("Send", send, "primary");
    sendIt.id = "send";
    show(action, ...fields, problem, status, h("div", { class: "row" }, sendIt, ...others), where);
  } else show(action, ...fields, problem, status, h("div", { class: "row" }, ...others), h("h2", {}, "Pair this browser to send it"), pairingPanel(render));
}

/** Draw the covers into the stored video; without WebCodecs, leave the video out. @param {Blob} video
 * @param {HTMLElement} status */
async function drawCovers(video, status) {
  const masks = (await get(id))?.masks ?? [];
  if (!masks.length || !video.size) return;
  if (!canCover()) await replace(id, VIDEO, null);
  else {
    const progress = h("progress", { max: 1, value: 0, "aria-label": "Covering" });
    show(status, h("p", {}, "Drawing the covers into the video…"), progress);
    await replace(id, VIDEO, await covered(video, masks, (part) => (progress.value = part)));
  }
  await update(id, { masks: [] });
}

/** @param {Recording} recording */
async function save(recording) {
  const address = URL.createObjectURL(await captureOf(recording));
  h("a", { href: address, download: fileName(recording) }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  await render();
}

function discardButton() {
  const discard = button("Discard", () => (discard.textContent === "Discard" ? ask() : remove(id).then(render)), "danger");
  const ask = () => {
    discard.textContent = "Discard it for good";
    setTimeout(() => (discard.textContent = "Discard"), 5_000);
  };
  return discard;
}

addEventListener("hashchange", () => location.reload());
void render();
