// Scrolling that a user caused, and hovers to which the page reacted.
(bridge, nodes, targets, acts) => {
  const CAUSE_MS = 500; // a scroll event this soon after a wheel, key or touch event was caused by it
  const BAR_MS = 5_000; // a press of a scrollbar may scroll for long
  const PAUSE_MS = 300;
  const ANSWER_MS = 500;
  const QUIET_MS = 150; // before the pointer arrived: what changes anyway is not a reaction
  const STILL_MS = 250; // if the pointer moved later than this, it is still on its way
  const IDLE_MS = 1_000; // this long after the pointer moved and the last act, changes are the page's own
  const FRAME_MS = 1_000; // a page that is not painted for this long gets no scroll events either
  // A new observer is called after the next frame. The ids of `requestAnimationFrame` are shared with the page.
  const onFrame = (work) => {
    const after = (_, observer) => {
      observer.disconnect();
      work();
    };
    if (document.documentElement) new IntersectionObserver(after).observe(document.documentElement);
  };
  const series = new Map(); // the scrolled element -> its act
  let cause = 0;
  let pointer = null; // the position of the wheel event or the finger
  let rest = null; // where the pointer arrived

  acts.onScrolling((t, isBar) => (cause = t + (isBar ? BAR_MS : CAUSE_MS)));
  for (const name of ["wheel", "touchmove"]) {
    acts.listen(name, (event) => {
      cause = bridge.at(event) + CAUSE_MS;
      rest = null; // content that scrolls under the pointer was not pointed at
      const { clientX, clientY } = event.touches?.[0] || event;
      pointer = targets.toTop(clientX, clientY);
    });
  }

  const detailsOf = ({ what, point, to }) => ({ act: "scroll", ...what, point, to });
  const finish = (element) => {
    const act = series.get(element);
    bridge.cancel(act.timer);
    series.delete(element);
    acts.write(act.t, detailsOf(act));
  };
  acts.settlers.add(() => [...series.keys()].forEach(finish));

  acts.listen("scroll", (event) => {
    const t = bridge.at(event);
    const element = nodes.isElement(event.target) ? event.target : document.scrollingElement || document.documentElement;
    let act = series.get(element);
    if (!act) {
      if (t > cause) return;
      const what = targets.what(element);
      act = { t, what: { ...what, target: { ...what.target, name: "" } }, point: pointer, timer: 0 };
      acts.noteTime(t);
      acts.settleOthers();
      series.set(element, act);
    }
    const isFirst = !act.to;
    act.to = { x: element.scrollLeft, y: element.scrollTop, t };
    if (isFirst) acts.begin(act.t, detailsOf(act));
    bridge.cancel(act.timer);
    act.timer = bridge.later(() => finishIfOver(element, act), PAUSE_MS);
  });

  // A busy page gets its scroll events late, just before its next frame.
  const finishIfOver = (element, act) => {
    const { t } = act.to;
    const check = () => series.get(element) === act && act.to.t === t && finish(element);
    act.timer = bridge.later(check, FRAME_MS);
    onFrame(check);
  };

  // The page reacts when the pointer enters an element, before it gets the event that the pointer moved.
  acts.listen("pointerover", (event) => {
    moved = bridge.at(event);
    const deepest = targets.deepest(event);
    const target = targets.targetOf(deepest);
    if (rest?.target === target && targets.isWidget(target) && !event.buttons) return; // another part of it
    rest = null;
    if (event.pointerType !== "mouse" || event.buttons || /^I?FRAME$/.test(nodes.tagOf(event.target))) return;
    rest = { t: moved, x: event.clientX, y: event.clientY, target, moved: false, answered: false, arrived: moved };
  });
  acts.listen("pointermove", (event) => {
    const place = `${event.screenX},${event.screenY}`;
    if (place === lastPlace) return; // the browser sends one if the page moved below the pointer
    lastPlace = place;
    moved = bridge.at(event);
    if (event.buttons) rest = null;
    if (!rest) return;
    rest.moved = true; // otherwise the page moved, not the pointer
    [rest.arrived, rest.x, rest.y] = [moved, event.clientX, event.clientY];
    if (!rest.answered) rest.t = moved;
  });
  acts.listen("pointerdown", () => (rest = null));
  acts.listen("pointerout", (event) => {
    if (!event.relatedTarget) rest = null; // into another frame
  });

  let moved = 0; // when the pointer moved last
  let lastPlace = "0,0"; // on the screen; a headless shell says that the pointer is there before it has moved
  let changed = 0; // when the DOM last changed
  const restless = new WeakSet(); // nodes that the page changed by itself
  const marked = new WeakMap(); // elements -> when their attributes last changed
  const write = (hover) => {
    if (rest !== hover || !hover.moved || acts.last() >= hover.t) return;
    const wait = moved + STILL_MS - bridge.now();
    if (wait > 0) return void bridge.later(() => write(hover), wait);
    acts.write(Math.max(hover.t, hover.arrived), { act: "hover", ...hover.what, point: targets.toTop(hover.x, hover.y) });
  };

  return {
    // The DOM changed, which may be the reaction to a pointer that came to rest. Changes that the page makes by itself
    // do not count, and in a page that is not quiet only a change of the hovered element counts.
    changed(t, { attributes, others }) {
      const hover = rest;
      const quietBefore = changed;
      const markedBefore = (hover && marked.get(hover.target)) || 0;
      changed = t;
      for (const node of attributes) marked.set(node, t);
      if (t - Math.max(moved, acts.last()) > IDLE_MS) {
        for (const node of [...attributes, ...others]) if (node !== document.body) restless.add(node);
      }
      if (!hover || hover.answered || t < hover.t || t - hover.t > ANSWER_MS || hover.t - acts.last() < QUIET_MS) return;
      const isQuiet = hover.t - quietBefore >= QUIET_MS;
      const isMarked = hover.t - markedBefore >= QUIET_MS && attributes.includes(hover.target) && !restless.has(hover.target);
      if (!isMarked && !(isQuiet && [...attributes, ...others].some((node) => !restless.has(node)))) return;
      hover.answered = true;
      hover.what = targets.what(hover.target);
      bridge.later(() => write(hover), ANSWER_MS - (t - hover.t));
    },
  };
}
