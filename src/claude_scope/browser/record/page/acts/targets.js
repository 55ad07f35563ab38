// Finds the element that a user would name as the target of an act, and describes it by its attributes.
(config, nodes, secrets, nodeId) => {
  const ROLES =
    "button, link, checkbox, radio, switch, tab, menuitem, menuitemcheckbox, menuitemradio, option, textbox, searchbox, combobox, slider, spinbutton, treeitem, gridcell";
  const WIDGETS =
    "a[href], area[href], button, input, select, textarea, option, summary, label, video[controls], audio[controls], " +
    ROLES.split(", ").map((role) => `[role=${role}]`).join(", ");
  const INTERACTIVE = `${WIDGETS}, [contenteditable]:not([contenteditable=false]), [tabindex]:not([tabindex='-1'])`;
  const textOf = Object.getOwnPropertyDescriptor(Node.prototype, "textContent").get;

  const deepest = (event) => {
    const [first] = event.composedPath();
    if (first === window) return document.documentElement;
    return nodes.isElement(first) ? first : nodes.parentElementOf(first) || document.documentElement;
  };

  // The nearest interactive ancestor, through open shadow roots; a label represents its field.
  const targetOf = (element) => {
    for (let at = element; at; at = nodes.hostOf(at)) {
      const found = nodes.closest(at, INTERACTIVE);
      if (found) return nodes.isA(found, "label") ? found.control || element : found;
    }
    return element;
  };

  const isWithin = (element, outer) => {
    for (let at = element; at; at = nodes.outerOf(at)) if (at === outer) return true;
    return false;
  };

  // The element at a point, through open shadow roots and under the dragged element.
  const elementAt = (x, y, carried) => {
    let found = null;
    for (let root = document; root; root = nodes.shadowOf(found)) {
      const inner = root.elementsFromPoint(x, y).find((element) => root.contains(element) && !(carried && isWithin(element, carried)));
      if (!inner) break;
      found = inner;
    }
    return found || document.documentElement;
  };

  const nameOf = (element) => {
    const own = (name) => nodes.attributeOf(element, name);
    const label = own("aria-label") || secrets.labelsOf(element)[0] || own("alt") || own("title") || own("placeholder");
    if (label.trim()) return label;
    if (nodes.isA(element, "input") && /^(button|submit|reset)$/.test(element.type)) return element.value;
    return /^(INPUT|SELECT|TEXTAREA|HTML|BODY)$/.test(nodes.tagOf(element)) || nodes.isEditable(element) ? "" : textOf.call(element) || "";
  };

  const describe = (element) => ({
    tag: nodes.tagOf(element).toLowerCase(),
    role: nodes.attributeOf(element, "role").slice(0, 40),
    name: secrets.isPrivate(element) ? config.mask : nameOf(element).replace(/\s+/g, " ").trim().slice(0, 120),
    type: nodes.isA(element, "input", "button") ? element.type : "",
  });

  // The iframes around a window, up to the topmost readable frame.
  const framesAround = (view) => {
    const frames = [];
    try {
      for (let at = view; at.frameElement; at = at.parent) frames.push(at.frameElement);
    } catch {
      // The frames above are not readable.
    }
    return frames;
  };

  // From a frame's viewport to that of the topmost readable frame.
  const toTop = (x, y, view = window) => {
    for (const frame of framesAround(view)) {
      const box = nodes.boxOf(frame);
      x += box.left + frame.clientLeft;
      y += box.top + frame.clientTop;
    }
    return [Math.round(x * 100) / 100, Math.round(y * 100) / 100];
  };

  const isScaled = (frame) => {
    const { width, height } = nodes.boxOf(frame);
    return Math.abs(width - frame.offsetWidth) >= 1 || Math.abs(height - frame.offsetHeight) >= 1 || frame.currentCSSZoom !== 1;
  };

  return {
    deepest,
    targetOf,
    elementAt,
    toTop,
    framesAround,
    isScaled,
    isWidget: (element) => nodes.matches(element, WIDGETS), // not only a focusable container, such as a panel
    what: (element) => ({ node: nodeId(element), target: describe(element) }),
  };
}
