// The page on which a recording is looked at before it is sent, and watched while it is sent. Its address ends with the
// recording's id.

import { current } from "../pairing/pairing.js";
import { pairingPanel } from "../pairing/panel.js";
import { captureOf, fileName } from "../sending/capture.js";
import { decide, follow, keepSending, opens, tryNow } from "../sending/sender.js";
import { get, partsOf, remove, replace, update, VIDEO } from "../storage/recordings.js";
import { button, h, show, sureButton, wordsOf } from "../ui/dom.js";
import { clock } from "../ui/format.js";
import { canCover, covered } from "./cover.js";
import { covering, outcome } from "./outcome.js";
import { player } from "./player.js";
import { factsOf, summary } from "./summary.js";
import { readWebm } from "./webm.js";

/** @typedef {import("../storage/recordings.js").Recording} Recording */

const id = location.hash.slice(1);
const main = /** @type {HTMLElement} */ (document.getElementById("place"));
const WHY = new Map([
  ["time", "The recording ended after the longest time that is possible."],
  ["size", "The recording ended because it had become as large as Claude Scope accepts."],
  ["storage", "The recording ended because the browser's storage was full."],
  ["crash", "The browser ended during this recording. Its last second may be missing."],
]);

async function render() {
  const recording = await get(id);
  if (!recording) return show(main, h("h1", {}, "This recording is not in this browser any more"), h("p", {}, "It was sent or discarded."));
  if (recording.state === "recording") return show(main, h("h1", {}, "Still recording"), h("p", {}, "Press the extension's button to stop. Then this page shows the recording."));
  if (recording.state === "sent") return show(main, h("h1", {}, "Sent"), sessionLink(recording));
  if (recording.state === "sending") return sending(recording);
  await reviewing(recording);
}

/** @param {Recording} recording */
async function reviewing(recording) {
  const pairing = await current();
  const video = new Blob(await partsOf(id, VIDEO));
  const facts = await factsOf(id);
  const isPaired = pairing !== null && !pairing.hasEnded;
  const problem = h("p", { class: "error", role: "alert", id: "problem" }, recording.problem ?? "");
  const send = button("Send", () => act(() => start(/** @type {import("../pairing/pairing.js").Pairing} */ (pairing).address)), "primary");
  send.disabled = !isPaired;
  const where = isPaired ? `Send puts it into Claude Scope at ${pairing.address}, as ${pairing.user.email || pairing.user.name}, and nowhere else.` : "It is sent to the Claude Scope that you pair this browser with, and nowhere else.";
  const act = async (/** @type {() => Promise<unknown>} */ work) => {
    problem.textContent = "";
    try {
      await work();
    } catch (error) {
      await render();
      const place = document.getElementById("problem");
      if (place) place.textContent = wordsOf(error);
    }
  };
  const seen = video.size ? await player(recording, video, () => replace(id, VIDEO, null).then(render)).catch((error) => h("p", { class: "notice problem" }, `${wordsOf(error)} It is sent as it is.`)) : h("p", { class: "notice" }, "This recording has no video.");
  show(
    main,
    h("div", { class: "stack tight" }, h("h1", {}, "Look at the recording before you send it"), h("p", { class: "hint" }, "So far it is in this browser only. Whoever may see the session in Claude Scope will see what the picture and the texts show.")),
    WHY.has(recording.why) && h("p", { class: "notice" }, WHY.get(recording.why)),
    h(
      "div",
      { class: "columns" },
      seen,
      h(
        "div",
        { class: "stack" },
        h("section", { class: "card", "aria-label": "What is in it" }, summary(recording, facts, video.size)),
        h("section", { class: "card stack", "aria-label": "Send it" }, ...fields(recording), h("p", { class: "where", id: "where" }, where), !isPaired && pairingPanel(render), problem, h("div", { class: "row" }, send, button("Save as a file", () => act(save)), sureButton("Discard", "Discard for good", () => remove(id).then(render)))),
      ),
    ),
  );
}

/** What the user writes is stored at once. @param {"title" | "notes"} name */
const keep = (name) => (/** @type {Event} */ event) => update(id, { [name]: /** @type {HTMLInputElement} */ (event.target).value });

/** @param {Recording} recording */
function fields({ title, notes }) {
  return [
    h("div", { class: "field" }, h("label", { for: "title" }, "Title"), h("input", { class: "input", id: "title", value: title, maxLength: 500, placeholder: "What is wrong, such as: The coupon is lost", onInput: keep("title") })),
    h("div", { class: "field" }, h("label", { for: "notes" }, "Notes"), h("textarea", { class: "input", id: "notes", value: notes, maxLength: 2000, placeholder: "What you expected, and anything that helps", onInput: keep("notes") })),
  ];
}

/** Cover what the user wants covered, in what is stored: from then on nothing has the video as it was. */
async function cover() {
  const recording = await get(id);
  const masks = recording?.masks ?? [];
  if (!masks.length) return;
  const video = new Blob(await partsOf(id, VIDEO));
  const { codec } = readWebm(await video.arrayBuffer());
  show(main, h("div", { class: "card" }, covering(0)));
  const onProgress = (/** @type {number} */ part) => {
    const bar = main.querySelector("progress");
    if (bar) bar.value = part;
  };
  await replace(id, VIDEO, (await canCover(codec)) ? await covered(video, masks, { onProgress }) : null);
  await update(id, { masks: [] });
}

async function save() {
  await cover();
  const recording = /** @type {Recording} */ (await get(id));
  const link = h("a", { href: URL.createObjectURL(await captureOf(recording)), download: fileName(recording) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  await render();
}

/** @param {string} address */
async function start(address) {
  await cover();
  await decide(id, address);
  await render();
}

let stop = () => {};

/** @param {Recording} recording */
function sending(recording) {
  stop();
  const card = h("section", { class: "card", "aria-live": "polite", "aria-label": "Sending" });
  show(main, h("h1", {}, recording.title || "Sending the recording"), card);
  const back = async () => {
    await update(id, { state: "review", sent: null });
    await render();
  };
  let phase = "";
  stop = follow(id, async (status) => {
    if (status.phase === "refused") return render();
    if (status.phase === "sent") return opened();
    if (status.phase === phase && (phase === "unpaired" || phase === "elsewhere")) return; // the person may be writing there
    const isProgress = status.phase === "sending" && phase === "sending";
    phase = status.phase;
    const bar = card.querySelector("progress");
    const words = card.querySelector(".hint");
    const next = outcome(status, { onPaired: () => void begin(), onBack: back });
    if (isProgress && bar && words) {
      bar.value = status.received;
      words.textContent = next.querySelector(".hint")?.textContent ?? "";
    } else show(card, next);
  });
  void begin();
}

/** This page sends; the service worker waits for its turn, in case that the page is closed. */
async function begin() {
  chrome.runtime.sendMessage({ do: "send", id }).catch(() => {});
  await keepSending(id);
}

async function opened() {
  stop();
  const recording = await get(id);
  if (recording?.sent && (await opens(id))) location.replace(`${recording.sent.address}/sessions/${recording.sent.session}`);
  else await render();
}

/** @param {Recording} recording */
function sessionLink({ sent, startedAt, endedAt }) {
  const length = endedAt ? ` of ${clock(endedAt - startedAt)}` : "";
  return h("p", {}, `The recording${length} is in Claude Scope: `, h("a", { href: `${sent?.address}/sessions/${sent?.session}` }, "open the session"), ".");
}

addEventListener("online", () => tryNow(id));
addEventListener("hashchange", () => location.reload());
void render();
