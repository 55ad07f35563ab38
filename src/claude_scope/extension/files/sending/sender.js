// Keeps sending a recording until the service has it. The page and the service worker both may: the one with the lock sends,
// the other waits and goes on when it ends. Everybody sees its progress, through a channel.

import { current, markEnded } from "../pairing/pairing.js";
import { ARCHIVE, forget, get, partsOf, replace, update } from "../storage/recordings.js";
import { captureOf } from "./capture.js";
import { ServiceError } from "./service.js";
import { LEAST_CHUNK, MOST_CHUNK, upload } from "./upload.js";

const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 60_000;
const MOST_CONFLICTS = 3;
const CONFLICTS = new Set([404, 409]); // the upload has expired, or is not where we think: ask where it is
const CHANNEL = "claude-scope-sending";

/** @typedef {{id: string, phase: "packing" | "sending" | "waiting" | "unpaired" | "elsewhere" | "refused" | "sent",
 *   received: number, size: number, until: number, message: string, session: string, address: string}} Status
 * "waiting" tries again at `until` (epoch milliseconds); "unpaired" and "elsewhere" wait for the person to pair again with the
 * service that was chosen; "refused" needs a change, which `message` says */
/** @typedef {import("../storage/recordings.js").Recording} Recording */

/** The progress of a recording. Returns what ends it.
 * @param {string} id @param {(status: Status) => void} onStatus */
export function follow(id, onStatus) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", ({ data }) => data.status?.id === id && onStatus(data.status));
  channel.postMessage({ ask: id });
  return () => channel.close();
}

/** Do not wait any longer. @param {string} id */
export function tryNow(id) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ tryNow: id });
  channel.close();
}

/** The person wants this recording to be sent, to this service and to no other. @param {string} id @param {string} address */
export const decide = (id, address) => update(id, { state: "sending", problem: "", sent: { address, upload: "", session: "" } });

/** Send a recording until the service has it, or nothing but the person can help. @param {string} id */
export function keepSending(id) {
  return navigator.locks.request(`claude-scope-sending-${id}`, () => new Sender(id).run());
}

/** Whether the caller is the first to open the session. @param {string} id */
export function opens(id) {
  return navigator.locks.request(`claude-scope-opening-${id}`, async () => {
    const recording = await get(id);
    if (recording?.state !== "sent" || recording.isOpened) return false;
    await update(id, { isOpened: true });
    return true;
  });
}

/** What only the person can change, "" if nothing. @param {Recording} recording
 * @param {import("../pairing/pairing.js").Pairing | null} pairing */
function blocked({ sent }, pairing) {
  if (!pairing || pairing.hasEnded) return "unpaired";
  return pairing.address === sent?.address ? "" : "elsewhere";
}

class Sender {
  #channel = new BroadcastChannel(CHANNEL);
  #wake = () => {};
  /** @type {Status} */
  #status;

  /** @param {string} id */
  constructor(id) {
    this.id = id;
    this.#status = { id, phase: "packing", received: 0, size: 0, until: 0, message: "", session: "", address: "" };
    this.#channel.addEventListener("message", ({ data }) => {
      if (data.tryNow === id) this.#wake();
      if (data.ask === id) this.#tell({});
    });
  }

  async run() {
    try {
      const recording = await get(this.id);
      if (recording?.state !== "sending" || !recording.sent) return;
      this.#status.address = recording.sent.address;
      const stops = blocked(recording, await current());
      if (stops) return this.#tell({ phase: stops });
      this.#tell({ phase: "packing" });
      const archive = await this.#archive(recording);
      this.#tell({ phase: "sending", size: archive.size });
      await this.#send(archive);
    } catch (error) {
      await this.#refuse(error);
    } finally {
      this.#channel.close();
    }
  }

  /** @param {Blob} archive */
  async #send(archive) {
    let [failures, conflicts, most, chunkBytes] = [0, 0, 0, MOST_CHUNK];
    const onProgress = (/** @type {number} */ received) => {
      if (received > most) [failures, conflicts, most] = [0, 0, received];
      this.#tell({ phase: "sending", received, message: "" });
    };
    for (;;) {
      const recording = await get(this.id);
      if (recording?.state !== "sending" || !recording.sent) return;
      const pairing = await current();
      const stops = blocked(recording, pairing);
      if (stops || !pairing) return this.#tell({ phase: stops || "unpaired" });
      try {
        const session = await upload(pairing, recording, archive, { onProgress, chunkBytes });
        return await this.#done(recording, session);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        if (error.status === 401) await markEnded(pairing.token);
        else if (error.isPassing || (CONFLICTS.has(error.status) && ++conflicts < MOST_CONFLICTS)) {
          if (error.status === 0) chunkBytes = Math.max(LEAST_CHUNK, chunkBytes / 2); // a bad line takes small ones
          await this.#wait(error, failures++);
        } else throw error;
      }
    }
  }

  /** @param {ServiceError} error @param {number} failures */
  async #wait({ message, retryAfterS }, failures) {
    const ms = Math.max(retryAfterS * 1_000, Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures));
    this.#tell({ phase: "waiting", message, until: Date.now() + ms });
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
    });
  }

  /** The same bytes after a crash, or after an update of the browser that compresses otherwise. @param {Recording} recording */
  async #archive(recording) {
    const [stored] = await partsOf(this.id, ARCHIVE);
    if (stored instanceof Blob) return stored;
    const archive = await captureOf(recording);
    await replace(this.id, ARCHIVE, archive);
    const [kept] = await partsOf(this.id, ARCHIVE);
    return /** @type {Blob} */ (kept);
  }

  /** @param {Recording} recording @param {string} session */
  async #done(recording, session) {
    await update(this.id, { state: "sent", sent: { address: recording.sent?.address ?? "", upload: "", session } });
    await forget(this.id);
    this.#tell({ phase: "sent", session });
  }

  /** @param {unknown} error */
  async #refuse(error) {
    const message = error instanceof Error && error.message ? error.message : String(error);
    await update(this.id, { state: "review", problem: message });
    await replace(this.id, ARCHIVE, null);
    this.#tell({ phase: "refused", message });
  }

  /** @param {Partial<Status>} changes */
  #tell(changes) {
    this.#status = { ...this.#status, ...changes };
    this.#channel.postMessage({ status: this.#status });
  }
}
