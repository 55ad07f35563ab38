// One recording at a time: recorded, stored chunk by chunk, and passed on when it has ended.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { askForTab, record } from "./capture.js";
import { remain } from "./memory.js";
import { owner } from "./owner.js";
import { addChunk, drop, hold, keep, LEAST_BYTES } from "./store.js";

/** @typedef {import("./store.js").Recording} Recording */
/** @typedef {{stream: MediaStream, elapsed: () => number, stop: () => void, bytes: number, isKept: boolean, isStopping: boolean, maxMs: number}} Running */
/** @typedef {{details: import("./details.js").Details, maxMs: number, maxBytes: number}} Wanted */
/** @typedef {{recording: Recording, blob: Blob, reason: import("./capture.js").Reason}} Made */

/** @param {(made: Made) => void} onMade called when it has ended, unless the page was left
 * @returns {{running: Running | undefined, start: (wanted: Wanted) => Promise<void>}} `start` throws an Error in words */
export function useRecorder(onMade) {
  const [running, setRunning] = useState(/** @type {Running | undefined} */ (undefined));
  const made = useRef(onMade);
  made.current = onMade;
  const end = useRef(() => {});
  const isLeft = useRef(false);
  useEffect(
    () => () => {
      isLeft.current = true;
      end.current();
    },
    [],
  );

  const start = useCallback(async (/** @type {Wanted} */ { details, maxMs, maxBytes }) => {
    const stream = await askForTab();
    const keeper = new Keeper(details);
    const giveUp = async () => {
      for (const track of stream.getTracks()) track.stop();
      await keeper.giveUp();
    };
    if (!isLeft.current) await keeper.begin();
    if (isLeft.current) return giveUp();
    let capture;
    try {
      if (!stream.active) throw new Error("no longer shared");
      capture = record(stream, {
        maxMs,
        maxBytes,
        onChunk(data, durationMs) {
          keeper.add(data, durationMs);
          setRunning((before) => before && { ...before, bytes: keeper.recording.size, isKept: keeper.isKept });
        },
        async onEnd(reason, durationMs) {
          await keeper.finish(durationMs);
          setRunning(undefined);
          if (!isLeft.current) made.current({ recording: keeper.recording, blob: keeper.blob(), reason });
        },
      });
    } catch (error) {
      const why = stream.active ? "the browser's recorder could not begin" : "the sharing ended before the recorder began";
      await giveUp();
      throw new Error(`Nothing is recorded: ${why}. Press Start again.`, { cause: error });
    }
    keeper.recording = { ...keeper.recording, mimeType: capture.mimeType, startedAt: capture.startedAt };
    end.current = capture.stop;
    const stop = () => {
      setRunning((before) => before && { ...before, isStopping: true });
      capture.stop();
    };
    setRunning({ stream, elapsed: capture.elapsed, stop, bytes: 0, isKept: keeper.isKept, isStopping: false, maxMs });
  }, []);
  return { running, start };
}

/** Stores the chunks in the browser's storage as long as that works, and in memory for the upload. */
class Keeper {
  /** @type {Blob[]} */
  #chunks = [];
  /** @type {Promise<void> | undefined} */
  #adding;
  /** @type {(() => void) | null} */
  #release = null;

  /** @param {import("./details.js").Details} details */
  constructor(details) {
    /** @type {Recording} */
    this.recording = {
      id: crypto.randomUUID(),
      owner: owner(),
      details,
      mimeType: "",
      startedAt: Date.now(),
      durationMs: 0,
      size: 0,
      isWhole: false,
    };
    this.isKept = true;
  }

  async begin() {
    navigator.storage?.persist?.().catch(() => {}); // otherwise a browser that runs out of space may clear it
    this.#release = await hold(this.recording.id);
    await this.#try(keep(this.recording));
  }

  /** @param {Blob} data @param {number} durationMs including it */
  add(data, durationMs) {
    this.#chunks.push(data);
    this.recording = { ...this.recording, durationMs, size: this.recording.size + data.size };
    if (this.isKept) this.#adding = this.#try(addChunk(this.recording, this.#chunks.length, data));
  }

  /** A recording that storage could not store completely stays in memory too, and locked: storage has only its beginning.
   * @param {number} durationMs */
  async finish(durationMs) {
    this.recording = { ...this.recording, durationMs, isWhole: true };
    if (this.recording.size < LEAST_BYTES) return this.giveUp();
    await this.#adding;
    if (this.isKept) await this.#try(keep(this.recording));
    if (this.isKept) this.#release?.();
    else remain(this.recording, this.blob(), () => this.#release?.());
  }

  /** Nothing was recorded. */
  async giveUp() {
    await drop(this.recording.id).catch(() => {});
    this.#release?.();
  }

  blob() {
    return new Blob(this.#chunks, { type: this.recording.mimeType });
  }

  /** A missing chunk makes those after it useless: from then on the recording is only in memory. @param
   * {Promise<unknown>} work */
  async #try(work) {
    try {
      await work;
    } catch {
      this.isKept = false;
    }
  }
}
