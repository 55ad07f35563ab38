// All state that more than one page needs, and the only functions that change it.

import { computed, signal } from "@preact/signals";
import { claims } from "./account/token.js";

/** @typedef {{id: string, name: string, email: string | null, avatarUrl: string | null}} User */
/** @typedef {{accessToken: string, user: User | null}} Auth */
/** @typedef {{id: number, text: string, kind: "done" | "problem" | "note", ms: number, action?: {label: string, run: () => void}, onGone?: () => void}} Toast
 * `onGone` is for one that goes without its action, by time or by hand */

const AUTH = "cs-auth";
const ENDED = "cs-ended";
const THEME = "cs-theme";
const TOAST_MS = 6000;
const MOST_TOASTS = 4;

/** Who is signed in in this browser. The token is where the contract says: scripts and people read it from there.
 * @type {import("@preact/signals").Signal<Auth | null>} */
export const auth = signal(keptAuth());
export const user = computed(() => auth.value?.user ?? null);

/** The id of the account that is signed in: what belongs to another is not shown to it. */
export const account = computed(() => claims(auth.value?.accessToken).sub ?? "");

/** Why the sign-in ended, where the person did not end it here: the sign-in page says so.
 * @type {import("@preact/signals").Signal<"" | "expired" | "elsewhere">} */
export const ended = signal("");

/** What the person chose: "system", "light" or "dark". */
export const theme = signal(keptTheme());

/** Short messages that go away by themselves. @type {import("@preact/signals").Signal<Toast[]>} */
export const toasts = signal([]);

/** Sessions that the person has deleted, and that lists do not show: the server hears of it a little later.
 * @type {import("@preact/signals").Signal<ReadonlySet<string>>} */
export const hiddenSessions = signal(new Set());

/** True while the server does not answer. */
export const away = signal(false);

/** How often the server has come back: what was not loaded is asked for again. */
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

/** Keep a token, and whose it is. @param {Auth} found */
export function signIn({ accessToken, user: whose }) {
  localStorage.setItem(AUTH, JSON.stringify({ state: { accessToken, user: whose }, version: 0 }));
  auth.value = { accessToken, user: whose };
  ended.value = "";
}

/** The profile changed, or is known now. @param {User} whose */
export function setUser(whose) {
  if (auth.value && JSON.stringify(auth.value.user) !== JSON.stringify(whose)) signIn({ accessToken: auth.value.accessToken, user: whose });
}

/** Forget the token. @param {"" | "expired" | "elsewhere"} [why] if it was not asked for here */
export function signOut(why = "") {
  try {
    localStorage.setItem(ENDED, why); // first: other tabs read it when they hear that the token is gone
  } catch {
    // No room for it: they tell less.
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

/** When each goes. @type {Map<number, ReturnType<typeof setTimeout>>} */
const timers = new Map();

/** Say something in passing; gives its id. What offers an action is never pushed out by what comes after it.
 * @param {string} text @param {Partial<Pick<Toast, "kind" | "action" | "ms" | "onGone">>} [more] */
export function toast(text, { kind = "done", action, ms = TOAST_MS, onGone } = {}) {
  const id = ++lastToast;
  const recent = new Set(toasts.value.slice(-MOST_TOASTS + 1));
  toasts.value = [...toasts.value.filter((one) => one.action || recent.has(one)), { id, text, kind, ms, action, onGone }];
  releaseToast(id);
  return id;
}

/** Somebody is at it: it stays. @param {number} id */
export function holdToast(id) {
  clearTimeout(timers.get(id));
  timers.delete(id);
}

/** Its time begins, anew if it was held. @param {number} id */
export function releaseToast(id) {
  holdToast(id);
  const ms = toasts.value.find((one) => one.id === id)?.ms;
  if (ms) timers.set(id, setTimeout(dismiss, ms, id));
}

/** @param {number} id */
export function dismiss(id) {
  take(id)?.onGone?.();
}

/** Do what it offers. @param {number} id */
export function act(id) {
  take(id)?.action?.run();
}

/** @param {number} id */
function take(id) {
  holdToast(id);
  const found = toasts.value.find((one) => one.id === id);
  toasts.value = toasts.value.filter((one) => one !== found);
  return found;
}

/** @param {string} id */
export function hideSession(id) {
  hiddenSessions.value = new Set([...hiddenSessions.value, id]);
}

/** @param {string} id */
export function showSession(id) {
  hiddenSessions.value = new Set([...hiddenSessions.value].filter((one) => one !== id));
}

/** @param {boolean} isAway */
export function setAway(isAway) {
  if (away.value && !isAway) returned.value += 1;
  away.value = isAway;
}

/** Signing in or out, or another theme, in another tab holds here too. */
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
