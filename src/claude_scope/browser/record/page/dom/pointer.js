// The position of the pointer and the elements under it, as an rrweb move event: style sheets with `:hover` show and
// hide things without an act or a change of the DOM. While the pointer moves, this is recorded every OVER_MS.
(bridge, dom) => {
  const MOVE = 1; // source of incremental events
  const OVER_MS = 50;
  let over = null;
  const note = (event) => {
    if (!event.isTrusted || event.pointerType === "touch") return;
    const isWaiting = over !== null;
    const { clientX, clientY } = event;
    over = { t: bridge.at(event), element: event.type === "pointerout" ? null : event.composedPath()[0], x: clientX, y: clientY };
    if (!isWaiting) bridge.later(write, OVER_MS);
  };
  const write = () => {
    const { t, element, x, y } = over;
    over = null;
    dom.write({ source: MOVE, positions: [{ x: Math.round(x), y: Math.round(y), id: (element && dom.id(element)) || 0, timeOffset: 0 }] }, Math.round(t));
  };
  for (const name of ["pointerover", "pointermove"]) window.addEventListener(name, note, { capture: true, passive: true });
  window.addEventListener("pointerout", (event) => event.relatedTarget === null && note(event), { capture: true, passive: true });
}
