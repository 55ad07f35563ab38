// The service worker: starts and stops a recording, and puts the recorder into the frames of its tabs. The browser ends it after
// 30 seconds of rest, so what it has to know is in `storage.session`.

import { hints } from "./page/hints.js";
import { measured } from "./page/measured.js";
import { all, update } from "./storage/recordings.js";

const OFFSCREEN = "offscreen/offscreen.html";
const POPUP = "popup/popup.html";
const NOT_HERE = "The browser allows no extension in this tab. Open the page with the bug, and press the button there.";

/** @typedef {{id: string, tab: number, tabs: number[], url: string, startedAt: number}} Recording */

/** @returns {Promise<Recording | null>} */
const current = async () => (await chrome.storage.session.get("recording")).recording ?? null;
const remember = (/** @type {Recording | null} */ recording) => chrome.storage.session.set({ recording });
const toHost = (/** @type {Record<string, unknown>} */ message) => chrome.runtime.sendMessage({ to: "offscreen", ...message });

const isHosted = async () => (await chrome.runtime.getContexts({ contextTypes: [chrome.runtime.ContextType.OFFSCREEN_DOCUMENT] })).length > 0;

// --- one recording -----------------------------------------------------------------------------------------------------

let isStarting = false;

/** @param {number} tab */
async function start(tab) {
  if (isStarting || (await current())) throw new Error("A recording is under way already. Stop it first.");
  isStarting = true;
  try {
    const page = await aboutPage(tab);
    const { title = "", notes = "" } = (await waiting(tab)) ?? {};
    if (!(await isHosted())) await chrome.offscreen.createDocument({ url: OFFSCREEN, reasons: [chrome.offscreen.Reason.DISPLAY_MEDIA], justification: "Records the picture of the tab." });
    const { version } = chrome.runtime.getManifest();
    const begun = await toHost({ do: "begin", tab, title, notes, ...page, version, streamId: await streamOf(tab) });
    if (begun.error) throw new Error(begun.error);
    await remember({ id: begun.id, tab, tabs: [tab], url: page.url, startedAt: Date.now() });
    await chrome.storage.session.remove("waiting");
    await show(true);
    await inject(tab);
  } catch (error) {
    if (!(await current())) await chrome.offscreen.closeDocument().catch(() => {});
    throw error;
  } finally {
    isStarting = false;
  }
}

/** What the host has to know of a page; marks it, so that the picture can be checked. Throws where nothing may run.
 * @param {number} tab */
async function aboutPage(tab) {
  const mark = crypto.randomUUID();
  const [{ result }] = await run(tab, {}, aboutThis, [mark, chrome.runtime.getURL("").slice(0, -1)]).catch(() => {
    throw new Error(NOT_HERE);
  });
  return result;
}

/** Runs in the page. @param {string} mark @param {string} origin of the extension */
function aboutThis(mark, origin) {
  const media = /** @type {any} */ (navigator.mediaDevices); // none without a secure connection
  media?.setCaptureHandleConfig?.({ handle: mark, permittedOrigins: [origin], exposeOrigin: false });
  return { url: location.href, width: innerWidth, height: innerHeight, ratio: devicePixelRatio, mark: media?.setCaptureHandleConfig ? mark : "" };
}

/** The picture of the tab without a question, if the person has allowed it. @param {number} tab */
async function streamOf(tab) {
  if (!(await chrome.permissions.contains({ permissions: ["tabCapture"] }))) return "";
  return /** @type {Promise<string>} */ (/** @type {any} */ (chrome.tabCapture).getMediaStreamId({ targetTabId: tab }));
}

/** @param {string} why */
async function stop(why) {
  const recording = await current();
  if (!recording) return { id: "" };
  await remember(null);
  const tab = await existing(recording.tab);
  await toHost({ do: "end", why: tab === undefined ? "closed" : why }).catch(() => {}); // without the document, what it stored is all there is
  await chrome.offscreen.closeDocument().catch(() => {});
  await show(false);
  await chrome.tabs.create({ url: `review/review.html#${recording.id}`, openerTabId: tab });
  return { id: recording.id };
}

/** @param {number} tab */
const existing = (tab) => chrome.tabs.get(tab).then(({ id }) => id, () => undefined);

// --- a recording that the web app asked for -----------------------------------------------------------------------------

/** What the web app asked for; with `tab`, only if it is to be recorded there. @param {number} [tab]
 * @returns {Promise<{title: string, notes: string, url: string, tab: number} | null>} */
async function waiting(tab) {
  const found = (await chrome.storage.session.get("waiting")).waiting ?? null;
  return tab === undefined || found?.tab === tab ? found : null;
}

/** Open the page that the paired Claude Scope names, and wait there for the button; begin at once where the person has granted
 * the page's origin. @param {any} wanted @param {chrome.runtime.MessageSender} sender */
