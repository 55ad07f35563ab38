// The recorded tabs and their frames: receives what the frames send, masks it, and passes on the capture's events; the
// counterpart of browser/record/tabs/. Each frame has a connection; that of a frame of another origin waits until its
// place in the document around it is known.

import { isFullSnapshot, JoinedFrame } from "./joined-frame.js";
import { readLines, readTold } from "./events.js";
import { Places } from "./places.js";

const SAME_MS = 100, ANSWER_MS = 5_000; // between a form's event and the request that it causes
const MOST_PARTS = 64; // of a message; a document larger than 256 MB is not recorded

/** @typedef {{id: string, number: number, document: string, since: number, lastDom: number, frames: Map<string, Frame>, joinedCount: number,
 *   submitted: {t: number, method: string} | null}} Tab */
/** @typedef {{sender: string, port: chrome.runtime.Port, tab: Tab, parts: string[], joined: JoinedFrame | null,
 *   root: string, begun: Map<number, any>, queue: Promise<void>}} Frame `sender` is the frame's own id, `root` that of the frame
 * around it, `begun` are the acts that have begun, by their time: a click is written half a second later */

export class Tabs {
  /** @type {Map<number, Tab>} tabs by the browser's id */
  #tabs = new Map();
  #places = new Places();
  #count = 0;

  /** @param {import("./masking.js").Masking} masking @param {(event: any) => void} write
   * @param {{onFirst: (event: any) => void, onNewFrame: (tab: number) => void}} on */
  constructor(masking, write, on) {
    this.masking = masking;
    this.write = write;
    this.on = on;
    this.acts = 0;
  }

  get isEmpty() {
    return !this.#tabs.size;
  }

  /** @param {number} number the browser's id of a tab @param {number | undefined} opener */
  open(number, opener) {
    if (this.#tabs.has(number)) return;
    /** @type {Tab} */
    const tab = { id: `p${++this.#count}`, number, document: "", since: Date.now(), lastDom: 0, frames: new Map(), joinedCount: 0, submitted: null };
    this.#tabs.set(number, tab);
    const from = opener === undefined ? undefined : this.#tabs.get(opener)?.id;
    this.#page(tab, { event: "open", ...(from && { opener: from }) });
    if (this.#count === 1) this.#page(tab, { event: "show" });
  }

  /** @param {number} number */
  close(number) {
    const tab = this.#tabs.get(number);
    if (!tab) return;
    this.#tabs.delete(number);
    this.#page(tab, { event: "close" });
  }

  /** The capture's id of a tab. @param {number} number */
  idOf(number) {
    return this.#tabs.get(number)?.id;
  }

  /** A frame connects. @param {chrome.runtime.Port} port */
  connect(port) {
    const tab = this.#tabs.get(port.sender?.tab?.id ?? -1);
    if (!tab) return void port.disconnect();
    /** @type {Frame} */
    const frame = { sender: port.name, port, tab, parts: [], joined: null, root: "", begun: new Map(), queue: Promise.resolve() };
    tab.frames.set(frame.sender, frame);
    port.postMessage({ call: "hello" });
    port.onMessage.addListener((message) => this.#receive(frame, message));
    // It is gone, or in the back/forward cache, from which it comes back with a full snapshot.
    port.onDisconnect.addListener(() => {
      if (tab.frames.get(frame.sender) !== frame) return;
      tab.frames.delete(frame.sender);
      this.#endActs(frame);
    });
  }

  /** Have every frame do something. @param {string} call */
  tell(call) {
    for (const tab of this.#tabs.values()) for (const frame of tab.frames.values()) send(frame, call);
  }

  /** Wait until what frames sent is written, and write the acts that a page which hangs has only begun. */
  async settled() {
    for (const tab of this.#tabs.values()) for (const frame of tab.frames.values()) this.#endActs(frame);
    await Promise.all([...this.#tabs.values()].flatMap((tab) => [...tab.frames.values()].map((frame) => frame.queue)));
  }

  /** @param {Frame} frame @param {any} message */
  #receive(frame, message) {
    if (typeof message.part === "string") this.#part(frame, message);
    else if (Array.isArray(message.events)) for (const event of message.events) this.#told(frame, readTold(event));
    else if (message.newFrame) this.on.onNewFrame(frame.tab.number);
    else if (typeof message.place === "string") this.#places.tell(message);
  }

  /** @param {Frame} frame @param {any} message */
  #part(frame, { part, isLast, place, isForeign }) {
    if (frame.parts.length >= MOST_PARTS) frame.parts = [];
    frame.parts.push(part);
    if (!isLast) return;
    const lines = frame.parts.join("");
    frame.parts = [];
    const events = readLines(lines, isForeign);
    if (!isForeign) return void this.#take(frame, events);
    const found = place ? this.#places.of(place) : null;
    frame.queue = frame.queue.then(async () => this.#takeForeign(frame, events, await found)).catch(console.error);
  }

  /** The acts that have begun and that the page can no longer end: it hangs, or is gone. @param {Frame} frame */
  #endActs(frame) {
    const acts = [...frame.begun.values()];
    for (const act of acts) act.kind = "action";
    if (!frame.joined) this.#take(frame, acts);
    else frame.queue = frame.queue.then(() => this.#takeForeign(frame, acts, null)).catch(console.error);
  }

  /** Whether an event is to be written; notes which acts have begun. @param {Frame} frame @param {any} event */
  #isWhole({ begun }, event) {
    if (event.kind === "action") begun.delete(event.t);
    if (event.kind !== "begun") return event.kind !== "secret";
    if (event.act) begun.set(event.t, event);
    else begun.delete(event.t); // it was none after all
    return false;
  }

  /** @param {Frame} frame @param {any[]} events */
  #take(frame, events) {
    const { tab } = frame;
    const since = this.#learn(frame, events);
    for (const event of events) {
      if (!this.#isWhole(frame, event)) continue;
      if (event.kind === "begin") {
        tab.document = String(event.frame);
        continue;
      }
      if (event.kind === "document") this.#begin(tab, event);
      this.#mask(frame, event, since);
      this.#write(tab, event);
      if (isFullSnapshot(event)) this.#attachAgain(tab, frame.sender);
    }
  }

  /** @param {Tab} tab @param {any} event */
  #begin(tab, event) {
    if (event.t < tab.since) Object.assign(event, { t: tab.since, how: "attached" });
    this.on.onFirst(event);
  }

  /** @param {Frame} frame @param {any[]} events @param {{node: number, left: number, top: number, root: string} | null} place */
  #takeForeign(frame, events, place) {
    const { tab } = frame;
    const joined = (frame.joined ??= new JoinedFrame(`${tab.id}f${++tab.joinedCount}`));
    const iframe = place ? this.#locate(frame, joined, place) : 0;
    const since = this.#learn(frame, events);
    for (const event of events) {
      if (!this.#isWhole(frame, event)) continue;
      this.#mask(frame, event, since);
      Object.assign(event, { document: tab.document, frame: joined.name });
      if (event.kind === "masked") this.#write(tab, { ...event, inside: true });
      else if (event.kind === "action") {
        joined.place(event);
        this.#write(tab, event);
      } else if (isFullSnapshot(event)) this.#attach(frame, joined, event, iframe);
      else if (joined.isJoined) {
        const translated = joined.translated(event.event);
        if (translated) this.#write(tab, { ...event, event: translated });
      }
    }
  }

  /** The id of the frame's element in the page's document, 0 if it is unknown. @param {Frame} frame @param {JoinedFrame} joined
   * @param {{node: number, left: number, top: number, root: string}} place */
  #locate(frame, joined, { node, left, top, root }) {
    frame.root = root;
    const around = frame.tab.frames.get(root)?.joined;
    joined.offset = around ? [left + around.offset[0], top + around.offset[1]] : [left, top];
    return around ? (around.node(node) ?? 0) : node;
  }

  /** @param {Frame} frame @param {JoinedFrame} joined @param {any} event @param {number} iframe */
  #attach(frame, joined, event, iframe) {
    joined.begin();
    joined.isJoined = iframe > 0;
    if (!iframe) return;
    const t = Math.max(event.t, frame.tab.lastDom);
    this.#write(frame.tab, { ...event, t, event: joined.attached(event.event, iframe, t) });
    this.#attachAgain(frame.tab, frame.sender);
  }

  /** A document sent a full snapshot, which lacks the content of frames of another origin: they send theirs again.
   * @param {Tab} tab @param {string} root */
  #attachAgain(tab, root) {
    for (const frame of tab.frames.values()) {
      if (!frame.joined || frame.root !== root) continue;
      frame.joined.isJoined = false;
      send(frame, "snapshot");
    }
  }

  /** Learns the secrets of a batch. Returns since when letters of them are on the screen, if that was before they were known.
   * @param {Frame} frame @param {any[]} events */
  #learn(frame, events) {
    const secrets = events.filter(({ kind }) => kind === "secret");
    for (const secret of secrets) this.masking.learn(secret, frame.sender);
    return Math.min(...secrets.map(({ since }) => Number(since) || Infinity));
  }

