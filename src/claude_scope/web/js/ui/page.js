// The parts of every page: a title for the tab and screen readers, and its loading, failed and empty states.

import { useEffect, useRef } from "preact/hooks";
import { html } from "../html.js";
import { Icon } from "./icon.js";

let isFirst = true;

/** A page's head and content. The heading gets the focus on navigation, so that it is read out.
 * @param {{title: string, tab?: string, actions?: unknown, lead?: unknown, children?: unknown, wide?: boolean, narrow?: boolean, instead?: unknown}} props
 * `tab` is the title of the browser's tab, if it differs; `instead` replaces the heading, for example by a field for it */
export function Page({ title, tab, actions, lead, children, wide, narrow, instead }) {
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    document.title = `${tab ?? title} - Claude Scope`;
  }, [title, tab]);
  useEffect(() => {
    if (!isFirst) heading.current?.focus({ preventScroll: true });
    isFirst = false;
  }, []);
  return html`<div class=${wide ? "page wide" : narrow ? "page narrow" : "page"}>
    <header class="page-head">
      <div>
        <h1 ref=${heading} tabindex="-1" title=${title.length > 100 ? title : undefined} class=${instead ? "visually-hidden" : undefined}>${title}</h1>
        ${instead}
        ${lead && html`<p class="lead">${lead}</p>`}
      </div>
      ${actions && html`<div class="actions">${actions}</div>`}
    </header>
    ${children}
  </div>`;
}

/** @param {{what?: string}} props */
export function Loading({ what = "Loading" }) {
  return html`<div class="page loading" role="status"><span class="visually-hidden">${what}…</span>
    <div class="skeleton title"></div><div class="skeleton"></div><div class="skeleton"></div><div class="skeleton short"></div>
  </div>`;
}

/** What went wrong, where it happened, and what to do. @param {{error: Error, retry?: () => void, title?: string}}
 * props */
export function Failure({ error, retry, title = "That did not work" }) {
  return html`<div class="notice problem" role="alert">
    <${Icon} name="error" />
    <div><strong>${title}</strong><p>${error.message}</p></div>
    ${retry && html`<button type="button" class="button" onClick=${retry}><${Icon} name="retry" /> Try again</button>`}
  </div>`;
}

/** @param {{title: string, children?: unknown}} props */
export function Empty({ title, children }) {
  return html`<div class="empty-state"><h2>${title}</h2>${children}</div>`;
}
