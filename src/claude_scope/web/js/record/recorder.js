// One recording at a time: captured, kept chunk by chunk, and handed on when it has ended.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { askForTab, record } from "./capture.js";
import { owner } from "./owner.js";
import { addChunk, drop, hold, keep, LEAST_BYTES } from "./store.js";

/** @typedef {import("./store.js").Recording} Recording */
/** @typedef {{stream: MediaStream, elapsed: () => number, stop: () => void, bytes: number, isKept: boolean}} Running */
/** @typedef {{details: import("./details.js").Details, maxMs: number, maxBytes: number}} Wanted */
/** @typedef {{recording: Recording, blob: Blob, reason: import("./capture.js").Reason, isKept: boolean}} Made */

/** @param {(made: Made) => void} onMade when it has ended, unless the page was left
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
    if (isLeft.current) return void stream.getTracks().forEach((track) => track.stop());
    const keeper = new Keeper(details);
    await keeper.begin();
    const capture = record(stream, {
      maxMs,
      maxBytes,
      onChunk(data, durationMs) {
        keeper.add(data, durationMs);
        setRunning((before) => before && { ...before, bytes: keeper.recording.size, isKept: keeper.isKept });
      },
      async onEnd(reason, durationMs) {
        await keeper.finish(durationMs);
        setRunning(undefined);
        if (!isLeft.current) made.current({ recording: keeper.recording, blob: keeper.blob(), reason, isKept: keeper.isKept });
      },
    });
    keeper.recording = { ...keeper.recording, mimeType: capture.mimeType, startedAt: capture.startedAt };
    end.current = capture.stop;
    setRunning({ stream, elapsed: capture.elapsed, stop: capture.stop, bytes: 0, isKept: keeper.isKept });
  }, []);
  return { running, start };
}

/** Keeps what comes, in the browser's storage as long as that takes it, and in memory for the upload. */
class Keeper {
  /** @type {Blob[]} */
  #chunks = [];
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
    this.#release = await hold(this.recording.id);
    await this.#try(keep(this.recording));
  }

  /** @param {Blob} data @param {number} durationMs with it */
  add(data, durationMs) {
    this.#chunks.push(data);
    this.recording = { ...this.recording, durationMs, size: this.recording.size + data.size };
    if (this.isKept) this.#try(addChunk(this.recording, this.#chunks.length, data));
  }

  /** @param {number} durationMs */
  async finish(durationMs) {
    this.recording = { ...this.recording, durationMs, isWhole: true };
    if (this.isKept) await this.#try(keep(this.recording));
    if (!this.isKept || this.recording.size < LEAST_BYTES) await drop(this.recording.id).catch(() => {});
    this.#release?.();
  }

  blob() {
    return new Blob(this.#chunks, { type: this.recording.mimeType });
  }

  /** A chunk that is missing spoils those behind it: from then on memory has to do. @param {Promise<unknown>} work */
  async #try(work) {
    try {
      await work;
    } catch {
      this.isKept = false;
    }
  }
}
