// A long list of sessions: a hundred at first, and a hundred more when its end comes into view.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { keepHere, keptHere } from "../router.js";
import { SessionRow } from "./row.js";

/** @typedef {import("./session-model.js").Session} Session */

const AT_ONCE = 100;
/** How often a position is corrected, in successive frames: rows that come into view get their real heights; three
 * are enough. */
const FRAMES = 6;

/** @param {{sessions: Session[], of?: object, onRenamed?: (session: Session) => void, onDelete?: (session: Session) => void}} props
 * another choice (`of`) starts with a hundred again, so that typing in the search never waits for more */
export function SessionList({ sessions, of, onRenamed, onDelete }) {
  const [state, setState] = useState(() => ({ of, limit: keptHere().shown ?? AT_ONCE }));
  const limit = state.of === of ? state.limit : AT_ONCE;
  const more = useRef(/** @type {HTMLElement | null} */ (null));
  const left = sessions.length - limit;
  const show = () => setState({ of, limit: limit + AT_ONCE });
  useEffect(() => {
    if (limit !== (keptHere().shown ?? AT_ONCE)) keepHere({ shown: limit });
  }, [limit]);
  useEffect(() => {
    if (!more.current) return;
    const watch = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && show(), { rootMargin: "800px" });
    watch.observe(more.current);
    return () => watch.disconnect();
  }, [of, limit, left > 0]);
  const list = useCameBack();
  return html`<ul class="sessions" role="list" ref=${list} onClick=${keepPlace}>
      ${sessions.slice(0, limit).map((session) => html`<${SessionRow} key=${session.id} session=${session} onRenamed=${onRenamed} onDelete=${onDelete} />`)}
    </ul>
    ${left > 0 && html`<p class="more" ref=${more}><button type="button" class="button" onClick=${show}>Show more (${left.toLocaleString("en")} left)</button></p>`}`;
}

/** Stores the row that is opened. @param {MouseEvent} event */
function keepPlace(event) {
  const link = event.target instanceof Element ? event.target.closest(".session-title") : null;
  const row = /** @type {HTMLElement | null | undefined} */ (link?.closest(".session"));
  if (row) keepHere({ at: row.dataset.session, top: row.getBoundingClientRect().top });
}

/** Scrolls to that row when the user comes back, once it is rendered; the browser does so before there are rows. Not by a
 * pixel offset, since rows that were never in view have estimated heights. */
function useCameBack() {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    const { at, top = 0 } = keptHere();
    const row = at && list.current?.querySelector(`[data-session="${at}"]`);
    if (!row) return;
    keepHere({ at: undefined });
    row.scrollIntoView();
    place(row, top, FRAMES);
  });
  return list;
}

/** @param {Element} row @param {number} top its target position in the window @param {number} frames */
function place(row, top, frames) {
  window.scrollBy(0, row.getBoundingClientRect().top - top);
  if (frames) requestAnimationFrame(() => place(row, top, frames - 1));
}
