// The document that records: the service worker may end at any time, this document stays until the recording has ended. It
// takes the picture and what the frames send, and stores both every second.

import { capture } from "../recording/capture.js";

/** @type {Awaited<ReturnType<typeof capture>> | null} */
let recording = null;

/** What the service worker asks for. @type {Record<string, (given: any) => unknown>} */
const DOES = {
  async begin(/** @type {import("../recording/capture.js").Wanted} */ wanted) {
    recording = await capture(wanted, (message) => chrome.runtime.sendMessage(message));
    return { id: recording.id };
  },
  open: ({ tab, opener }) => recording?.tabs.open(tab, opener),
  close({ tab }) {
    recording?.tabs.close(tab);
    return { isEmpty: recording?.tabs.isEmpty ?? true };
  },
  unrecorded: ({ tab, url, isRecorded }) => recording?.unrecorded(tab, url, isRecorded),
  async end({ why }) {
    await recording?.end(why);
    return { id: recording?.id };
  },
};

chrome.runtime.onMessage.addListener((message, _, respond) => {
  if (message.to !== "offscreen" || !Object.hasOwn(DOES, message.do)) return false;
  Promise.resolve()
    .then(() => DOES[message.do](message))
    .then((answer) => respond(answer ?? {}), (error) => respond({ error: String(error?.message ?? error) }));
  return true;
});

chrome.runtime.onConnect.addListener((port) => (recording ? recording.tabs.connect(port) : port.disconnect()));