async function waitFor({ url, title, notes }, sender) {
  const { pairing } = await chrome.storage.local.get("pairing");
  if (!pairing || sender.origin !== new URL(pairing.address).origin) throw new Error("This page is not the Claude Scope that the extension is paired with.");
  if (!/^https?:\/\//.test(url)) throw new Error("Give the address of the page to record: http:// or https://.");
  const { id: tab } = await chrome.tabs.create({ url });
  await chrome.storage.session.set({ waiting: { title, notes, url, tab } });
  await chrome.action.setBadgeText({ tabId: tab, text: "REC?" });
  if (!(await chrome.permissions.contains({ origins: [`${new URL(url).origin}/*`] }))) return { isWaiting: true };
  await loaded(/** @type {number} */ (tab));
  await start(/** @type {number} */ (tab));
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
  const { pairing } = await chrome.storage.local.get("pairing");
  const origins = pairing ? [`${new URL(pairing.address).origin}/*`] : [];
  await chrome.scripting.unregisterContentScripts({ ids: ["presence"] }).catch(() => {});
  if (!origins.length || !(await chrome.permissions.contains({ origins }))) return;
  await chrome.scripting.registerContentScripts([{ id: "presence", matches: origins, js: ["page/presence.js"], runAt: "document_start" }]);
}
chrome.storage.onChanged.addListener(({ pairing }, area) => area === "local" && pairing && announce());
chrome.permissions.onAdded.addListener(announce);
chrome.permissions.onRemoved.addListener(announce);

// --- the frames of its tabs --------------------------------------------------------------------------------------------

/** @param {Omit<chrome.scripting.InjectionTarget, "tabId">} frames of the tab */
const run = (/** @type {number} */ tab, frames, /** @type {(...given: any[]) => unknown} */ func, /** @type {unknown[]} */ args, world = "ISOLATED") =>
  chrome.scripting.executeScript({ target: { tabId: tab, ...frames }, func, args, world, injectImmediately: true });

/** Put the recorder into every frame of a tab that has none. @param {number} tab @param {boolean} [isLoaded] a page that does
 * not allow it then is not recorded */
async function inject(tab, isLoaded) {
  const name = crypto.randomUUID();
  try {
    await chrome.scripting.executeScript({ target: { tabId: tab, allFrames: true }, files: ["page/sender.js", "page/recorder.js"], injectImmediately: true });
    const found = await run(tab, { allFrames: true }, measured, [name]);
    const documentIds = found.filter(({ result }) => result).map(({ documentId }) => documentId);
    if (documentIds.length) await run(tab, { documentIds }, hints, [name], "MAIN");
    await toHost({ do: "unrecorded", tab, url: "", isRecorded: true });
  } catch (error) {
    if (isLoaded && /Cannot access|cannot be scripted|must request permission/.test(String(error))) await toHost({ do: "unrecorded", tab, url: await addressOf(tab), isRecorded: false });
  }
}

/** "" where the browser does not tell it. @param {number} tab */
const addressOf = (tab) => chrome.tabs.get(tab).then(({ url }) => url ?? "", () => "");

chrome.tabs.onUpdated.addListener(async (tab, { status }) => {
  const recording = await current();
  if (status && recording?.tabs.includes(tab)) await inject(tab, status === "complete");
});

chrome.tabs.onCreated.addListener(async ({ id, openerTabId }) => {
  const recording = await current();
  if (!recording || id === undefined || openerTabId === undefined || !recording.tabs.includes(openerTabId)) return;
  await remember({ ...recording, tabs: [...recording.tabs, id] });
  await toHost({ do: "open", tab: id, opener: openerTabId });
  await inject(id);
});

chrome.tabs.onRemoved.addListener(async (tab) => {
  const recording = await current();
  if (!recording?.tabs.includes(tab)) return;
  await toHost({ do: "close", tab });
  if (tab === recording.tab) await stop("closed");
});

// --- what the person sees ----------------------------------------------------------------------------------------------

/** While a recording goes on, a press of the button stops it. @param {boolean} isRecording */
async function show(isRecording) {
  await chrome.action.setPopup({ popup: isRecording ? "" : POPUP });
  await chrome.action.setTitle({ title: isRecording ? "Stop recording" : "Record this tab with Claude Scope" });
  await chrome.action.setBadgeBackgroundColor({ color: "#c62828" });
  await chrome.action.setBadgeText({ text: isRecording ? "REC" : "" });
}

chrome.action.onClicked.addListener(() => stop("person"));

/** What popup, review page and host ask for. @type {Record<string, (given: any) => Promise<unknown>>} */
const DOES = {
  async state() {
    const recording = await current();
    return { recording: recording && { id: recording.id, tab: recording.tab, url: recording.url, startedAt: recording.startedAt }, waiting: await waiting() };
  },
  start: ({ tab }) => start(tab),
  stop: () => stop("person"),
  ended: ({ why }) => stop(why),
  inject: ({ tab }) => inject(tab),
};

chrome.runtime.onMessage.addListener((message, sender, respond) => {
  const isOurs = sender.id === chrome.runtime.id && sender.url?.startsWith(chrome.runtime.getURL(""));
  const does = isOurs ? DOES : { wait: (/** @type {any} */ given) => waitFor(given, sender) };
  if (message.to || !Object.hasOwn(does, message.do)) return false;
  does[message.do](message).then((answer) => respond(answer ?? {}), (error) => respond({ error: String(error?.message ?? error) }));
  return true;
});

/** After a crash of the browser: what was stored is all there is. */
async function mend() {
  if (await isHosted()) return;
  await remember(null);
  for (const { id, state } of await all()) if (state === "recording") await update(id, { state: "review", why: "crash" });
}
chrome.runtime.onStartup.addListener(mend);
chrome.runtime.onInstalled.addListener(mend);
