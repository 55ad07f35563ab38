// Sends a recording, as the person sees it: progress, a wait with a countdown, and pairing again where the token has ended.

import { pairingPanel } from "../pairing/panel.js";
import { follow, keepSending, opens, tryNow } from "../sending/sender.js";
import { button, h, show } from "../ui/dom.js";
import { host, size } from "../ui/format.js";

/** @typedef {import("../sending/sender.js").Status} Status */

/** @param {string} id @param {() => unknown} onRefused */
export function sendingPanel(id, onRefused) {
  const panel = h("div", { class: "stack", role: "status" });
  let timer = 0;
  let phase = "";

  const shown = (/** @type {Status} */ status) => {
    if (status.phase === phase && phase === "unpaired") return; // the person may be writing an address
    phase = status.phase;
    clearInterval(timer);
    show(panel, ...partsOf(status));
    if (status.phase === "sent") void open(status);
    if (status.phase === "refused") onRefused();
  };

  /** @param {Status} status @returns {(Node | string)[]} */
  function partsOf({ phase: now, received, size: whole, until, message, address }) {
    if (now === "packing") return [h("p", {}, "Packing the recording…")];
    if (now === "unpaired") return [h("p", { class: "notice problem" }, `${host(address)} does not take this browser's token any more. Pair again, and the rest is sent.`), pairingPanel(() => keepSending(id))];
    if (now === "elsewhere") return [h("p", { class: "notice problem" }, `This recording was for ${host(address)}, and the browser is paired with another Claude Scope now. Pair with it again, or save the recording as a file.`)];
    if (now === "waiting") {
      const left = h("span", {});
      const tick = () => (left.textContent = `Trying again in ${Math.max(0, Math.ceil((until - Date.now()) / 1000))} s.`);
      tick();
      timer = setInterval(tick, 500);
      return [h("p", { class: "notice problem" }, `${message} `, left), h("div", { class: "row" }, button("Try now", () => tryNow(id), "primary")), h("p", { class: "hint" }, "You can close this page: the extension goes on.")];
    }
    if (now === "sent") return [h("p", {}, "Sent. The session opens.")];
    const progress = h("progress", { max: whole || 1, value: received, "aria-label": "Sent" });
    return [h("p", {}, `Sending to ${host(address)}: ${size(received)} of ${size(whole)}`), progress];
  }

  /** @param {Status} status */
  async function open({ address, session }) {
    if (await opens(id)) location.assign(`${address}/sessions/${session}`);
  }

  follow(id, shown);
  void chrome.runtime.sendMessage({ do: "send", id }); // the service worker goes on if this page is closed
  void keepSending(id);
  return panel;
}
