// The popup of the extension's button: records the tab, shows what was not sent yet, and the pairing.

import { current, pending } from "../pairing/pairing.js";
import { all, remove } from "../storage/recordings.js";
import { button, h, show, sureButton, wordsOf } from "../ui/dom.js";
import { clock, day, host } from "../ui/format.js";
import { permissions } from "./permissions.js";

/** @typedef {import("../storage/recordings.js").Recording} Recording */
/** @typedef {{recording: {id: string, startedAt: number} | null, waiting: {title: string, notes: string, url: string} | null}} State */

const SENT_MS = 24 * 3_600_000; // for so long a page with a sent recording can still lead to its session
const NOT_READY = "The extension does not answer. Switch it off and on again in the browser's list of extensions.";

const place = /** @type {HTMLElement} */ (document.getElementById("place"));
const problem = h("p", { class: "error", role: "alert" });

/** @param {Record<string, unknown>} message @returns {Promise<any>} */
async function asked(message) {
  const answer = await chrome.runtime.sendMessage(message).catch(() => null);
  if (!answer) throw new Error(NOT_READY);
  if (answer.error) throw new Error(String(answer.error));
  return answer;
}

/** @param {() => Promise<unknown>} work */
async function attempt(work) {
  problem.textContent = "";
  try {
    await work();
  } catch (error) {
    problem.textContent = wordsOf(error);
  }
}

async function render() {
  const recordings = await all();
  for (const { id, state, startedAt } of recordings) if (state === "sent" && Date.now() - startedAt > SENT_MS) await remove(id);
  const unsent = recordings.filter(({ state }) => state === "review" || state === "sending");
  for (const { id, state } of unsent) if (state === "sending") chrome.runtime.sendMessage({ do: "send", id }).catch(() => {});
  /** @type {State} */
  let state = { recording: null, waiting: null };
  await attempt(async () => (state = await asked({ do: "state" })));
  show(place, h("h1", {}, "Claude Scope"), state.recording ? stopping(state.recording) : await starting(state), problem, list(unsent), await pairing());
  document.getElementById("main")?.focus();
}

/** @param {State} state */
async function starting({ waiting }) {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  const record = button("Record this tab", () => attempt(() => start(record, tab?.id)), "primary wide");
  record.id = "main";
  return h(
    "div",
    { class: "stack tight" },
    record,
    h("p", { class: "hint" }, waiting?.title ? `For “${waiting.title}”. ` : "", "Press the extension's button again to stop. Nothing is sent before you have looked at it."),
    await permissions(tab?.url ?? "", render),
  );
}

/** @param {HTMLButtonElement} record @param {number | undefined} tab */
async function start(record, tab) {
  record.disabled = true;
  record.textContent = "Choose this tab in the browser's window…";
  try {
    await asked({ do: "start", tab });
    window.close();
  } finally {
    record.disabled = false;
    record.textContent = "Record this tab";
  }
}

/** @param {{startedAt: number}} recording */
function stopping({ startedAt }) {
  const time = h("span", { class: "time" });
  const tick = () => (time.textContent = clock(Date.now() - startedAt));
  tick();
  setInterval(tick, 500);
  const stop = button("Stop and look at it", () => attempt(() => asked({ do: "stop" }).then(() => window.close())), "primary wide");
  stop.id = "main";
  return h("div", { class: "stack tight" }, h("p", {}, "Recording ", time), stop);
}

/** @param {Recording[]} recordings */
function list(recordings) {
  if (!recordings.length) return null;
  return h("section", { class: "recordings stack tight", "aria-label": "Not sent yet" }, h("h2", {}, "Not sent yet"), h("ul", { class: "stack tight" }, ...recordings.map(item)));
}

/** @param {Recording} recording */
function item({ id, title, url, startedAt, endedAt, state, problem: why }) {
  const name = title || host(url) || "A recording";
  const length = endedAt ? ` · ${clock(endedAt - startedAt)} long` : "";
  const open = button("Open", () => chrome.tabs.create({ url: chrome.runtime.getURL(`review/review.html#${id}`) }), "quiet");
  open.setAttribute("aria-label", `Open ${name}`);
  const discard = sureButton("Discard", "Sure?", () => remove(id).then(render), "quiet");
  discard.setAttribute("aria-label", `Discard ${name}`);
  const words = state === "sending" ? "Being sent" : why ? `Refused: ${why}` : `${day(startedAt)}${length}`;
  return h("li", {}, h("div", { class: "name" }, name, h("div", { class: "hint name", title: words }, words)), open, discard);
}

const pairButton = (/** @type {string} */ words, looks = "") => button(words, () => chrome.tabs.create({ url: chrome.runtime.getURL("pairing/pairing.html") }), looks);

async function pairing() {
  const [paired, begun] = await Promise.all([current(), pending()]);
  if (begun) return h("section", { class: "paired", "aria-label": "Pairing" }, h("div", {}, h("p", { class: "hint" }, `Confirm this code at ${host(begun.address)}:`), h("p", { class: "code" }, begun.code)));
  if (!paired) return h("section", { class: "paired", "aria-label": "Pairing" }, h("p", { class: "hint" }, "Not paired yet. You can record now and pair later."), pairButton("Pair"));
  if (paired.hasEnded) return h("section", { class: "paired", "aria-label": "Pairing" }, h("p", { class: "error" }, `The pairing with ${host(paired.address)} has ended.`), pairButton("Pair again"));
  return h("section", { class: "paired", "aria-label": "Pairing" }, h("p", { class: "hint" }, `Paired with ${host(paired.address)}`, paired.user.email && ` as ${paired.user.email}`), pairButton("Change", "quiet"));
}

void render();
