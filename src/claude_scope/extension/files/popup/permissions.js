// What the person may grant, each by a click of its own: an origin, so that its frames, pages and windows are recorded, and the
// picture of a tab without the browser's question.

import { button, h } from "../ui/dom.js";

const MOST_ORIGINS = 6;

/** @param {chrome.tabs.Tab | undefined} tab @param {(problem?: string) => unknown} renew */
export async function morePanel(tab, renew) {
  const granted = await chrome.permissions.getAll();
  const origins = (await originsIn(tab?.id)).filter((origin) => !granted.origins?.some((known) => known === `${origin}/*` || known === "<all_urls>"));
  const asks = origins.map((origin) => button(`Also record ${origin}`, () => grant({ origins: [`${origin}/*`] }, renew)));
  const isAsked = !granted.permissions?.includes("tabCapture");
  const capture = isAsked && button("Do not ask which tab to share", () => grant({ permissions: ["tabCapture"] }, renew));
  if (!asks.length && !capture) return null;
  const what = "Frames of other origins, and pages and windows of other origins that you come to, are recorded only if you grant their origin.";
  const open = document.querySelector("details")?.open ?? false; // it stays open for the next permission
  return h("details", { open }, h("summary", {}, "Record more"), h("div", { class: "stack tight" }, h("p", { class: "hint" }, what), ...asks, capture));
}

/** @param {chrome.permissions.Permissions} wanted @param {(problem?: string) => unknown} renew */
async function grant(wanted, renew) {
  try {
    await chrome.permissions.request(wanted);
    await renew();
  } catch {
    await renew("The browser did not grant it.");
  }
}

/** The origins of a page and its frames; none where the browser allows no extension. @param {number | undefined} tab
 * @returns {Promise<string[]>} */
async function originsIn(tab) {
  if (tab === undefined) return [];
  try {
    const [{ result }] = await chrome.scripting.executeScript({ target: { tabId: tab }, func: originsHere });
    return /** @type {string[]} */ (result).slice(0, MOST_ORIGINS);
  } catch {
    return [];
  }
}

/** Runs in the page. */
function originsHere() {
  const addresses = [location.href, ...Array.from(document.querySelectorAll("iframe, frame"), (frame) => /** @type {HTMLIFrameElement} */ (frame).src)];
  const origins = addresses.filter((address) => /^https?:/.test(address) && URL.canParse(address)).map((address) => new URL(address).origin);
  return [...new Set(origins)];
}
