// Acts of the pointer: click, double click, context menu, drag, and toggling checkboxes. A click is held back for a
// moment, since it may be the first half of a double click.
(bridge, nodes, targets, acts, toggles) => {
  const DRAG_PX = 4;
  const DOUBLE_MS = 550;
  const NO_CLICK_MS = 50; // after the release; the click event comes in the same task, or later after a touch
  const TOUCH_CLICK_MS = 400;
  let press = null;
  let pending = null; // a click that was not written yet
  let over = null; // the position of something dragged

  const modifiersOf = (event) =>
    [["Control", event.ctrlKey], ["Alt", event.altKey], ["Meta", event.metaKey], ["Shift", event.shiftKey]].filter(([, down]) => down).map(([name]) => name);

  const onScrollbar = (event, element) => {
    const box = nodes.boxOf(element);
    const [width, height] = element === document.documentElement ? [innerWidth, innerHeight] : [box.width, box.height];
    const [x, y] = element === document.documentElement ? [event.clientX, event.clientY] : [event.clientX - box.left, event.clientY - box.top];
    return (element.clientWidth > 0 && element.clientWidth + element.clientLeft <= x && x < width && width - element.clientWidth > 6 && element.scrollHeight > element.clientHeight) ||
      (element.clientHeight > 0 && element.clientHeight + element.clientTop <= y && y < height && height - element.clientHeight > 6 && element.scrollWidth > element.clientWidth);
  };

  const settle = () => {
    if (!pending) return;
    const clicks = [pending, ...(pending.second ? [pending.second] : [])];
    bridge.cancel(pending.timer);
    pending = null;
    for (const click of clicks) write("click", click);
  };
  acts.settlers.add(settle);

  const detailsOf = (act, { what, point, button, modifiers }) => ({ act, ...what, point, button, modifiers });
  const write = (act, pressed, rest) => acts.write(pressed.t, { ...detailsOf(act, pressed), ...rest });
  const asClick = (pressed) => {
    const kind = pressed.button === 2 ? "contextmenu" : pressed.button === 0 && pressed.toggle;
    return [pressed.t, detailsOf(kind || "click", pressed)];
  };
  const drop = () => press && !press.done && acts.drop(press.t);

  // The positions of an element and its ancestors.
  const placesOf = (element) => {
    const places = [];
    for (let at = element; at && at !== document.body && at !== document.documentElement; at = nodes.parentElementOf(at) || nodes.hostOf(at)) {
      const { left, top } = nodes.boxOf(at);
      places.push({ element: at, left, top });
    }
    return places;
  };

  // The dragged element: the outermost ancestor of the pressed element that moved, null if none did (a slider).
  const carriedBy = ({ carried, places, root }) => {
    if (carried) return carried;
    const now = document.documentElement.getBoundingClientRect();
    const [byX, byY] = [now.left - root.left, now.top - root.top];
    let found = null;
    for (const { element, left, top } of places) {
      const box = nodes.boxOf(element);
      if (nodes.isConnected(element) && Math.hypot(box.left - byX - left, box.top - byY - top) <= DRAG_PX) break;
      found = element;
    }
    return found;
  };

  const describe = (event) => {
    const element = targets.deepest(event);
    const target = targets.targetOf(element);
    return {
      t: bridge.at(event),
      x: event.clientX,
      y: event.clientY,
      target,
      what: targets.what(target),
      point: targets.toTop(event.clientX, event.clientY),
      button: Math.max(event.button, 0),
      modifiers: modifiersOf(event),
      toggle: toggles.next(target),
      bar: onScrollbar(event, element),
      places: placesOf(element),
      root: document.documentElement.getBoundingClientRect(),
      done: false,
    };
  };

  const near = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) <= 2 * DRAG_PX;

  const clicked = (detail) => {
    press.done = true;
    if (press.button === 0 && press.toggle) {
      acts.settleOthers();
      write(press.toggle, press);
    } else if (pending && !pending.second && detail === 2 && near(pending, press)) pending.second = press;
    else {
      settle();
      pending = press;
      pending.timer = bridge.later(settle, DOUBLE_MS);
    }
  };

  const dragged = (to) => {
    press.done = true;
    write("drag", press, { to });
  };

  const place = (event) => ({
    node: targets.what(targets.targetOf(targets.elementAt(event.clientX, event.clientY, carriedBy(press)))).node,
    point: targets.toTop(event.clientX, event.clientY),
    t: bridge.at(event),
  });

  const on = {
    pointerdown(event) {
      if (!event.isPrimary) return;
      if (press?.released && !press.done) clicked(1);
      const next = describe(event);
      acts.noteTime(next.t);
      if (next.bar) acts.scrolling(next.t);
      const isSecond = pending && next.button === 0 && pending.button === 0 && next.t - pending.t < DOUBLE_MS && near(pending, next);
      acts.settleOthers(isSecond ? settle : null);
      drop(); // it was released outside the window
      press = next;
      if (!next.bar && next.button < 3) acts.begin(...asClick(next));
    },
    pointerup(event) {
      acts.noteTime(bridge.at(event));
      if (!press || press.done || !event.isPrimary) return;
      const released = press;
      press.released = true;
      if (press.bar) press.done = true;
      else if (Math.hypot(event.clientX - press.x, event.clientY - press.y) > DRAG_PX) {
        dragged(place(event));
      } else {
        const wait = event.pointerType === "mouse" ? NO_CLICK_MS : TOUCH_CLICK_MS;
        // No click event: the element is disabled, or was replaced while the button was down.
        bridge.later(() => press === released && !press.done && clicked(1), wait);
      }
    },
    pointercancel() {
      if (!press || press.dragging) return;
      drop();
      press = null;
    },
    click(event) {
      if (press && !press.done && event.detail > 0) clicked(event.detail);
      else if (event.detail === 0) toggles.byKey(targets.targetOf(targets.deepest(event)));
    },
    auxclick(event) {
      if (press && !press.done && event.button === 1) clicked(1);
    },
    dblclick() {
      if (!pending) return;
      bridge.cancel(pending.timer);
      const first = pending;
      pending = null;
      write("dblclick", first);
      if (first.second) acts.drop(first.second.t);
    },
    contextmenu(event) {
      const byKey = !press || press.button === 0 && !event.ctrlKey;
      if (!byKey && press.done) return;
      const opened = byKey ? { ...describe(event), button: 2 } : press;
      opened.done = true;
      acts.settleOthers();
      write("contextmenu", opened);
    },
    dragstart(event) {
      if (press && !press.done) {
        press.dragging = true;
        press.carried = targets.deepest(event);
      }
      over = null;
    },
    dragover(event) {
      over = [event.clientX, event.clientY];
    },
    drop(event) {
      acts.noteTime(bridge.at(event));
      if (press?.dragging && !press.done) dragged(place(event));
    },
    dragend(event) {
      acts.noteTime(bridge.at(event));
      if (!press?.dragging || press.done) return;
      const [clientX, clientY] = over || [event.clientX, event.clientY];
      dragged(place({ clientX, clientY, timeStamp: event.timeStamp }));
    },
  };
  for (const [name, listener] of Object.entries(on)) acts.listen(name, listener);
}
