// Scroll positions that rrweb leaves out: it reports only the element that scrolled last, so that if a grid's header or
// frozen column scrolls with its body, it reports one of them.
(bridge, nodes, dom) => {
  const SCROLL = 3; // source of incremental events
  const SCROLLED_MS = 120; // after rrweb reported it, which it does every 100 ms
  const scrolled = new Set();
  const places = new WeakMap(); // the recorded positions
  const note = ({ target }) => {
    if (target === window || !nodes.isElement(target)) return;
    if (!scrolled.size) bridge.later(write, SCROLLED_MS);
    scrolled.add(target);
  };
  const write = () => {
    for (const element of scrolled) {
      const [x, y] = [element.scrollLeft, element.scrollTop];
      if (dom.id(element) && places.get(element) !== `${x} ${y}`) dom.write({ source: SCROLL, id: dom.id(element), x, y });
      places.set(element, `${x} ${y}`);
    }
    scrolled.clear();
  };
  window.addEventListener("scroll", note, { capture: true, passive: true });
  return { recorded: (element, x, y) => places.set(element, `${x} ${y}`) };
}
