// What becomes of a recording that is being sent, in words.

import { pairingPanel } from "../pairing/panel.js";
import { tryNow } from "../sending/sender.js";
import { button, h } from "../ui/dom.js";
import { size } from "../ui/format.js";

/** @typedef {import("../sending/sender.js").Status} Status */

const bar = (/** @type {string} */ label, /** @type {number} */ value, /** @type {number} */ max) => h("progress", { value, max: max || 1, "aria-label": label });

/** How far the covering is. @param {number} part */
export const covering = (part) => h("div", { class: "stack" }, h("h2", {}, "Covering"), bar("Covering", part, 1), h("p", { class: "hint" }, "The video is encoded again. Nothing is sent yet."));

/** @param {Status} status @param {{onPaired: () => void, onBack: () => void}} does */
export function outcome(status, { onPaired, onBack }) {
  const { phase, received, size: all, message, address } = status;
  const sent = h("p", { class: "hint" }, `${size(received)} of ${size(all)}. The recording stays in this browser until all of it has arrived; you can close this page.`);
  if (phase === "packing") return h("div", { class: "stack" }, h("h2", {}, "Packing"), h("progress", { "aria-label": "Packing" }));
  if (phase === "sending") return h("div", { class: "stack" }, h("h2", {}, `Sending to ${address}`), bar("Sent", received, all), sent);
  if (phase === "waiting") return h("div", { class: "stack" }, h("h2", {}, "The connection was lost"), h("p", {}, message), h("div", { class: "row" }, countdown(status), button("Try now", () => tryNow(status.id), "primary")), bar("Sent", received, all), sent);
  if (phase === "unpaired") return h("div", { class: "stack" }, h("h2", {}, "Pair this browser again"), h("p", {}, `${address} does not accept this browser any more: its pairing is 90 days old, or somebody revoked it. Sending goes on where it stopped when you have paired it again.`), pairingPanel(onPaired, { find: address }));
  if (phase === "elsewhere") return h("div", { class: "stack" }, h("h2", {}, "This browser is paired with another Claude Scope now"), h("p", {}, `You sent this recording to ${address}. Nothing of it went to the other one.`), h("div", { class: "row" }, button("Back", onBack, "primary")));
  return h("div", { class: "stack" }, h("h2", {}, "Sent"));
}

/** "Trying again in 12 s" @param {Status} status */
function countdown({ until }) {
  const words = h("span", { class: "time" });
  const tick = () => {
    const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    words.textContent = `Trying again in ${seconds} s`;
    if (words.isConnected || seconds) setTimeout(tick, 250);
  };
  tick();
  return words;
}
