// Pairing, as the user sees it: the address, then the code. The pairing page and the review page show it.

import { ServiceError } from "../sending/service.js";
import { button, h, show, wordsOf } from "../ui/dom.js";
import { addressOf } from "./address.js";
import { begin, confirmed, current, find, forgetPending, pending, requestOrigin } from "./pairing.js";

/** @typedef {import("./pairing.js").Pairing} Pairing */
/** @typedef {import("./pairing.js").Pending} Pending */

/** @param {(pairing: Pairing) => void} onPaired @param {{find?: string}} [options] `find` is where to look for a service */
export function pairingPanel(onPaired, options = {}) {
  const panel = h("div", { class: "stack" });
  /** @type {AbortController | null} */
  let waiting = null;

  /** @param {string} [problem] @param {string} [written] */
  async function askAddress(problem = "", written = "") {
    const input = h("input", { class: "input", id: "address", type: "text", inputMode: "url", autocomplete: "url", spellcheck: false, value: written, placeholder: "https://scope.example.com" });
    const found = h("p", { class: "hint", role: "status" });
    const error = h("p", { class: "error", role: "alert", id: "problem" }, problem);
    input.setAttribute("aria-describedby", "problem");
    const form = h("form", { class: "stack", noValidate: true, onSubmit: (/** @type {Event} */ event) => submit(event, input, error) });
    form.append(h("div", { class: "field" }, h("label", { for: "address" }, "Address of Claude Scope"), input, found, error), h("div", { class: "row" }, h("button", { class: "button primary", id: "pair" }, "Pair")));
    show(panel, form);
    if (written) return;
    const before = (await current())?.address;
    found.textContent = "Looking for Claude Scope on this computer…";
    const here = await find(options.find);
    if (input.value) found.textContent = "";
    else {
      input.value = before ?? here ?? "";
      found.textContent = here ? `Found on this computer: ${here}` : "Nothing found on this computer. Start “claude-scope serve”, or write the address of another one.";
    }
  }

  /** @param {Event} event @param {HTMLInputElement} input @param {HTMLElement} error */
  async function submit(event, input, error) {
    event.preventDefault();
    error.textContent = "";
    try {
      const address = addressOf(input.value);
      const granted = requestOrigin(address); // in the click; the answer may take as long as the person wants
      try {
        await wait(await begin(address));
      } catch (failed) {
        // A service that does not name this extension's origin seems not to answer until the person grants its origin.
        const isSilent = failed instanceof ServiceError && failed.status === 0;
        if (isSilent) error.textContent = wordsOf(failed);
        if (!isSilent || !(await granted)) throw failed;
        await wait(await begin(address));
      }
    } catch (failed) {
      await askAddress(wordsOf(failed), input.value);
    }
  }

  /** @param {Pending} begun */
  async function wait(begun) {
    waiting?.abort();
    const mine = (waiting = new AbortController());
    const { address, id, code } = begun;
    const open = button("Confirm in Claude Scope", () => chrome.tabs.create({ url: `${address}/pair/${id}` }), "primary");
    open.id = "confirm";
    show(
      panel,
      h("p", {}, "Claude Scope asks whether it shows this code. Confirm it there only if both are the same:"),
      h("p", { class: "code", id: "code" }, code),
      h("div", { class: "row" }, open, button("Cancel", cancel, "quiet")),
      h("p", { class: "hint", role: "status" }, `Waiting for ${address} …`),
    );
    open.focus();
    try {
      onPaired(await confirmed(begun, mine.signal));
    } catch (failed) {
      if (!mine.signal.aborted) await askAddress(wordsOf(failed), address);
    }
  }

  async function cancel() {
    waiting?.abort();
    await forgetPending();
    await askAddress();
  }

  void pending().then((begun) => (begun ? wait(begun) : askAddress()));
  return panel;
}
