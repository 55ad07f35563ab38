// One recording: its picture, its events and its manifest, stored part by part.

import { append, create, EVENTS, partsOf, replace, update, VIDEO } from "../storage/recordings.js";
import { Masking } from "./masking.js";
import { Tabs } from "./tabs.js";
import { encode, pictureOf } from "./video.js";

const STORE_MS = 500;
const TIME_MS = 5_000; // each wakes the service worker
const LEAVE_MS = 250; // for what frames send when they are told that it ends
const MINUTE_MS = 60_000;
/** What ended a recording, in the words of the capture format. @type {Record<string, string>} */
const ENDED_BY = { person: "stop", browser: "stop", closed: "tab", time: "time limit", size: "failure", storage: "failure" };
const MOST_BYTES = 95_000_000; // the service takes 100 MB

/** @typedef {{tab: number, url: string, title: string, notes: string, agentTarget: string, streamId: string, mark: string, width: number, height: number,
 *   ratio: number, version: string, minutes: number}} Wanted `minutes` after which it ends by itself */

/** Ask for the picture and begin. Throws an Error in words.
 * @param {Wanted} wanted @param {(message: {do: string, [key: string]: unknown}) => void} tell the service worker */
export async function capture(wanted, tell) {
  const picture = await pictureOf(wanted);
  const id = crypto.randomUUID();
  const masking = new Masking();
  const started = Date.now();
  const manifest = {
    format: 1,
    tool: `claude-scope extension ${wanted.version}`,
    browser: browserName(),
    url: masking.line(wanted.url),
    videoStart: /** @type {number | null} */ (null),
    started,
    ended: /** @type {number | null} */ (null),
    viewport: [wanted.width, wanted.height],
    devicePixelRatio: wanted.ratio,
    videoMasked: false,
    bodies: false,
    masked: masking.counts,
    maskedPlaces: true,
    attached: true,
    lanes: lanes(picture.isChecked),
    unrecorded: /** @type {{page: string, url: string, since: number, until: number | null}[]} */ ([]),
  };
  const { title, notes, agentTarget } = wanted;
  await create({ id, state: "recording", url: manifest.url, title, notes, agentTarget, startedAt: started, endedAt: null, why: "", manifest, sent: null });

  let lines = "";
  let bytes = 0;
  let stored = Promise.resolve();
  let isEnding = false;
  const endsBy = (/** @type {string} */ why) => !isEnding && tell({ do: "ended", why });
  // One after the other: a part that the browser does not take ends the recording, so that the rest is whole.
  const store = (/** @type {() => Promise<unknown>} */ work) => {
    stored = stored.then(work).then(
      () => {},
      () => void endsBy("storage"),
    );
  };
  const keep = (/** @type {string} */ file, /** @type {Blob | string} */ data) => {
    bytes += data instanceof Blob ? data.size : data.length;
    store(() => append(id, file, data));
    if (bytes > MOST_BYTES) endsBy("size");
  };
  const flush = () => {
    if (!lines) return;
    keep(EVENTS, lines);
    lines = "";
    store(() => update(id, { manifest }));
  };

  const tabs = new Tabs(masking, (event) => (lines += `${masking.line(JSON.stringify(event))}\n`), {
    onFirst(event) {
      if (event.viewport) manifest.viewport = event.viewport;
    },
    onNewFrame: (tab) => tell({ do: "inject", tab }),
  });
  tabs.open(wanted.tab, undefined);
  const video = encode(picture, (part) => keep(VIDEO, part), () => endsBy("browser"));
  void video.start.then((start) => {
    manifest.videoStart = start;
    store(() => update(id, { manifest }));
  });
  const showTime = () => tell({ do: "time", seconds: Math.round((Date.now() - started) / 1000) });
  const timers = [setInterval(flush, STORE_MS), setInterval(showTime, TIME_MS), setTimeout(endsBy, wanted.minutes * MINUTE_MS, "time")];

  return {
    id,
    tabs,
    /** A page in which the recorder may not run, or may again. @param {number} tab @param {string} url @param {boolean} isRecorded */
    unrecorded(tab, url, isRecorded) {
      const page = tabs.idOf(tab);
      if (!page) return;
      const open = manifest.unrecorded.find((each) => each.page === page && each.until === null);
      if (open && isRecorded) open.until = Date.now();
      if (open || isRecorded) return;
      manifest.unrecorded.push({ page, url: masking.line(url), since: Date.now(), until: null });
      tabs.write({ kind: "page", t: Date.now(), page, event: "unrecorded", url });
    },
    /** @param {string} why it ends: "person", "browser", "closed", "time", "size" or "storage" */
    async end(why) {
      if (isEnding) return;
      isEnding = true;
      tabs.tell("leave");
      await new Promise((resolve) => setTimeout(resolve, LEAVE_MS));
      await tabs.settled();
      tabs.tell("stop");
      await video.stop();
      for (const timer of timers) clearTimeout(timer);
      flush();
      if (masking.isLate) store(() => maskAgain(id, masking));
      Object.assign(manifest, { ended: Date.now(), endedBy: ENDED_BY[why] });
      store(() => update(id, { state: "review", endedAt: manifest.ended, why, manifest }));
      await stored;
    },
  };
}

/** What was stored of a secret before it was recognised, such as the letters of a key. @param {string} id @param {Masking} masking */
async function maskAgain(id, masking) {
  const parts = await partsOf(id, EVENTS);
  const masked = parts.map((lines) => masking.again(/** @type {string} */ (lines)));
  await replace(id, EVENTS, masked.join(""));
}

function browserName() {
  const { brands = [] } = /** @type {any} */ (navigator).userAgentData ?? {};
  const named = brands.find((/** @type {any} */ { brand }) => /Chrome|Edge/.test(brand)) ?? brands.find((/** @type {any} */ { brand }) => brand === "Chromium");
  return named ? `${named.brand} ${named.version}` : "Chromium";
}

/** Where each part comes from (docs/capture-format.md). @param {boolean} isChecked */
function lanes(isChecked) {
  return { console: "page", errors: "page", requests: "page", bodies: false, pixels: isChecked ? "tab" : "unchecked tab", dom: "isolated world", before: "unknown" };
}
