// Console and network of a whole recording, in step with the filmstrip: the lines of the current frame are highlighted,
// and a line leads to its frame.

import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { html } from "../html.js";
import { Icon } from "../ui/icon.js";
import { clipped } from "../ui/visible.js";
import { consoleLines, networkLines } from "../sessions/page-lines.js";
import { count, tenths } from "../ui/format.js";

/** @typedef {import("./frame-model.js").Frame} Frame */
/** @typedef {import("../sessions/page-lines.js").Line} Line */

const MAX_STACK = 4_000;

/** @param {{timeline: import("./frame-model.js").Timeline, frames: Frame[], current: Frame, href: (frame: Frame) => string, onSelect: (frame: Frame) => void}} props */
export function Feeds({ timeline, frames, current, href, onSelect }) {
  const byId = new Map(frames.map((frame) => [frame.id, frame]));
  const said = useMemo(() => timeline.moments.flatMap(consoleLines), [timeline]);
  const asked = useMemo(() => timeline.moments.flatMap(networkLines).toSorted((a, b) => a.timeMs - b.timeMs), [timeline]);
  const shared = { byId, current, href, onSelect };
  return html`<div class="feeds">
    <${Feed} id="console" title="Console" lines=${said} total=${timeline.logTotal} none="Nothing was logged, and no error was thrown." ...${shared} />
    <${Feed} id="network" title="Network" lines=${asked} total=${timeline.requestTotal} none="No request of the page's code, and none that failed." ...${shared} />
  </div>`;
}

/** @typedef {{byId: Map<string, Frame>, current: Frame, href: (frame: Frame) => string, onSelect: (frame: Frame) => void}} Shared */

/** @param {Shared & {id: string, title: string, lines: Line[], total: number, none: string}} props */
function Feed({ id, title, lines, total, none, current, ...shared }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    if (list.current) inStep(list.current);
  }, [current.id, lines]);
  // Preact skips unchanged nodes: of thousands only the lines of two frames change.
  const plain = useMemo(() => lines.map((line) => html`<${One} line=${line} isCurrent=${false} ...${shared} />`), [lines, shared.byId.size]);
  const errors = lines.filter(({ level }) => level === "is-error").length;
  return html`<section class="card" aria-labelledby=${`${id}-title`}>
    <h2 id=${`${id}-title`}>${title} <span class="soft">${total.toLocaleString("en")}</span>${errors > 0 && html` <span class="errors"><${Icon} name="error" /> ${count(errors, "error")}</span>`}</h2>
    ${
      lines.length
        ? html`<ol class="feed" role="list" ref=${list}>${lines.map((line, index) => (line.frameId === current.id ? html`<${One} line=${line} isCurrent ...${shared} />` : plain[index]))}</ol>`
        : html`<p class="soft">${none}</p>`
    }
    ${total > lines.length && html`<p class="hint">The first ${lines.length.toLocaleString("en")} of ${total.toLocaleString("en")}; the bundle has them all.</p>`}
  </section>`;
}

/** @param {Omit<Shared, "current"> & {line: Line, isCurrent: boolean}} props */
function One({ line, isCurrent, byId, href, onSelect }) {
  const frame = byId.get(line.frameId);
  if (!frame) return null;
  const choose = (/** @type {MouseEvent} */ event) => {
    const target = /** @type {Element} */ (event.target);
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || target.closest("details")) return;
    if (!target.closest("a") && getSelection()?.toString()) return; // the user is selecting text to copy it
    event.preventDefault();
    onSelect(frame);
  };
  return html`<li class=${`${line.level} ${isCurrent ? "is-current" : ""}`} data-frame=${frame.number} onClick=${choose}>
    <a href=${href(frame)} aria-current=${isCurrent ? "true" : undefined}><span class="visually-hidden">Frame </span>${frame.number}</a>
    <span class="time">${tenths(Math.max(0, Math.round(line.timeMs)))}</span>
    <div>
      <p>${line.level === "is-error" && html`<${Icon} name="error" /> `}<span class="source">${clipped(line.source, 60)}</span> <span class="said">${clipped(line.text)}</span>${line.count > 1 && html` <span class="fact">${line.count} times</span>`}</p>
      ${line.detail && html`<p class="where-from">${clipped(line.detail, 300)}</p>`}
      ${line.stack && html`<details><summary>Stack</summary><pre>${clipped(line.stack, MAX_STACK)}</pre></details>`}
    </div>
  </li>`;
}

/** Scroll only the list, to the lines of the frame, or to where they would be. @param {HTMLElement} list */
function inStep(list) {
  const now = Number(document.querySelector(".shot[aria-current]")?.getAttribute("data-frame"));
  const line = [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-frame]"))].find((entry) => Number(entry.dataset.frame) >= now);
  if (list.contains(document.activeElement)) return;
  list.scrollTop = line ? line.offsetTop - list.clientHeight / 3 : list.scrollHeight;
}
