// The focus: rrweb reports only its changes, and not those to an element that was just added.
(bridge, dom, isTop) => {
  const INTERACTION = 2; // source of incremental events
  const FOCUS = 5, BLUR = 6;
  let focused = null; // the id of the element whose focus was recorded last

  // The focused element, through open shadow roots and same-origin frames; null if there is none.
  const active = () => {
    let element = document.activeElement;
    for (let inner = element; inner; inner = element.shadowRoot?.activeElement || element.contentDocument?.activeElement) element = inner;
    const isNone = !element || element === element.ownerDocument.body || /^I?FRAME$/.test(element.tagName);
    return isNone ? null : element;
  };

  const write = () => {
    const element = active();
    if (!element || !dom.id(element) || !(isTop || document.hasFocus())) return;
    focused = dom.id(element);
    dom.write({ source: INTERACTION, type: FOCUS, id: focused, x: 0, y: 0 });
  };

  return {
    active,
    write,
    recorded(type, id) {
      if (type === FOCUS) focused = id;
      else if (type === BLUR && focused === id) focused = null;
    },
    // After a change of the DOM, when that was written.
    again: () => bridge.later(() => dom.isStarted() && document.hasFocus() && active() && dom.id(active()) !== focused && write(), 0),
  };
}
