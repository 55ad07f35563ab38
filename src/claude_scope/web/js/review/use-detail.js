// The details of a frame; those of adjacent frames are preloaded, so that moving between frames never waits.

import { useEffect, useMemo } from "preact/hooks";
import { get } from "../api.js";
import { useLoaded } from "../loaded.js";
import { withParts } from "./frame-model.js";

/** @typedef {import("./frame-model.js").FrameDetail} FrameDetail */

/** Requested details, and loaded ones. */
class Details {
  /** @type {Map<string, Promise<FrameDetail>>} */
  #asked = new Map();
  /** @type {Map<string, FrameDetail>} */
  #here = new Map();

  /** @param {string} path of the session's frames */
  constructor(path) {
    this.path = path;
  }

  /** @param {string} id */
  now(id) {
    return this.#here.get(id);
  }

  /** @param {string} id @returns {Promise<FrameDetail>} */
  get(id) {
    const known = this.#asked.get(id);
    if (known) return known;
    const asked = get(`${this.path}/${id}`).then(withParts);
    this.#asked.set(id, asked);
    asked.then(
      (detail) => this.#here.set(id, detail),
      () => this.#asked.delete(id), // the next request may succeed
    );
    return asked;
  }
}

/** @param {import("./frame-model.js").Session} session as loaded: the cached details are valid only for it
 * @param {import("./frame-model.js").Frame[]} frames @param {number} index of the frame that is shown */
export function useDetail(session, frames, index) {
  const details = useMemo(() => new Details(`/sessions/${session.id}/frames`), [session]);
  const frame = frames[index];
  const { data, error, reload } = useLoaded(() => details.get(frame.id), [details, frame.id]);
  const detail = details.now(frame.id) ?? (data?.id === frame.id ? data : undefined);

  useEffect(() => {
    if (!detail) return;
    for (const near of [frames[index + 1], frames[index - 1]]) {
      if (!near) continue;
      details.get(near.id).catch(() => {}); // reported when it is shown
      new Image().src = near.imageUrl;
    }
  }, [details, frame.id, !detail]);

  return { detail, error: detail ? undefined : error, retry: reload };
}
