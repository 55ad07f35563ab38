// Key presses that do not edit text, and those of which nobody may know what they edit.
(config, bridge, nodes, secrets, targets, acts, typing, toggles) => {
  const PAUSE_MS = 1_500;
  const FOCUSABLE = "[tabindex], a, area, audio, button, embed, iframe, input, object, select, summary, textarea, video";
  const MODIFIERS = /^(Shift|Control|Alt|AltGraph|Meta|CapsLock|NumLock|ScrollLock|Fn|Hyper|Super|OS)$/;
  const EDITS = /^(Backspace|Delete|Dead|Unidentified|Process|Insert)$/;
  const MOVES = /^(Arrow\w+|Home|End|PageUp|PageDown)$/;
  const SCROLLS = /^(Arrow\w+|Home|End|PageUp|PageDown| )$/;

  const nameOf = (event, chord) =>
    [
      ...(event.ctrlKey && chord ? ["Control"] : []),
      ...(event.altKey && chord ? ["Alt"] : []),
      ...(event.metaKey ? ["Meta"] : []),
      ...(event.shiftKey && (chord || event.key.length > 1) ? ["Shift"] : []),
      event.key === " " ? "Space" : event.key,
    ].join("+");

  // In a list of suggestions the arrow keys choose.
  const hasSuggestions = (field) =>
    field.getAttribute("role") === "combobox" || field.hasAttribute("aria-autocomplete") || field.hasAttribute("aria-activedescendant") || field.hasAttribute("list");

  const detailsOf = (key, what) => ({ act: "key", ...what, point: null, key });
  const write = (t, key, what) => {
    acts.noteTime(t);
    acts.settleOthers();
    acts.write(t, detailsOf(key, what));
  };

  // Letters for a private element, or for a field in a closed shadow root, of which only the host is known: one act says
  // that something was typed.
  const isUnseen = (element) => {
    if (secrets.isPrivate(element)) return true;
    if (element === document.body || element === document.documentElement) return false;
    const isCustom = nodes.tagOf(element).includes("-") && !nodes.shadowOf(element);
    return isCustom || !nodes.matches(element, FOCUSABLE); // the focus is inside
  };
  const maskedOf = (what, until) => ({ act: "type", ...what, point: null, value: config.mask, until });
  let unseen = null;
  const settle = () => {
    if (!unseen) return;
    const { t, until, what, timer } = unseen;
    unseen = null;
    bridge.cancel(timer);
    acts.write(t, maskedOf(what, until));
  };
  acts.settlers.add(settle);
  const typeUnseen = (t, element, target) => {
    if (unseen?.element !== element) {
      acts.settleOthers();
      unseen = { element, t, what: targets.what(target) };
      acts.noteTime(t);
      acts.begin(t, maskedOf(unseen.what, t));
    }
    unseen.until = t;
    bridge.cancel(unseen.timer);
    unseen.timer = bridge.later(settle, PAUSE_MS);
  };

  acts.listen("keydown", (event) => {
    const { key } = event;
    if (!key || MODIFIERS.test(key) || event.isComposing || event.keyCode === 229) return;
    const t = bridge.at(event);
    const element = targets.deepest(event);
    const target = targets.targetOf(element);
    const graph = event.getModifierState("AltGraph") || (event.ctrlKey && event.altKey && key.length === 1);
    const chord = ((event.ctrlKey || event.altKey) && !graph) || event.metaKey;
    const field = typing.fieldOf(element);
    if (SCROLLS.test(key)) acts.scrolling(t);

    if (field && !chord) {
      if (key.length === 1 || EDITS.test(key)) return void typing.key(t, field, key);
      const isLine = nodes.isA(field, "input");
      if (isLine && !/^(text|search|url|tel|email|password)$/.test(field.type) && MOVES.test(key)) return void typing.key(t, field, key);
      if (MOVES.test(key) || (key === "Enter" && !isLine)) {
        if (event.repeat) return;
        const what = targets.what(target);
        if (key === "Enter") typing.key(t);
        const name = nameOf(event, chord);
        acts.begin(t, detailsOf(name, what));
        // The page's own listeners run after this one; if one of them handled the key, it did not edit.
        bridge.later(() => {
          if (event.defaultPrevented || hasSuggestions(field)) write(t, name, what);
          else if (!typing.isTyping(t)) acts.drop(t);
        }, 0);
        return;
      }
    }
    if (!chord && toggles.is(target)) {
      if (key === " " || (key === "Enter" && !nodes.isA(target, "input")) || (MOVES.test(key) && target.type === "radio")) {
        if (!event.repeat) toggles.pressed(t, target);
        return;
      }
    }
    if (!chord && nodes.isA(target, "select") && (MOVES.test(key) || (key.length === 1 && key !== " "))) return;
    const isLetter = key.length === 1 && (key !== " " || unseen?.element === element); // Space alone presses
    if (!chord && isLetter && isUnseen(element)) return void typeUnseen(t, element, target);
    if (!event.repeat) write(t, nameOf(event, chord), targets.what(target));
  });
}
