// Many sessions: a hundred at once, and a hundred more when the end of them comes into view.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { SessionRow } from "./row.js";

/** @typedef {import("./session.js").Session} Session */

const AT_ONCE = 100;

/** @param {{sessions: Session[], onRenamed?: (session: Session) => void, onDelete?: (session: Session) => void}} props */
export function SessionList({ sessions, onRenamed, onDelete }) {
  const [limit, setLimit] = useState(AT_ONCE);
  const more = useRef(/** @type {HTMLElement | null} */ (null));
  const left = sessions.length - limit;
  const show = () => setLimit((before) => before + AT_ONCE);
  useEffect(() => {
    if (!more.current) return;
    const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && show(), { rootMargin: "800px" });
    watch.observe(more.current);
    return () => watch.disconnect();
  }, [limit, left > 0]);
  return html`<ul class="sessions" role="list">
      ${sessions.slice(0, limit).map((one) => html`<${SessionRow} key=${one.id} session=${one} onRenamed=${onRenamed} onDelete=${onDelete} />`)}
    </ul>
    ${left > 0 && html`<p class="more" ref=${more}><button type="button" class="button" onClick=${show}>Show more (${left.toLocaleString("en")} left)</button></p>`}`;
}
