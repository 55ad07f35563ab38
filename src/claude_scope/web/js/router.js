// Client-side routing: the address determines the page, without reloading.

import { signal } from "@preact/signals";

/** The token after `#token=` in a one-time link: removed from the address, and so from the history, before anything is shown.
 * @type {import("@preact/signals").Signal<string | null>} */
export const oneTimeLink = signal(takenLink());

function takenLink() {
  const token = location.pathname === "/sign-in" ? new URLSearchParams(location.hash.slice(1)).get("token") : null;
  if (token) history.replaceState(null, "", location.pathname + location.search);
  return token;
}

/** The current location: the path and its query. */
export const place = signal(here());

/** Called before leaving a page that would lose something; null if nothing would be lost.
 * @type {{ask: (() => boolean) | null}} */
export const leaving = { ask: null };

function here() {
  return { path: location.pathname, query: new URLSearchParams(location.search), hash: location.hash };
}

/** The state of the current history entry, for when the user comes back to it.
 * @typedef {{shown?: number, at?: string, top?: number}} Kept the number of rows shown, the opened one, and its place in the window
 * @returns {Kept} */
export const keptHere = () => history.state ?? {};

/** @param {Kept} what */
export function keepHere(what) {
  history.replaceState({ ...keptHere(), ...what }, "");
}

/** Navigate within the app.
 * @param {string} to a path, with an optional query @param {{replace?: boolean}} [how] `replace` adds no history entry */
export function go(to, { replace = false } = {}) {
  if (leaving.ask && !leaving.ask()) return;
  leaving.ask = null;
  const isSamePage = new URL(to, location.href).pathname === location.pathname;
  history[replace ? "replaceState" : "pushState"](replace && isSamePage ? history.state : null, "", to);
  place.value = here();
  if (!replace) window.scrollTo(0, 0);
}

/** The parameters of a path that matches a pattern, or null if it does not match.
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

/** Paths of other sites, or pages that would redirect again. */
const ELSEWHERE = /^\/(\/|api\/|sign-(in|up)$)/;

/** Where to go after signing in: only a path of ours, so that a link cannot lead elsewhere.
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

/** Links within the app change the page without reloading. @param {MouseEvent} event */
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

/** Whether the address belongs to another page than the current one: the user went back or forward. */
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
    oneTimeLink.value = takenLink() ?? oneTimeLink.value; // a link may be pasted while the app is open, which does not reload it
    place.value = here();
  });
}
