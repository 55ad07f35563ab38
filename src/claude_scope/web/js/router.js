// Which page is shown: the address, followed without loading anything anew.

import { signal } from "@preact/signals";

/** What stood behind `#token=` in a one-time link: out of the address, and so of the history, before anything is shown.
 * @type {import("@preact/signals").Signal<string | null>} */
export const oneTimeLink = signal(takenLink());

function takenLink() {
  const token = location.pathname === "/sign-in" ? new URLSearchParams(location.hash.slice(1)).get("token") : null;
  if (token) history.replaceState(null, "", location.pathname + location.search);
  return token;
}

/** Where we are: the path, and the query behind it. */
export const place = signal(here());

/** Asked before leaving a page that would lose something; null where nothing would be lost.
 * @type {{ask: (() => boolean) | null}} */
export const leaving = { ask: null };

function here() {
  return { path: location.pathname, query: new URLSearchParams(location.search), hash: location.hash };
}

/** What the entry of the history that is shown remembers, for who comes back to it.
 * @typedef {{shown?: number, at?: string, top?: number}} Kept how many rows were shown, which one was opened, and its place in the window
 * @returns {Kept} */
export const keptHere = () => history.state ?? {};

/** @param {Kept} what */
export function keepHere(what) {
  history.replaceState({ ...keptHere(), ...what }, "");
}

/** Go to a page of ours.
 * @param {string} to a path, with a query if need be @param {{replace?: boolean}} [how] `replace` leaves no way back */
export function go(to, { replace = false } = {}) {
  if (leaving.ask && !leaving.ask()) return;
  leaving.ask = null;
  const isSamePage = new URL(to, location.href).pathname === location.pathname;
  history[replace ? "replaceState" : "pushState"](replace && isSamePage ? history.state : null, "", to);
  place.value = here();
  if (!replace) window.scrollTo(0, 0);
}

/** The parts of a path that a pattern names, or null if it does not fit.
 * @param {string} pattern such as `/sessions/:id/review` @param {string} path
 * @returns {Record<string, string> | null} */
export function match(pattern, path) {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  /** @type {Record<string, string>} */
  const found = {};
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith(":")) found[part.slice(1)] = given[index];
    else if (part !== given[index]) return null;
  }
  return found;
}

/** Not ours, or where one would only be sent away again. */
const ELSEWHERE = /^\/(\/|api\/|sign-(in|up)$)/;

/** Where to go after signing in: a path of ours only, so that a link cannot lead elsewhere.
 * @param {string | null} next */
export function safeNext(next) {
  if (!next) return "/dashboard";
  try {
    const url = new URL(next, location.origin);
    return url.origin === location.origin && !ELSEWHERE.test(url.pathname) ? url.pathname + url.search : "/dashboard";
  } catch {
    return "/dashboard";
  }
}

/** Links within the app change the page without loading it. @param {MouseEvent} event */
function follow(event) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.pathname.startsWith("/api") || (link.hash && link.pathname === location.pathname)) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

/** @param {{path: string, query: URLSearchParams, hash: string}} at */
function addressOf({ path, query, hash }) {
  return path + (query.size ? `?${query}` : "") + hash;
}

/** Whether the address is another page's than the one that is shown: the browser went back or forward. */
function isElsewhere() {
  const { path, query } = here();
  return path !== place.value.path || String(query) !== String(place.value.query);
}

export function startRouter() {
  document.addEventListener("click", follow);
  addEventListener("popstate", () => {
    if (isElsewhere() && leaving.ask) {
      if (!leaving.ask()) return history.pushState(null, "", addressOf(place.value));
      leaving.ask = null;
    }
    oneTimeLink.value = takenLink() ?? oneTimeLink.value; // a link can be pasted while the app is open: that loads nothing anew
    place.value = here();
  });
}
