// Starts and stops a recording, and shows on the button that one is under way.

import { all, get, update } from "../storage/recordings.js";
import * as host from "./host.js";
import { inject, run } from "./injection.js";
import { longestMinutes } from "./longest.js";
import { recordingNow, setRecording, setWaiting, waitingNow } from "./session.js";

const POPUP = "popup/popup.html";
const NOT_HERE = "The browser allows no extension in this tab. Open the page with the bug, and press the button there.";

let isStarting = false;
/** @type {Promise<{id: string}> | null} */
let stopping = null;

/** Throws an Error in words. @param {number} tab */
export async function start(tab) {
  if (isStarting || (await recordingNow())) throw new Error("A recording is under way already. Stop it first.");
  isStarting = true;
  try {
    await stopping; // closes the document that records
    const [page, minutes] = await Promise.all([aboutPage(tab), longestMinutes()]);
    const waiting = await waitingNow();
    const words = waiting?.tab === tab ? waiting : { title: "", notes: "", agentTarget: "" };
    const { version } = chrome.runtime.getManifest();
    await host.open();
    const begun = await host.ask({ do: "begin", tab, ...words, ...page, title: words.title || page.title, version, minutes, streamId: await streamOf(tab) });
    if (begun.error) throw new Error(begun.error);
    await setRecording({ id: begun.id, tab, tabs: [tab], url: page.url, startedAt: Date.now() });
    await setWaiting(null);
    await show(minutes);
    await inject(tab);
  } catch (error) {
    if (!(await recordingNow())) await host.close();
    throw error;
  } finally {
    isStarting = false;
  }
}

/** Stop the recording under way. The tab's end and that of its picture are told at the same time: the first one stops.
 * @param {string} why it ends (docs/extension.md) */
export function stop(why) {
  stopping ??= end(why).finally(() => (stopping = null));
  return stopping;
}

/** @param {string} why */
async function end(why) {
  const recording = await recordingNow();
  if (!recording) return { id: "" };
  await setRecording(null);
  const tab = await chrome.tabs.get(recording.tab).then(({ id }) => id, () => undefined);
  await host.ask({ do: "end", why: tab === undefined ? "closed" : why }).catch(() => endCrashed(recording.id));
  await host.close();
  await show(0);
  await chrome.tabs.create({ url: `review/review.html#${recording.id}`, openerTabId: tab });
  return { id: recording.id };
}

/** What the host has to know of a page; marks it, so that the picture can be checked. Throws where nothing may run.
 * @param {number} tab @returns {Promise<{url: string, title: string, width: number, height: number, ratio: number, mark: string}>} */
async function aboutPage(tab) {
  const given = [crypto.randomUUID(), chrome.runtime.getURL("").slice(0, -1)];
  const [{ result }] = await run(tab, {}, aboutThis, given).catch(() => {
    throw new Error(NOT_HERE);
  });
  return /** @type {any} */ (result);
}

/** Runs in the page. @param {string} mark @param {string} origin of the extension */
function aboutThis(mark, origin) {
  const media = /** @type {any} */ (navigator.mediaDevices); // none without a secure connection
  media?.setCaptureHandleConfig?.({ handle: mark, permittedOrigins: [origin], exposeOrigin: false });
  return { url: location.href, title: document.title.slice(0, 200), width: innerWidth, height: innerHeight, ratio: devicePixelRatio, mark: media?.setCaptureHandleConfig ? mark : "" };
}

/** The picture of the tab without a question, if the person has allowed it. @param {number} tab @returns {Promise<string>} */
async function streamOf(tab) {
  if (!(await chrome.permissions.contains({ permissions: ["tabCapture"] }))) return "";
  return /** @type {any} */ (chrome.tabCapture).getMediaStreamId({ targetTabId: tab });
}

/** While a recording goes on, a press of the button stops it. @param {number} minutes after which it ends by itself, 0 without a
 * recording */
async function show(minutes) {
  const isRecording = minutes > 0;
  await chrome.action.setPopup({ popup: isRecording ? "" : POPUP });
  await chrome.action.setTitle({ title: isRecording ? `Stop recording (it ends by itself at ${minutes}:00)` : "Record this tab with Claude Scope" });
  await chrome.action.setBadgeBackgroundColor({ color: "#c62828" });
  await chrome.action.setBadgeText({ text: isRecording ? "0:00" : "" });
}

/** Show how long the recording takes. @param {number} seconds */
export async function showTime(seconds) {
  if (!(await recordingNow())) return;
  await chrome.action.setBadgeText({ text: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` });
}

/** After a crash of the browser. */
async function mend() {
  if (await host.isOpen()) return;
  await setRecording(null);
  await show(0);
  for (const { id, state } of await all()) if (state === "recording") await endCrashed(id);
}

/** The document that records is gone: what was stored is all there is. @param {string} id */
async function endCrashed(id) {
  const recording = await get(id);
  if (recording) await update(id, { state: "review", why: "crash", manifest: { ...recording.manifest, endedBy: "browser" } });
}

chrome.action.onClicked.addListener(() => stop("person"));
chrome.runtime.onStartup.addListener(mend);
chrome.runtime.onInstalled.addListener(mend);
chrome.tabs.onRemoved.addListener(async (tab) => {
  const recording = await recordingNow();
  if (!recording?.tabs.includes(tab)) return;
  await host.ask({ do: "close", tab }).catch(() => {}); // it may have been stopped at the same time
  if (tab === recording.tab) await stop("closed");
});
