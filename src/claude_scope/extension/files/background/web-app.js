// The paired Claude Scope's New recording page asks for a recording: its page is opened in a tab, where the person presses the
// button. No other page reaches the extension.

import { start } from "./recording.js";
import { setWaiting } from "./session.js";

/** @returns {Promise<string | null>} the origin of the paired Claude Scope */
async function pairedOrigin() {
  const { pairing } = /** @type {{pairing?: {address: string}}} */ (await chrome.storage.local.get("pairing"));
  return pairing ? new URL(pairing.address).origin : null;
}

/** Open the page that the paired Claude Scope names, and begin at once where the person has granted its origin. Throws an Error
 * in words. @param {any} wanted @param {chrome.runtime.MessageSender} sender */
export async function waitFor({ url, title, notes, agentTarget }, sender) {
  if (sender.frameId !== 0 || sender.origin !== (await pairedOrigin())) throw new Error("This page is not the Claude Scope with which the extension is paired.");
  if (!/^https?:\/\//.test(url)) throw new Error("Give the address of the page to record: http:// or https://.");
  const { id } = await chrome.tabs.create({ url });
  const tab = /** @type {number} */ (id);
  await setWaiting({ title, notes, url, agentTarget, tab });
  await chrome.action.setBadgeText({ tabId: tab, text: "REC?" });
  if (!(await chrome.permissions.contains({ origins: [`${new URL(url).origin}/*`] }))) return { isWaiting: true };
  await loaded(tab);
  await chrome.action.setBadgeText({ tabId: tab, text: "" });
  await start(tab);
  return {};
}

/** @param {number} tab */
const loaded = (tab) =>
  new Promise((resolve) => {
    const listener = (/** @type {number} */ id, /** @type {{status?: string}} */ { status }) => id === tab && status === "complete" && end();
    const end = () => {
      chrome.tabs.onUpdated.removeListener(listener);
      resolve(undefined);
    };
    chrome.tabs.onUpdated.addListener(listener);
    chrome.tabs.get(tab).then(({ status }) => status === "complete" && end());
  });

/** Run page/presence.js in the paired Claude Scope, if the person has granted its origin. */
async function announce() {
  const origin = await pairedOrigin();
  const matches = [`${origin}/*`];
  await chrome.scripting.unregisterContentScripts({ ids: ["presence"] }).catch(() => {});
  if (!origin || !(await chrome.permissions.contains({ origins: matches }))) return;
  await chrome.scripting.registerContentScripts([{ id: "presence", matches, js: ["page/presence.js"], runAt: "document_start" }]);
}

chrome.runtime.onInstalled.addListener(announce);
chrome.runtime.onStartup.addListener(announce);
chrome.storage.onChanged.addListener(({ pairing }, area) => area === "local" && pairing && announce());
chrome.permissions.onAdded.addListener(announce);
chrome.permissions.onRemoved.addListener(announce);
