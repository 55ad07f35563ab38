// Puts the recorder into the frames of the recorded tabs: after each load, and into windows that they open.

import { hints } from "../page/hints.js";
import { measured } from "../page/measured.js";
import { ask } from "./host.js";
import { recordingNow, setRecording } from "./session.js";

const FILES = ["page/sender.js", "page/recorder.js"];
const NOT_ALLOWED = /Cannot access|cannot be scripted|must request permission/;

/** Run a function in frames of a tab. @param {number} tab @param {{allFrames?: boolean, documentIds?: string[]}} frames
 * @param {(...given: any[]) => unknown} func @param {unknown[]} args @param {"ISOLATED" | "MAIN"} [world] */
export const run = (tab, frames, func, args, world = "ISOLATED") =>
  chrome.scripting.executeScript({ target: { tabId: tab, .../** @type {any} */ (frames) }, func, args, world, injectImmediately: true });

/** Put the recorder into every frame of a tab that has none. @param {number} tab @param {boolean} [isLoaded] a page that does
 * not allow it then is not recorded */
export async function inject(tab, isLoaded) {
  const name = crypto.randomUUID(); // of the event by which the page's world tells the isolated one
  try {
    await chrome.scripting.executeScript({ target: { tabId: tab, allFrames: true }, files: FILES, injectImmediately: true });
    const found = await run(tab, { allFrames: true }, measured, [name]);
    const documentIds = found.filter(({ result }) => result).map(({ documentId }) => documentId);
    if (documentIds.length) await run(tab, { documentIds }, hints, [name], "MAIN");
    await ask({ do: "unrecorded", tab, url: "", isRecorded: true });
  } catch (error) {
    if (isLoaded && NOT_ALLOWED.test(String(error))) await ask({ do: "unrecorded", tab, url: await addressOf(tab), isRecorded: false });
  }
}

/** "" where the browser does not tell it. @param {number} tab */
const addressOf = (tab) => chrome.tabs.get(tab).then(({ url }) => url ?? "", () => "");

chrome.tabs.onUpdated.addListener(async (tab, { status }) => {
  const recording = await recordingNow();
  if (status && recording?.tabs.includes(tab)) await inject(tab, status === "complete");
});

chrome.tabs.onCreated.addListener(async ({ id, openerTabId }) => {
  const recording = await recordingNow();
  if (!recording || id === undefined || openerTabId === undefined || !recording.tabs.includes(openerTabId)) return;
  await setRecording({ ...recording, tabs: [...recording.tabs, id] });
  await ask({ do: "open", tab: id, opener: openerTabId });
  await inject(id);
});
