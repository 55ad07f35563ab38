// All state shared between pages, and the only functions that change it.

import { computed, signal } from "@preact/signals";
import { claims } from "./account/token.js";

/** @typedef {{id: string, name: string, email: string | null, avatarUrl: string | null}} User */
/** @typedef {{accessToken: string, user: User | null}} Auth */
/** @typedef {{id: number, text: string, kind: "done" | "problem" | "note", ms: number, action?: {label: string, run: () => void}, onGone?: () => void}} Toast
 * `onGone` is called if it disappears without its action, by time or by hand */

const AUTH = "cs-auth";
const ENDED = "cs-ended";
const THEME = "cs-theme";
const TOAST_MS = 6000;
const MOST_TOASTS = 4;

/** The signed-in user in this browser. The token is stored where the contract says: scripts and users read it from there.
 * @type {import("@preact/signals").Signal<Auth | null>} */
export const auth = signal(keptAuth());
export const user = computed(() => auth.value?.user ?? null);

/** The id of the signed-in account: data of another account is not shown to it. */
export const account = computed(() => claims(auth.value?.accessToken).sub ?? "");

/** Why the sign-in ended, unless the user ended it here: the sign-in page shows the reason.
 * @type {import("@preact/signals").Signal<"" | "expired" | "elsewhere">} */
export const ended = signal("");

/** The chosen theme: "system", "light" or "dark". */
export const theme = signal(keptTheme());

/** Short messages that disappear by themselves. @type {import("@preact/signals").Signal<Toast[]>} */
export const toasts = signal([]);

/** Sessions that the user has deleted, and that lists do not show: the request is sent a little later.
 * @type {import("@preact/signals").Signal<ReadonlySet<string>>} */
export const hiddenSessions = signal(new Set());

/** True while the server does not answer. */
export const away = signal(false);

/** How often the server has come back: failed requests are repeated. */
export const returned = signal(0);

/** @returns {Auth | null} */
function keptAuth() {
  try {
    const state = JSON.parse(localStorage.getItem(AUTH) ?? "null")?.state;
    return typeof state?.accessToken === "string" ? { accessToken: state.accessToken, user: state.user ?? null } : null;
  } catch {
    return null;
  }
}

function keptTheme() {
  try {
    return localStorage.getItem(THEME) ?? "system";
  } catch {
    return "system";
  }
}

/** Store a token and its owner. @param {Auth} found */
export function signIn({ accessToken, user: whose }) {
  localStorage.setItem(AUTH, JSON.stringify({ state: { accessToken, user: whose }, version: 0 }));
  auth.value = { accessToken, user: whose };
  ended.value = "";
}

/** The profile changed, or was loaded. @param {User} whose */
export function setUser(whose) {
  if (auth.value && JSON.stringify(auth.value.user) !== JSON.stringify(whose)) signIn({ accessToken: auth.value.accessToken, user: whose });
}

/** Forget the token. @param {"" | "expired" | "elsewhere"} [why] if the user did not request it here */
export function signOut(why = "") {
  try {
    localStorage.setItem(ENDED, why); // first, since other tabs read it when they learn that the token is gone
  } catch {
    // Storage is full: other tabs show no reason.
  }
  localStorage.removeItem(AUTH);
  ended.value = why;
  auth.value = null;
}

/** @param {string} chosen */
export function setTheme(chosen) {
  theme.value = chosen;
  if (chosen === "light" || chosen === "dark") {
    localStorage.setItem(THEME, chosen);
    document.documentElement.dataset.theme = chosen;
  } else {
    localStorage.removeItem(THEME);
    delete document.documentElement.dataset.theme;
  }
}

let lastToast = 0;

/** The timeout of each toast. @type {Map<number, ReturnType<typeof setTimeout>>} */
const timers = new Map();

/** Show a toast; returns its id. A toast with an action is never displaced by later ones.
 * @param {string} text @param {Partial<Pick<Toast, "kind" | "action" | "ms" | "onGone">>} [more] */
export function toast(text, { kind = "done", action, ms = TOAST_MS, onGone } = {}) {
  const id = ++lastToast;
  const recent = new Set(toasts.value.slice(-MOST_TOASTS + 1));
  toasts.value = [...toasts.value.filter((shown) => shown.action || recent.has(shown)), { id, text, kind, ms, action, onGone }];
  releaseToast(id);
  return id;
}

/** Keep a toast while the user is at it. @param {number} id */
export function holdToast(id) {
  clearTimeout(timers.get(id));
  timers.delete(id);
}

/** Start its timeout, again if it was kept. @param {number} id */
export function releaseToast(id) {
  holdToast(id);
  const ms = toasts.value.find((shown) => shown.id === id)?.ms;
  if (ms) timers.set(id, setTimeout(dismiss, ms, id));
}

/** @param {number} id */
export function dismiss(id) {
  take(id)?.onGone?.();
}

/** Run its action. @param {number} id */
export function act(id) {
  take(id)?.action?.run();
}

/** @param {number} id */
function take(id) {
  holdToast(id);
  const found = toasts.value.find((shown) => shown.id === id);
  toasts.value = toasts.value.filter((other) => other !== found);
  return found;
}

/** @param {string} id */
export function hideSession(id) {
  hiddenSessions.value = new Set([...hiddenSessions.value, id]);
}

/** @param {string} id */
export function showSession(id) {
  hiddenSessions.value = new Set([...hiddenSessions.value].filter((other) => other !== id));
}

/** @param {boolean} isAway */
export function setAway(isAway) {
  if (away.value && !isAway) returned.value += 1;
  away.value = isAway;
}

/** Signing in or out, or another theme, in another tab applies here too. */
export function followOtherTabs() {
  addEventListener("storage", (event) => {
    if (event.key === AUTH || event.key === null) follow(keptAuth());
    if (event.key === THEME || event.key === null) setTheme(keptTheme());
  });
}

/** @param {Auth | null} found */
function follow(found) {
  if (auth.value) ended.value = found ? "" : localStorage.getItem(ENDED) === "expired" ? "expired" : "elsewhere";
  auth.value = found;
}
