// A tree view (ARIA Authoring Practices Guide) over flat rows. Only the rows in view are in the document, however many
// there are: all rows have the same height, and each states its place among its siblings.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { ancestors, firstRows, isParent, outline, placeOf, seen } from "./outline.js";
import { TreeRow } from "./tree-row.js";
import { stepOf, TypeAhead } from "./tree-keys.js";
import { useWindow } from "./window.js";

/** @typedef {import("./outline.js").Row} Row */
/** @typedef {{rows: Row[], label: string, picked?: import("@preact/signals").Signal<string | null>, hovered?: import("@preact/signals").Signal<string | null>, goTo?: import("@preact/signals").Signal<{index: number} | null>}} Props
 * `picked` and `hovered` are the elements that are marked here and in other views; `goTo` is a row to show.
 * Give the tree another key for other rows. */

/** @param {Props} props */
export function Tree({ rows, label, picked, hovered, goTo }) {
  const tree = useMemo(() => outline(rows), [rows]);
  const [closed, setClosed] = useState(/** @type {ReadonlySet<number>} */ (new Set()));
  const [current, setCurrent] = useState(0);
  const [chosen, setChosen] = useState(-1);
  const shown = useMemo(() => seen(tree, closed), [tree, closed]);
  const scroller = useRef(/** @type {HTMLElement | null} */ (null));
  const { first, last, height, reveal } = useWindow(scroller, shown.length);
  const wantsFocus = useRef(false);
  const typed = useRef(new TypeAhead());

  const elements = useMemo(() => firstRows(rows), [rows]);
  const rowOf = (/** @type {string | null | undefined} */ id) => (id ? (elements.get(id) ?? -1) : -1);

  /** Show a row, even if an ancestor is closed. @param {number} index */
  const show = (index) => {
    const shut = ancestors(tree, index).filter((ancestor) => closed.has(ancestor));
    const open = new Set([...closed].filter((row) => !shut.includes(row)));
    if (shut.length) setClosed(open);
    reveal(placeOf(shut.length ? seen(tree, open) : shown, index));
  };

  /** @param {number} index of a row that is rendered */
  const focusOn = (index) => {
    const row = /** @type {HTMLElement | null | undefined} */ (scroller.current?.querySelector(`[data-index="${index}"]`));
    row?.focus({ preventScroll: true });
  };

  /** Go to a row at the user's request. @param {number} index */
  const choose = (index) => {
    setCurrent(index);
    setChosen(index);
    if (index === current) focusOn(index);
    else wantsFocus.current = true; // once it has been rendered
    if (picked) picked.value = rows[index].elementId ?? null;
    show(index);
  };

  /** @param {number[]} indices @param {boolean} isOpen */
  const open = (indices, isOpen) => {
    const next = new Set(closed);
    for (const index of indices.filter((row) => isParent(tree, row))) {
      if (isOpen) next.delete(index);
      else next.add(index);
    }
    setClosed(next);
  };

  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const held = { rows, tree, shown, closed, current };
    const isSpace = event.key === " " && !typed.current.goesOn(event.timeStamp);
    const step = stepOf(isSpace ? "Enter" : event.key, held);
    const found = step ? null : typed.current.find(event.key, event.timeStamp, held);
    if (!step && found === null) return;
    event.preventDefault();
    const to = step ? step.to : found;
    if (step?.open) open(step.open, true);
    if (step?.close !== undefined) open([step.close], false);
    if (to !== undefined && to !== null && to >= 0) choose(to);
  };

  const onClick = (/** @type {MouseEvent} */ event) => {
    const index = indexOf(event.target);
    if (index < 0) return;
    const isTwist = /** @type {Element} */ (event.target).closest(".twist");
    if (isTwist) open([index], closed.has(index));
    choose(index);
  };

  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    focusOn(current);
  });

  const pickedId = picked?.value;
  useEffect(() => {
    const index = rowOf(pickedId);
    if (chosen >= 0 && rows[chosen].elementId === pickedId) return;
    setChosen(index);
    if (index < 0) return;
    setCurrent(index);
    show(index);
  }, [pickedId]);

  const hoveredId = hovered?.value;
  const hoveredRow = rowOf(hoveredId);
  useEffect(() => {
    if (hoveredRow >= 0) reveal(placeOf(shown, hoveredRow));
  }, [hoveredRow]);

  const wanted = goTo?.value;
  useEffect(() => {
    if (!wanted) return;
    setCurrent(wanted.index);
    setChosen(wanted.index);
    if (picked) picked.value = rows[wanted.index].elementId ?? null;
    show(wanted.index);
  }, [wanted]);

  // If the current row becomes hidden, the closed ancestor becomes current; the current row is always in the document.
  const at = placeOf(shown, current);
  const marked = hoveredRow < 0 ? -1 : shown[placeOf(shown, hoveredRow)];
  const places = [...(at < first ? [at] : []), ...range(first, last), ...(at >= last ? [at] : [])];
  const hover = (/** @type {string | null} */ id) => hovered && (hovered.value = id);
  return html`<div class="tree-scroller" ref=${scroller}>
    <div role="tree" class="tree" aria-label=${label} style=${{ height: `${shown.length * height}px` }} onKeyDown=${onKeyDown} onClick=${onClick}
      onFocusIn=${(/** @type {FocusEvent} */ event) => {
        const index = indexOf(event.target);
        if (index >= 0 && index !== current) choose(index);
      }}
      onPointerOver=${(/** @type {PointerEvent} */ event) => hover(rows[indexOf(event.target)]?.elementId ?? null)} onPointerLeave=${() => hover(null)}>
      ${places.map((place) => {
        const index = shown[place];
        return html`<${TreeRow} key=${index} row=${rows[index]} index=${index} top=${place * height} place=${tree.places[index]} size=${tree.sizes[index]}
          expanded=${isParent(tree, index) ? !closed.has(index) : undefined} isCurrent=${place === at} isPicked=${index === chosen} isHovered=${index === marked} />`;
      })}
    </div>
  </div>`;
}

/** @param {number} from @param {number} to exclusive */
const range = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, step) => from + step);

/** @param {EventTarget | null} target */
function indexOf(target) {
  const item = target instanceof Element ? target.closest("[role=treeitem]") : null;
  return item instanceof HTMLElement ? Number(item.dataset.index) : -1;
}
