// All of the account's sessions, page by page; while one is worked on, what changed is asked for now and then.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { page } from "../api.js";
import { returned } from "../state.js";

/** @typedef {import("./session-model.js").Session} Session */
/** @typedef {Map<string, Session>} Known by id */
/** @typedef {{items: Session[], isAll: boolean, asOf: Known}} Top the first of the list, or all, and what was known when it was asked for */

const FIRST = "/sessions?limit=100";
const AGAIN_MS = 4_000;

/** `isWhole` once the last page has come. Whatever changes is on the first page, the most recently updated first. */
export function useSessions() {
  const [known, setKnown] = useState(/** @type {Known} */ (new Map()));
  const [state, setState] = useState(/** @type {{isWhole: boolean, error?: Error}} */ ({ isWhole: false }));
  const [asked, setAsked] = useState(0);
  const failed = useRef(false);
  const times = returned.value;

  const now = useRef(known);
  now.current = known;

  const put = useCallback((/** @type {Session[]} */ found) => setKnown((before) => withNewer(before, found)), []);
  /** All from the top of the list to somewhere: what was known there when it was asked for, and is not in it, is gone. */
  const putTop = useCallback((/** @type {Top} */ top) => setKnown((before) => withNewer(withoutGone(before, top), top.items)), []);

  useEffect(() => {
    const stop = new AbortController();
    loadAll(put, now.current, stop.signal).then(
      (top) => {
        if (stop.signal.aborted) return;
        putTop(top);
        setState({ isWhole: true });
      },
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
  useAgain(sessions.some((one) => one.status === "processing"), now, putTop);
  return { sessions, put, reload, ...state };
}

/** With what was found, unless something later of it is known: an answer may have been on its way during a change.
 * @param {Known} before @param {Session[]} found @returns {Known} */
function withNewer(before, found) {
  const after = new Map(before);
  for (const one of found) {
    const old = before.get(one.id);
    if (!old || Date.parse(one.updatedAt) >= Date.parse(old.updatedAt)) after.set(one.id, one);
  }
  return after;
}

/** @param {Known} before @param {Top} top @returns {Known} */
function withoutGone(before, { items, isAll, asOf }) {
  const found = new Set(items.map((one) => one.id));
  const last = isAll ? -Infinity : Math.min(...items.map((one) => Date.parse(one.updatedAt)));
  const isGone = (/** @type {Session} */ one) => !found.has(one.id) && asOf.get(one.id) === one && Date.parse(one.updatedAt) > last;
  return new Map([...before].filter(([, one]) => !isGone(one)));
}

/** Gives all of them. @param {(found: Session[]) => void} put for each page @param {Known} asOf @param {AbortSignal} signal @returns {Promise<Top>} */
async function loadAll(put, asOf, signal) {
  /** @type {Session[]} */
  const items = [];
  for (let path = /** @type {string | null} */ (FIRST); path; ) {
    const found = await page(path, { signal });
    if (signal.aborted) break;
    put(found.items);
    items.push(...found.items);
    path = found.next;
  }
  return { items, isAll: true, asOf };
}

/** Ask for the first page again while something is going on and somebody looks, and when somebody looks again.
 * @param {boolean} isLive @param {{current: Known}} now @param {(top: Top) => void} putTop */
function useAgain(isLive, now, putTop) {
  useEffect(() => {
    const stop = new AbortController();
    const look = () => {
      if (document.hidden) return;
      const asOf = now.current;
      page(FIRST, { signal: stop.signal }).then(
        ({ items, next }) => putTop({ items, isAll: !next, asOf }),
        () => {}, // the bar says that the server is away, and the next time may go well
      );
    };
    document.addEventListener("visibilitychange", look, { signal: stop.signal });
    const timer = isLive ? setInterval(look, AGAIN_MS) : undefined;
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [isLive, putTop]);
}