  /** @param {Frame} frame @param {any} event @param {number} since */
  #mask(frame, event, since) {
    const marks = this.masking.event(event, frame.sender);
    if (marks.length) send(frame, "mark", [marks, isFullSnapshot(event) ? 0 : Math.min(event.t, since)]);
  }

  /** @param {Frame} frame @param {any} event */
  #told(frame, event) {
    if (!event || event.t < frame.tab.since) return; // the browser measured it before the recording
    if (event.kind === "submit") return void (frame.tab.submitted = event);
    if (event.type === "document") this.#answerForm(frame.tab, event);
    this.masking.event(event, frame.sender);
    this.#write(frame.tab, { ...event, document: frame.tab.document, frame: frame.joined?.name ?? frame.tab.document });
  }

  /** The browser does not measure the method of a document's request: it is that of the form that was just submitted.
   * @param {Tab} tab @param {any} request */
  #answerForm(tab, request) {
    const { submitted } = tab;
    if (!submitted || request.start < submitted.t - SAME_MS || request.start > submitted.t + ANSWER_MS) return;
    request.method = submitted.method;
    tab.submitted = null;
  }

  /** @param {Tab} tab @param {Record<string, unknown>} about */
  #page(tab, about) {
    this.write({ kind: "page", t: Date.now(), page: tab.id, ...about });
  }

  /** @param {Tab} tab @param {any} event */
  #write(tab, event) {
    if (event.kind === "dom") tab.lastDom = Math.max(tab.lastDom, event.t);
    if (event.kind === "action") this.acts++;
    this.write({ ...event, page: tab.id });
  }
}

/** @param {Frame} frame @param {string} call @param {unknown[]} [given] */
function send(frame, call, given) {
  try {
    frame.port.postMessage({ call, given });
  } catch {
    // The frame is gone, or in the back/forward cache.
  }
}
