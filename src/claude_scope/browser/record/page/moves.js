// Scrolling that a person caused, and hovering that the page answered.
(bridge, targets, acts) => {
  const CAUSE_MS = 500; // a wheel, key or touch so long before a scroll event caused it
  const BAR_MS = 5_000; // a press of a scrollbar may scroll for long
  const PAUSE_MS = 300;
  const ANSWER_MS = 500;
  const QUIET_MS = 150; // before the pointer came: what changes anyway is no answer
  const series = new Map(); // the scrolled element -> its act
  let cause = 0;
  let pointer = null; // where a wheel or finger was
  let rest = null; // where the pointer came to

  acts.onScrolling((t, isBar) => (cause = t + (isBar ? BAR_MS : CAUSE_MS)));
  for (const name of ["wheel", "touchmove"]) {
    acts.listen(name, (event) => {
      cause = bridge.at(event) + CAUSE_MS;
      const { clientX, clientY } = event.touches?.[0] || event;
      pointer = targets.toTop(clientX, clientY);
    });
  }

  const finish = (element) => {
    const { t, what, point, to, timer } = series.get(element);
    bridge.cancel(timer);
    series.delete(element);
    acts.write(t, { act: "scroll", ...what, point, to });
  };
  acts.settlers.add(() => [...series.keys()].forEach(finish));

  acts.listen("scroll", (event) => {
    const t = bridge.at(event);
    const element = event.target instanceof Element ? event.target : document.scrollingElement || document.documentElement;
    let act = series.get(element);
    if (!act) {
      if (t > cause) return;
      const what = targets.what(element);
      act = { t, what: { ...what, target: { ...what.target, name: "" } }, point: pointer, timer: 0 };
      acts.begin();
      series.set(element, act);
    }
    act.to = { x: element.scrollLeft, y: element.scrollTop, t };
    bridge.cancel(act.timer);
    act.timer = bridge.later(() => finish(element), PAUSE_MS);
  });

  // The page answers when the pointer comes over an element, before it is told that the pointer moved.
  acts.listen("pointerover", (event) => {
    rest = null;
    if (event.pointerType !== "mouse" || event.buttons) return;
    rest = { element: event.target, t: bridge.at(event), x: event.clientX, y: event.clientY, deepest: targets.deepest(event), answered: false };
  });
  acts.listen("pointermove", (event) => {
    if (rest && !rest.answered) [rest.t, rest.x, rest.y] = [bridge.at(event), event.clientX, event.clientY];
  });

  let changed = 0; // when the DOM changed last
  const write = (hover) => acts.write(hover.t, { act: "hover", ...hover.what, point: targets.toTop(hover.x, hover.y) });

  return {
    // The DOM changed: it may be the answer to a pointer that came to rest. A page that changes by itself gives none.
    changed(t) {
      const hover = rest;
      const quietBefore = changed;
      changed = t;
      if (!hover || hover.answered || t < hover.t || t - hover.t > ANSWER_MS) return;
      if (hover.t - quietBefore < QUIET_MS || hover.t - acts.last() < QUIET_MS) return;
      hover.answered = true;
      hover.what = targets.what(targets.targetOf(hover.deepest));
      bridge.later(() => rest === hover && acts.last() < hover.t && write(hover), ANSWER_MS - (t - hover.t));
    },
  };
}
