// All sessions of the account, page by page; while one is processed, changes are polled.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { page } from "../api.js";
import { returned } from "../state.js";

/** @typedef {import("./session-model.js").Session} Session */
/** @typedef {Map<string, Session>} Known by id */
/** @typedef {{items: Session[], isAll: boolean, asOf: Known}} Top the first part of the list, or all, and what was
 * known when it was requested */

const FIRST = "/sessions?limit=100";
const AGAIN_MS = 4_000;

/** `isWhole` once the last page has loaded. Changes are on the first page, which has the most recently updated first. */
export function useSessions() {
  const [known, setKnown] = useState(/** @type {Known} */ (new Map()));
  const [state, setState] = useState(/** @type {{isWhole: boolean, error?: Error}} */ ({ isWhole: false }));
  const [asked, setAsked] = useState(0);
  const failed = useRef(false);
  const times = returned.value;

  const now = useRef(known);
  now.current = known;

  const put = useCallback((/** @type {Session[]} */ found) => setKnown((before) => withNewer(before, found)), []);
  /** The list up to some position: sessions that were known there when it was requested, and are not in it, are gone. */
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
  useAgain(sessions.some((session) => session.status === "processing"), now, putTop);
  return { sessions, put, reload, ...state };
}

/** Merges the results, unless something newer is known: a response may have been on its way during a change.
 * @param {Known} before @param {Session[]} found @returns {Known} */
function withNewer(before, found) {
  const after = new Map(before);
  for (const session of found) {
    const old = before.get(session.id);
    if (!old || Date.parse(session.updatedAt) >= Date.parse(old.updatedAt)) after.set(session.id, session);
  }
  return after;
}

/** @param {Known} before @param {Top} top @returns {Known} */
function withoutGone(before, { items, isAll, asOf }) {
  const found = new Set(items.map((item) => item.id));
  const last = isAll ? -Infinity : Math.min(...items.map((item) => Date.parse(item.updatedAt)));
  const isGone = (/** @type {Session} */ one) => !found.has(one.id) && asOf.get(one.id) === one && Date.parse(one.updatedAt) > last;
  return new Map([...before].filter(([, one]) => !isGone(one)));
}

/** Loads all of them. @param {(found: Session[]) => void} put for each page @param {Known} asOf @param {AbortSignal}
 * signal @returns {Promise<Top>} */
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

/** Request the first page again regularly while something is in progress and the tab is visible, and when it becomes visible.
 * @param {boolean} isLive @param {{current: Known}} now @param {(top: Top) => void} putTop */
function useAgain(isLive, now, putTop) {
  useEffect(() => {
    const stop = new AbortController();
    const look = () => {
      if (document.hidden) return;
      const asOf = now.current;
      page(FIRST, { signal: stop.signal }).then(
        ({ items, next }) => putTop({ items, isAll: !next, asOf }),
        () => {}, // the bar reports that the server is away, and the next request may succeed
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
