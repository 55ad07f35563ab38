// Checkboxes, radio buttons and switches: what the next press of one does.
(bridge, nodes, targets, acts) => {
  const ROLES = /^(checkbox|radio|switch|menuitemcheckbox|menuitemradio)$/;
  const KEY_MS = 1_000;
  let key = null; // the last key that may have pressed one

  const isNative = (element) => nodes.isA(element, "input") && /^(checkbox|radio)$/.test(element.type);
  const is = (element) => isNative(element) || ROLES.test(nodes.attributeOf(element, "role"));
  const isRadio = (element) => (isNative(element) && element.type === "radio") || /radio$/.test(nodes.attributeOf(element, "role"));

  const next = (element) => {
    if (!is(element)) return "";
    const checked = isNative(element) ? element.checked : nodes.attributeOf(element, "aria-checked") === "true";
    return checked && !isRadio(element) ? "uncheck" : "check";
  };

  const write = (t, act, element) => {
    acts.settleOthers();
    acts.write(t, { act, ...targets.what(element), point: null });
  };

  return {
    is,
    next,
    // A key on such an element: native ones and buttons react with a click event, others by a script.
    pressed(t, element) {
      if (isNative(element) || nodes.isA(element, "button")) key = { t, act: next(element), element };
      else write(t, next(element), element);
    },
    byKey(element) {
      if (!key || !is(element) || bridge.now() - key.t > KEY_MS) return;
      write(key.t, element === key.element ? key.act : "check", element); // arrow keys check another radio button
      key = null;
    },
  };
}
