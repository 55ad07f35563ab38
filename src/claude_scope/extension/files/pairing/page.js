// The page for pairing. It stays open while the person confirms in another tab, which the popup would not.

import { button, h, show } from "../ui/dom.js";
import { pairingPanel } from "./panel.js";
import { current, unpair } from "./pairing.js";

const place = /** @type {HTMLElement} */ (document.getElementById("place"));

async function render() {
  const pairing = await current();
  if (!pairing || pairing.hasEnded) show(place, pairing ? h("p", { class: "notice problem" }, "The last pairing has ended: it is 90 days old, or somebody revoked it.") : "", pairingPanel(render));
  else show(place, paired(pairing));
}

/** @param {import("./pairing.js").Pairing} pairing */
function paired({ address, user }) {
  const done = h("h2", { tabIndex: -1 }, "This browser is paired");
  const facts = h("dl", { class: "facts" }, h("dt", {}, "Claude Scope"), h("dd", {}, address), h("dt", {}, "Account"), h("dd", {}, user.name ? `${user.name} (${user.email})` : user.email));
  const hint = h("p", { class: "hint" }, "Unpairing forgets the token in this browser. Settings in Claude Scope lists paired browsers and can revoke them too.");
  queueMicrotask(() => done.focus());
  return h("div", { class: "stack" }, done, facts, h("div", { class: "row" }, button("Close", () => window.close(), "primary"), button("Unpair", () => unpair().then(render))), hint);
}

void render();
