// All frames in a row: one tab stop, arrow keys move; frames removed here stay visible until the page is left.

import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../html.js";
import { DiffBadge } from "../ui/badge.js";
import { Icon } from "../ui/icon.js";
import { Kind } from "../ui/kind.js";
import { Thumb } from "../ui/thumb.js";
import { count, tenths } from "../ui/format.js";
import { clipped } from "../ui/visible.js";

/** @typedef {import("./frame-model.js").Frame} Frame */
/** @typedef {{all: Frame[], gone: Frame[], changed: string, current: Frame, moments: Map<string, import("./frame-model.js").Moment>, wrong: string | null, isCaptured?: boolean, href: (frame: Frame) => string, onSelect: (frame: Frame) => void, onRemove: (frame: Frame) => void, onPutBack: (frame: Frame) => void, renew: () => void, children?: unknown}} Props */

const SHOWN_ACTS = 2;

/** @param {Props} props */
export function Filmstrip({ all, gone, changed, current, moments, wrong, isCaptured, href, onSelect, onRemove, onPutBack, renew, children }) {
  const strip = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    const list = strip.current;
    const card = /** @type {HTMLElement | null | undefined} */ (list?.querySelector("[aria-current]"));
    if (!list || !card) return;
    const item = /** @type {HTMLElement} */ (card.parentElement);
    list.scrollLeft = item.offsetLeft - (list.clientWidth - item.clientWidth) / 2;
    if (list.contains(document.activeElement) && document.activeElement?.matches(".shot")) card.focus({ preventScroll: true });
  }, [current.id]);

  const told = count(all.length - gone.length, "frame") + (gone.length ? `, ${gone.length} removed` : "");
  return html`<nav class=${`filmstrip ${isCaptured ? "has-acts" : ""}`} aria-labelledby="filmstrip-title">
    <div class="filmstrip-head"><h2 id="filmstrip-title">Filmstrip <span class="soft">${told}</span></h2>${children}</div>
    <ol ref=${strip}>
      ${all.map((frame) => {
        const isGone = gone.includes(frame);
        const facts = { frame, moment: moments.get(frame.id), isWrong: frame.id === wrong, isFirst: frame === all[0], isChanged: frame.id === changed, isCaptured, renew };
        return html`<li key=${frame.id} class=${isGone ? "is-gone" : ""}>
          ${
            isGone
              ? html`<div class="shot"><${Card} ...${facts} isGone /></div>`
              : html`<a class="shot" data-frame=${frame.number} href=${href(frame)} aria-current=${frame === current ? "true" : undefined} tabindex=${frame === current ? 0 : -1}
                  onClick=${(/** @type {MouseEvent} */ event) => choose(event, () => onSelect(frame))}
                  onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === "Delete" && onRemove(frame)}><${Card} ...${facts} /></a>`
          }
          <button type="button" class="button act" tabindex=${isGone || frame === current ? 0 : -1}
            aria-label=${isGone ? `Put back frame ${frame.number}` : `Remove frame ${frame.number}`} title=${isGone ? "Put back" : "Remove"}
            onClick=${() => (isGone ? onPutBack(frame) : onRemove(frame))}>
            <${Icon} name=${isGone ? "undo" : "trash"} />${isGone && " Put back"}
          </button>
        </li>`;
      })}
    </ol>
  </nav>`;
}

/** A plain click; with a modifier key the browser opens the frame elsewhere. @param {MouseEvent} event @param {() =>
 * void} then */
function choose(event, then) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  then();
}

/** @param {{frame: Frame, moment?: import("./frame-model.js").Moment, isWrong: boolean, isFirst: boolean, isChanged: boolean, isCaptured?: boolean, renew: () => void, isGone?: boolean}} props */
function Card({ frame, moment, isWrong, isFirst, isChanged, isCaptured, renew, isGone }) {
  const errors = moment ? moment.log.filter(({ isError }) => isError).length + moment.requests.filter(({ failed }) => failed).length : 0;
  return html`${isCaptured && html`<${Acts} acts=${moment?.acts ?? []} isFirst=${isFirst} />`}
    <span class="thumb"><${Thumb} src=${frame.thumbnailUrl} alt="" renew=${renew} />
      ${isChanged || isGone ? html`<span class="flag">${isChanged ? (isGone ? "putting back…" : "removing…") : "removed"}</span>` : isWrong && html`<span class="flag is-wrong"><${Icon} name="error" />went wrong</span>`}
    </span>
    <span class="shot-line"><span><span class="visually-hidden">Frame </span>${frame.number} <span class="time">${tenths(frame.timestamp)}</span></span>
      ${!isGone && html`<${DiffBadge} diff=${frame.diffSummary} />`}
    </span>
    ${moment && html`<${Kind} kind=${moment.kind} />`}
    ${errors > 0 && html`<span class="kind error"><${Icon} name="error" />${count(errors, "error")}</span>`}
    ${moment?.transient && moment.kind !== "transient" && html`<${Kind} kind="transient" />`}`;
}

/** The acts between the previous frame and this one. @param {{acts: import("./frame-model.js").Act[], isFirst:
 * boolean}} props */
function Acts({ acts, isFirst }) {
  return html`<span class="done">
    ${acts.slice(0, SHOWN_ACTS).map(({ text }, index) => html`<span class="done-act"><span class="visually-hidden">${index ? "; " : "Done: "}</span><${Icon} name="pointer" /><span>${clipped(text, 120)}</span></span>`)}
    ${acts.length > SHOWN_ACTS && html`<span class="soft">and ${acts.length - SHOWN_ACTS} more</span>`}
    ${isFirst && !acts.length && html`<span class="soft">(start)</span>`}
  </span>`;
}
