// The bar above every page, the notice that the server is away, and the toasts.

import { useRef } from "preact/hooks";
import { html } from "../html.js";
import { go, leaving, place } from "../router.js";
import { act, auth, away, dismiss, holdToast, releaseToast, setTheme, signOut, theme, toasts, user } from "../state.js";
import { Icon } from "./icon.js";

const PLACES = [
  ["/dashboard", "Dashboard"],
  ["/sessions", "Sessions"],
  ["/models", "Models"],
  ["/settings", "Settings"],
];
const THEMES = [
  ["system", "System", "system"],
  ["light", "Light", "sun"],
  ["dark", "Dark", "moon"],
];
const MARK = new URL("../../icon.svg", import.meta.url).href;

/** @param {{children?: unknown}} props */
export function Shell({ children }) {
  return html`<a class="skip" href="#main">Skip to the content</a>
    <header class="bar">
      <a class="brand" href=${auth.value ? "/dashboard" : "/"}><img src=${MARK} alt="" width="18" height="18" /> Claude Scope</a>
      ${auth.value ? html`<${Places} /><${AccountMenu} />` : html`<${Guest} />`}
    </header>
    ${away.value && html`<p class="away" role="status">The server does not answer; looking for it. Nothing that you entered is lost.</p>`}
    <main id="main" tabindex="-1">${children}</main>
    <${Toasts} />`;
}

function Places() {
  const { path } = place.value;
  return html`<nav class="places" aria-label="Pages">
      ${PLACES.map(
        ([to, name]) => html`<a href=${to} aria-current=${path === to ? "page" : path.startsWith(`${to}/`) ? "true" : undefined}>${name}</a>`,
      )}
    </nav>
    <a class="button primary" href="/record"><${Icon} name="record" /> <span class="long">New recording</span><span class="brief">Record</span></a>`;
}

function Guest() {
  return html`<span class="gap"></span><${ThemeChoice} />${place.value.path !== "/sign-in" && html`<a class="button" href="/sign-in">Sign in</a>`}`;
}

function AccountMenu() {
  const name = user.value?.name || user.value?.email || "This machine's user";
  return html`<button type="button" class="button quiet" popovertarget="account" aria-label="Account"><${Icon} name="person" /></button>
    <div id="account" class="menu" popover>
      <p class="who">${name}</p>
      <a href="/profile" onClick=${closeMenu}><${Icon} name="person" /> Profile</a>
      <a href="/api/docs" target="_blank" rel="noopener" onClick=${closeMenu}><${Icon} name="file" /> API docs</a>
      <${ThemeChoice} />
      <button type="button" onClick=${leave}><${Icon} name="back" /> Sign out</button>
    </div>`;
}

function closeMenu() {
  document.getElementById("account")?.hidePopover();
}

function leave() {
  closeMenu();
  if (leaving.ask && !leaving.ask()) return;
  signOut();
  leaving.ask = null;
  go("/sign-in");
}

function ThemeChoice() {
  return html`<fieldset class="themes">
    <legend class="visually-hidden">Colours</legend>
    ${THEMES.map(
      ([value, name, icon]) => html`<label title=${name}>
        <input type="radio" name="theme" value=${value} checked=${theme.value === value} onChange=${() => setTheme(value)} />
        <${Icon} name=${icon} /><span class="visually-hidden">${name}</span>
      </label>`,
    )}
  </fieldset>`;
}

function Toasts() {
  return html`<div class="toasts" role="status" aria-live="polite">${toasts.value.map((shown) => html`<${Passing} key=${shown.id} toast=${shown} />`)}</div>`;
}

/** A toast: it stays while the pointer or the focus is on it, and returns the focus when it disappears.
 * @param {{toast: import("../state.js").Toast}} props */
function Passing({ toast: { id, kind, text, action } }) {
  const element = useRef(/** @type {HTMLElement | null} */ (null));
  const before = useRef(/** @type {EventTarget | null} */ (null));
  const isInside = (/** @type {EventTarget | null} */ target) => target instanceof Node && !!element.current?.contains(target);
  const focused = (/** @type {FocusEvent} */ event) => {
    if (!isInside(event.relatedTarget)) before.current = event.relatedTarget;
    holdToast(id);
  };
  const end = (/** @type {(id: number) => void} */ how) => {
    if (isInside(document.activeElement)) focusAgain(before.current);
    how(id);
  };
  return html`<div ref=${element} class=${`toast ${kind}`} onFocusIn=${focused}
    onFocusOut=${(/** @type {FocusEvent} */ event) => !isInside(event.relatedTarget) && !element.current?.matches(":hover") && releaseToast(id)}
    onPointerEnter=${(/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && holdToast(id)}
    onPointerLeave=${() => !isInside(document.activeElement) && releaseToast(id)}>
    <${Icon} name=${kind === "problem" ? "error" : kind === "note" ? "note" : "check"} />
    <span>${text}</span>
    ${action && html`<button type="button" class="button" onClick=${() => end(act)}>${action.label}</button>`}
    <button type="button" class="button quiet" aria-label="Dismiss" onClick=${() => end(dismiss)}><${Icon} name="close" /></button>
  </div>`;
}

/** @param {EventTarget | null} before where the focus was */
function focusAgain(before) {
  const wanted = before instanceof HTMLElement && before.isConnected ? before : document.getElementById("main");
  wanted?.focus({ preventScroll: true });
}
