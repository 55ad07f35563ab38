// States of elements that are no attributes: in the recorded events they become attributes of ours, which the rebuild
// reads. The page's own elements never get them.
(nodes, secrets) => {
  const REFUSED = "data-claude-scope-refused"; // the text of the browser's validation bubble
  const READERS = {
    "data-claude-scope-indeterminate": (box) => (box.indeterminate ? "" : null),
    "data-claude-scope-sheet-disabled": ({ sheet }) => (sheet?.disabled ? "" : null),
    "data-claude-scope-popover-open": (element) => (nodes.matches(element, ":popover-open") ? "" : null),
    // The numbers of the selected options.
    "data-claude-scope-selected": (list) =>
      secrets.isPrivate(list) ? null : Array.from(list.options, (option, n) => (option.selected ? n : -1)).filter((n) => n >= 0).join(" "),
  };
  const [INDETERMINATE, DISABLED, POPOVER, SELECTED] = Object.keys(READERS);
  const known = new Map(); // elements -> their states as recorded: name, value
  const refused = new Map(); // fields -> the text

  const namesFor = (element, tag, attributes) => {
    const names = [];
    if (tag === "input" && element.type === "checkbox") names.push(INDETERMINATE);
    if (tag === "style" || tag === "link") names.push(DISABLED);
    if (tag === "select" && element.multiple) names.push(SELECTED);
    if ("popover" in attributes) names.push(POPOVER);
    return names;
  };

  return {
    // Adds the states of an element to the attributes with which it is recorded.
    begin(element, tag, attributes) {
      const states = namesFor(element, tag, attributes).map((name) => [name, READERS[name](element)]);
      if (states.length) known.set(element, states);
      for (const [name, value] of states) if (value !== null) attributes[name] = value;
      if (refused.has(element)) attributes[REFUSED] = refused.get(element);
    },
    // Calls `write` with each element and state that changed since.
    sweep(write) {
      for (const [element, states] of known) {
        for (const state of states) {
          const value = READERS[state[0]](element);
          if (value === state[1]) continue;
          state[1] = value;
          write(element, { [state[0]]: value });
        }
      }
    },
    refuse(field, text) {
      refused.set(field, text);
      return { [REFUSED]: text };
    },
    accept: (field) => (refused.delete(field) ? { [REFUSED]: null } : null),
    forget() {
      for (const list of [known, refused]) for (const element of list.keys()) if (!nodes.isConnected(element)) list.delete(element);
    },
  };
}
