// Defines `applyStates`: sets what no attribute of the page holds, such as `indeterminate`, in a rebuilt document. The
// recorder writes them as attributes; an element without one is reset, because the replayer may have gone back in time.
(() => {
  const { get, call } = dom;
  const INDETERMINATE = "data-claude-scope-indeterminate";
  const DISABLED = "data-claude-scope-sheet-disabled";
  const POPOVER = "data-claude-scope-popover-open";
  const SELECTED = "data-claude-scope-selected"; // the numbers of the selected options
  const has = (element, name) => call(element, "hasAttribute", name);
  const turn = (popover, method) => {
    try {
      call(popover, method);
    } catch {
      // A capture can claim what a browser refuses, such as an open popover that is also a modal dialog.
    }
  };

  const applyTo = (root) => {
    for (const box of call(root, "querySelectorAll", `[${INDETERMINATE}], :indeterminate`)) {
      if (box.type === "checkbox") box.indeterminate = has(box, INDETERMINATE);
    }
    for (const style of call(root, "querySelectorAll", "style, link")) {
      if (style.sheet) style.sheet.disabled = has(style, DISABLED);
    }
    for (const list of call(root, "querySelectorAll", `select[${SELECTED}]`)) {
      const selected = new Set(call(list, "getAttribute", SELECTED).split(" ").filter(Boolean).map(Number));
      [...list.options].forEach((option, n) => (option.selected = selected.has(n)));
    }
    for (const popover of call(root, "querySelectorAll", ":popover-open")) if (!has(popover, POPOVER)) turn(popover, "hidePopover");
    for (const popover of call(root, "querySelectorAll", `[popover][${POPOVER}]:not(:popover-open)`)) turn(popover, "showPopover");
  };

  const applyStates = (root) => {
    applyTo(root);
    for (const element of call(root, "querySelectorAll", "*")) {
      const inner = get(element, "shadowRoot") || (get(element, "localName") === "iframe" && element.contentDocument);
      if (inner) applyStates(inner);
    }
  };
  globalThis.applyStates = applyStates;
})();
