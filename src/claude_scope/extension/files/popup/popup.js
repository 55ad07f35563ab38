// What the button opens: record this tab, the recordings that were not sent yet, and what the extension may record besides.

import { current } from "../pairing/pairing.js";
import { all, remove } from "../storage/recordings.js";
import { button, h, show, wordsOf } from "../ui/dom.js";
import { day, host } from "../ui/format.js";
import { morePanel } from "./permissions.js";

const place = /** @type {HTMLElement} */ (document.getElementById("place"));

const ask = (/** @type {Record<string, unknown>} */ message) => chrome.runtime.sendMessage(message);

async function render(problem = "") {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  const { recording, waiting } = await ask({ do: "state" });
  const pairing = await current();
  const kept = (await all()).filter(({ state }) => state === "review" || state === "sending");
  const record = button("Record this tab", () => begin(record, tab?.id), "primary wide");
  record.id = "record";
  show(
    place,
    problem && h("p", { class: "notice problem", role: "alert" }, problem),
    waiting && waiting.tab === tab?.id && h("p", { class: "notice" }, `Claude Scope asks for a recording of this tab${waiting.title ? `: ${waiting.title}` : "."}`),
    recording ? button("Stop recording", stop, "danger wide") : record,
    !recording && h("p", { class: "hint" }, "The browser asks which tab to share: choose this one. Press the button of Claude Scope again to stop. Nothing is sent before you have looked at it."),
    kept.length > 0 && keptPanel(kept),
    await morePanel(tab, render),
    h("p", { class: "hint" }, pairing && !pairing.hasEnded ? `Paired with ${host(pairing.address)}${pairing.user.email ? ` as ${pairing.user.email}` : ""}. ` : "Not paired with a Claude Scope yet. ", pairingLink(pairing ? "Change" : "Pair")),
  );
}

const pairingLink = (/** @type {string} */ words) => h("a", { href: "../pairing/pairing.html", target: "_blank" }, words);

/** @param {HTMLButtonElement} record @param {number | undefined} tab */
async function begin(record, tab) {
  record.disabled = true;
  record.textContent = "Choose this tab…";
  const { error } = await ask({ do: "start", tab }).catch((failed) => ({ error: wordsOf(failed) }));
  if (error) await render(error);
  else window.close();
}

async function stop() {
  await ask({ do: "stop" });
  window.close();
}

/** @param {import("../storage/recordings.js").Recording[]} kept */
function keptPanel(kept) {
  const items = kept.map(({ id, title, url, startedAt, state }) => {
    const name = title || host(url) || "A recording";
    const about = h("a", { href: `../review/review.html#${id}`, target: "_blank" }, h("span", { class: "name" }, name));
    const discard = button("Discard", () => remove(id).then(() => render()), "quiet");
    discard.setAttribute("aria-label", `Discard ${name}`);
    return h("li", { class: "kept" }, h("div", {}, about, h("span", { class: "hint" }, `${day(startedAt)}${state === "sending" ? ", is being sent" : ""}`)), discard);
  });
  return h("section", {}, h("h2", {}, "Not sent yet"), h("ul", {}, ...items));
}

void render();
