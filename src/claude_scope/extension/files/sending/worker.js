// The service worker's part: it goes on when the review page is closed, and after a crash of the browser. background.js imports
// this file; each start of the service worker, for whatever reason, looks for what was not sent yet.

import { all, get } from "../storage/recordings.js";
import { keepSending, opens } from "./sender.js";

const PAGE_MS = 1_000; // the review page is faster, if it is there
const AWAKE_MS = 20_000; // the browser ends a service worker that calls none of its functions for 30 s

/** @type {Set<string>} */
const sending = new Set();
let awake = 0;

/** @param {string} id */
export async function send(id) {
  if (sending.has(id)) return;
  sending.add(id);
  awake ||= setInterval(() => chrome.runtime.getPlatformInfo(), AWAKE_MS);
  try {
    const before = await get(id);
    await keepSending(id);
    if (before?.state === "sending") await open(id);
  } finally {
    sending.delete(id);
    if (!sending.size) {
      clearInterval(awake);
      awake = 0;
    }
  }
}

/** Open the session, unless the review page does. @param {string} id */
async function open(id) {
  await new Promise((resolve) => setTimeout(resolve, PAGE_MS));
  const recording = await get(id);
  if (recording?.sent && (await opens(id))) await chrome.tabs.create({ url: `${recording.sent.address}/sessions/${recording.sent.session}` });
}

async function sendAll() {
  for (const { id, state } of await all()) if (state === "sending") void send(id);
}

chrome.storage.onChanged.addListener((changes) => changes.pairing && sendAll());
chrome.runtime.onStartup.addListener(sendAll);
void sendAll();
