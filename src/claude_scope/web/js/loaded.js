// A hook for data that a page loads: data, an error or neither yet; it reloads when the server has come back.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { returned } from "./state.js";

/** @template T
 * @typedef {{data: T | undefined, error: Error | undefined, reload: () => void, set: (data: T) => void}} Loaded */

/** Load something, again whenever `on` changes; outdated results are dropped.
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} load @param {unknown[]} on
 * @returns {Loaded<T>} */
export function useLoaded(load, on) {
  const [state, setState] = useState(/** @type {{data?: T, error?: Error}} */ ({}));
  const [asked, setAsked] = useState(0);
  const failed = useRef(false);
  const times = returned.value;

  useEffect(() => {
    const stop = new AbortController();
    load(stop.signal).then(
      (data) => {
        failed.current = false;
        if (!stop.signal.aborted) setState({ data });
      },
      (error) => {
        failed.current = true;
        if (!stop.signal.aborted) setState((before) => ({ data: before.data, error }));
      },
    );
    return () => stop.abort();
  }, [...on, asked]);

  useEffect(() => {
    if (times && failed.current) setAsked((count) => count + 1);
  }, [times]);

  const reload = useCallback(() => setAsked((count) => count + 1), []);
  const set = useCallback((/** @type {T} */ data) => setState({ data }), []);
  return { data: state.data, error: state.error, reload, set };
}
