// What the browser itself measured, which the page cannot change: requests by their timing, and moves in the tab's history.
// It also takes the page's hints from its own world, by an event of this name. False if this frame is measured already.
/* oxlint-disable consistent-function-scoping -- the page gets this function alone */
/** @param {string} name @returns {boolean} */
export function measured(name) {
  const { claudeScopeSender: sender } = /** @type {any} */ (window);
  if (!sender || sender.isMeasured) return false;
  sender.isMeasured = true;
  const isTop = window.parent === window;
  const at = (/** @type {number} */ ms) => performance.timeOrigin + ms;
  const SAME_MS = 100; // between a hint of a request and its measurement
  const WAIT_MS = 1_000; // for the measurement of a request that a hint told
  /** @type {{url: string, start: number}[]} */
  let told = [];

  const tell = (/** @type {Record<string, unknown>} */ event) => sender.tell([event]);
  const onHint = (/** @type {Event} */ event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    if (typeof detail !== "string" || detail.length > 200_000) return;
    try {
      const hint = JSON.parse(detail);
      if (hint.kind === "request") told = [...told.slice(-200), { url: hint.url, start: hint.start }];
      tell({ ...hint, isHint: true });
    } catch {
      // A page forged it.
    }
  };
  document.addEventListener(name, onHint, true);

  /** @type {Record<string, string>} */
  const TYPES = { img: "image", image: "image", link: "stylesheet", css: "stylesheet", script: "script", xmlhttprequest: "xhr", fetch: "fetch", video: "media", audio: "media" };
  const isTold = (/** @type {string} */ url, /** @type {number} */ start) => told.some((hint) => hint.url === url && Math.abs(hint.start - start) < SAME_MS);
  const write = (/** @type {any} */ entry, /** @type {string} */ type) => {
    const start = at(entry.startTime);
    const url = entry.name.split("#")[0];
    const isHinted = (type === "fetch" || type === "xhr") && isTold(url, start);
    if (isHinted || !/^https?:/.test(url) || (type === "other" && /favicon[^/]*$/.test(url))) return;
    tell({ kind: "request", t: start, start, end: at(entry.responseEnd), type, method: "GET", url, status: entry.responseStatus ?? 0, size: entry.encodedBodySize, failure: "" });
  };
  // The hint of a request may come after its measurement. A frame measures its own document.
  /** @type {any[]} */
  let pending = [];
  const flush = () => {
    for (const entry of pending) if (!/^i?frame$/.test(entry.initiatorType)) write(entry, TYPES[entry.initiatorType] ?? "other");
    pending = [];
  };
  const observer = new PerformanceObserver((list) => {
    if (!pending.length) setTimeout(flush, WAIT_MS);
    pending.push(...list.getEntries());
  });
  observer.observe({ type: "resource", buffered: true });
  const leave = () => {
    pending.push(...observer.takeRecords());
    flush();
  };
  addEventListener("pagehide", leave, true);
  // The next document is the answer to this form, unless the page's own listeners, which come before, prevent that.
  const onSubmit = (/** @type {SubmitEvent} */ { target, submitter, defaultPrevented }) => {
    const method = submitter?.getAttribute("formmethod") ?? /** @type {Element} */ (target).getAttribute("method") ?? "";
    if (!defaultPrevented) tell({ kind: "submit", t: Date.now(), method: /^post$/i.test(method) ? "POST" : "GET" });
  };
  addEventListener("submit", onSubmit);

  const [loaded] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const { navigation } = /** @type {any} */ (window);
  let index = navigation?.currentEntry?.index ?? -1;
  const onMove = (/** @type {any} */ { navigationType, from }) => {
    const now = navigation.currentEntry?.index ?? -1;
    const isHash = navigationType === "push" && from?.url?.split("#")[0] === location.href.split("#")[0] && location.hash;
    const how = navigationType !== "traverse" ? (isHash ? "hash" : navigationType) : now < index ? "back" : now > index ? "forward" : "traverse";
    index = now;
    tell({ kind: "navigation", t: Date.now(), url: location.href, how });
  };
  if (isTop) {
    const HOW = { navigate: "load", reload: "reload", back_forward: "traverse", prerender: "load" };
    if (loaded && document.readyState === "loading") tell({ kind: "navigation", t: at(0), url: location.href, how: HOW[loaded.type] ?? "load" });
    navigation?.addEventListener("currententrychange", onMove);
  }

  if (loaded?.responseEnd) write(loaded, "document");
  else addEventListener("DOMContentLoaded", () => loaded && write(loaded, "document"), { once: true });

  sender.onEnd(leave, () => {
    removeEventListener("pagehide", leave, true);
    removeEventListener("submit", onSubmit);
    document.dispatchEvent(new CustomEvent(`${name}-end`));
    document.removeEventListener(name, onHint, true);
    observer.disconnect();
    navigation?.removeEventListener("currententrychange", onMove);
  });
  return true;
}
