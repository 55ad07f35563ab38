// The service worker: what popup, review page, host and web app ask for. The browser ends it after 30 seconds of rest, so what it
// has to know is in `storage.session`.

import { inject } from "./background/injection.js";
import { showTime, start, stop } from "./background/recording.js";
import { recordingNow, waitingNow } from "./background/session.js";
import { waitFor } from "./background/web-app.js";
import { send } from "./sending/worker.js";

void chrome.storage.local.setAccessLevel?.({ accessLevel: chrome.storage.AccessLevel.TRUSTED_CONTEXTS }); // not for scripts in pages

/** For pages of the extension alone. @type {Record<string, (given: any) => Promise<unknown>>} */
const DOES = {
  state: async () => ({ recording: await recordingNow(), waiting: await waitingNow() }),
  start: ({ tab }) => start(tab),
  stop: () => stop("person"),
  ended: ({ why }) => stop(why),
  time: ({ seconds }) => showTime(seconds),
  inject: ({ tab }) => inject(tab),
  async send({ id }) {
    void send(id); // it may take long
  },
};

chrome.runtime.onMessage.addListener((message, sender, respond) => {
  const isOurs = sender.id === chrome.runtime.id && sender.url?.startsWith(chrome.runtime.getURL(""));
  const does = isOurs ? DOES : { wait: (/** @type {any} */ wanted) => waitFor(wanted, sender) };
  if (message.to || !Object.hasOwn(does, message.do)) return false;
  does[message.do](message).then((answer) => respond(answer ?? {}), (error) => respond({ error: String(error?.message ?? error) }));
  return true;
});
