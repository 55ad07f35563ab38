// All of the account's sessions, page by page; while one is worked on, what changed is asked for now and then.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { page } from "../api.js";
import { returned } from "../state.js";

/** @typedef {import("./session.js").Session} Session */

const FIRST = "/sessions?limit=100";
const AGAIN_MS = 4_000;

/** `isWhole` once the last page has come. Whatever changes is on the first page, the most recently updated first. */
export function useSessions() {
  const [known, setKnown] = useState(/** @type {Map<string, Session>} */ (new Map()));
  const [state, setState] = useState(/** @type {{isWhole: boolean, error?: Error}} */ ({ isWhole: false }));
  const [asked, setAsked] = useState(0);
  const failed = useRef(false);
  const times = returned.value;

  const put = useCallback((/** @type {Session[]} */ found) => {
    setKnown((before) => new Map([...before, ...found.map((one) => /** @type {[string, Session]} */ ([one.id, one]))]));
  }, []);

  useEffect(() => {
    const stop = new AbortController();
    loadAll(put, stop.signal).then(
      () => setState({ isWhole: true }),
      (error) => {
        if (stop.signal.aborted) return;
        failed.current = true;
        setState({ isWhole: false, error });
      },
    );
    return () => stop.abort();
  }, [asked]);

  const reload = useCallback(() => {
    failed.current = false;
    setState({ isWhole: false });
    setAsked((count) => count + 1);
  }, []);
  useEffect(() => {
    if (times && failed.current) reload();
  }, [times]);

  const sessions = [...known.values()];
  useAgain(sessions.some((one) => one.status === "processing"), put);
  return { sessions, put, reload, ...state };
}

/** @param {(found: Session[]) => void} put @param {AbortSignal} signal */
async function loadAll(put, signal) {
  for (let path = /** @type {string | null} */ (FIRST); path; ) {
    const found = await page(path, { signal });
    if (signal.aborted) return;
    put(found.items);
    path = found.next;
  }
}

/** Ask for the first page again while something is going on, and somebody looks. @param {boolean} isLive @param {(found: Session[]) => void} put */
function useAgain(isLive, put) {
  useEffect(() => {
    if (!isLive) return;
    const stop = new AbortController();
    const timer = setInterval(() => {
      if (document.hidden) return;
      page(FIRST, { signal: stop.signal }).then(
        (found) => put(found.items),
        () => {}, // the bar says that the server is away, and the next time may go well
      );
    }, AGAIN_MS);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [isLive, put]);
}
