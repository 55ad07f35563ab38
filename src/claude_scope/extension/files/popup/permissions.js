// Further permissions, asked for by a click, each alone. Recording works without them.

import { button, h } from "../ui/dom.js";
import { host } from "../ui/format.js";

/** @param {string} url of the tab @param {() => unknown} onChange @returns {Promise<HTMLElement | null>} */
export async function permissions(url, onChange) {
  const wanted = [];
  if (chrome.runtime.getManifest().optional_permissions?.includes("tabCapture")) wanted.push({ words: "Record without choosing the tab", ask: { permissions: /** @type {["tabCapture"]} */ (["tabCapture"]) } });
  if (/^https?:/.test(url)) wanted.push({ words: `Record ${host(url)} in each tab and frame`, ask: { origins: [`${new URL(url).origin}/*`] } });
  const missing = [];
  for (const each of wanted) if (!(await chrome.permissions.contains(each.ask))) missing.push(each);
  if (!missing.length) return null;
  const buttons = missing.map(({ words, ask }) => button(words, () => chrome.permissions.request(ask).then(onChange, () => {})));
  return h("details", { class: "permissions" }, h("summary", {}, "Allow more"), ...buttons);
}
