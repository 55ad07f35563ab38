// The log of the work, in order.

import { useEffect, useRef } from "preact/hooks";
import { html } from "../html.js";

const TIME = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** The last line stays visible while the log grows, unless the user has scrolled up. @param {{log:
 * import("./stage-names.js").Line[]}} props */
export function Log({ log }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const isAtEnd = useRef(true);
  useEffect(() => {
    if (box.current && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [log.length]);
  const scrolled = (/** @type {Event & {currentTarget: HTMLElement}} */ { currentTarget: at }) => {
    isAtEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < 8;
  };
  return html`<div class="stack">
    <h2 id="log">Log</h2>
    <div class="log" ref=${box} onScroll=${scrolled} tabindex="0" role="region" aria-labelledby="log">
      <ol>
        ${log.map(
          ({ time, text, isError }, index) => html`<li key=${index} class=${isError ? "problem" : undefined}>
            <time class="soft" datetime=${time}>${TIME.format(new Date(time))}</time> <span>${text}</span>
          </li>`,
        )}
      </ol>
    </div>
  </div>`;
}
