// Records the DOM of a top frame, or of a frame whose parent is of another origin, with rrweb.
// In such a frame rrweb posts its events to the frame above, which gives them ids of its own.
(config, bridge, secrets, frame, relay, onMutation) => {
  const holder = {};
  (function (exports, module, define) {
    __RRWEB__
  }).call(holder);
  const { record } = holder.rrwebRecord;
  const { mirror } = record;
  const FULL = 2, INCREMENTAL = 3, CUSTOM = 5, MUTATION = 0, MOVE = 1;
  const OVER_MS = 50;
  const INDETERMINATE = "data-claude-scope-indeterminate";
  const TEXTS = /^(alt|title|placeholder|value|label|summary|content|href|src|srcset|srcdoc|poster|action|data|rr_.*|data-.*|aria-(label|description|valuetext|roledescription|placeholder|valuenow))$/;
  const indeterminate = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "indeterminate");
  const isTop = window.parent === window;
  const shown = new WeakMap(); // checkboxes whose indeterminate state the record has
  let started = false;

  const hide = (attributes) => {
    for (const name of Object.keys(attributes)) {
      if (TEXTS.test(name) && attributes[name]) attributes[name] = config.mask;
    }
  };

  // What rrweb does not mask, and does not see.
  const complete = (node, inPrivate) => {
    const { attributes } = node;
    if (attributes) {
      const element = mirror.getNode(node.id);
      const own = inPrivate || (element instanceof Element && secrets.isPrivateItself(element));
      if (own) hide(attributes);
      else if (node.tagName === "input" && element) completeInput(element, attributes);
      inPrivate = own;
    }
    if (node.childNodes) for (const child of node.childNodes) complete(child, inPrivate);
  };

  const completeInput = (input, attributes) => {
    if (typeof attributes.value === "string") attributes.value = secrets.masked(attributes.value, input);
    if (input.type !== "checkbox") return;
    const state = indeterminate.get.call(input);
    shown.set(input, state);
    if (state) attributes[INDETERMINATE] = "";
  };

  const process = (event) => {
    if (event.type === FULL) complete(event.data.node, false);
    else if (event.type === INCREMENTAL && event.data.source === MUTATION) {
      for (const { parentId, node } of event.data.adds) complete(node, isPrivateId(parentId));
      for (const { id, attributes } of event.data.attributes) if (isPrivateId(id)) hide(attributes);
    }
    return event;
  };

  const isPrivateId = (id) => {
    const node = mirror.getNode(id);
    return Boolean(node) && secrets.isPrivate(node);
  };

  const emit = (event) => {
    if (event.type === CUSTOM && event.data.tag === config.key) {
      const { id, nextId, t, frame: from, to, ...act } = event.data.payload;
      bridge.push("action", t, { ...act, frame: from, node: known(id), ...(to && { to: { ...to, node: known(nextId) } }) });
      return;
    }
    bridge.push("dom", event.timestamp, { event });
    if (event.type === FULL) images();
    if (event.type === INCREMENTAL && event.data.source === MUTATION) onMutation(bridge.now());
  };

  const known = (id) => (id > 0 ? id : null);
  const id = (node) => known(mirror.getId(node));

  // The natural sizes of pictures, with which a page can be laid out again without them.
  const image = (element) => {
    const node = id(element);
    if (node && element.naturalWidth) bridge.push("image", bridge.now(), { node, width: element.naturalWidth, height: element.naturalHeight });
  };
  const images = () => {
    for (const element of document.images) if (element.complete) image(element);
  };

  // What the pointer is over, in the form of rrweb's moves: with `:hover` style sheets show and hide things, and no act and
  // no change of the DOM says so. On its way over a page it is noted every OVER_MS.
  let over = null;
  const notePointer = (event) => {
    if (!event.isTrusted || event.pointerType === "touch") return;
    const isWaiting = over !== null;
    over = { t: bridge.at(event), element: event.type === "pointerout" ? null : event.composedPath()[0] };
    if (!isWaiting) bridge.later(writePointer, OVER_MS);
  };
  const writePointer = () => {
    const { t, element } = over;
    over = null;
    const timestamp = Math.round(t);
    const positions = [{ x: 0, y: 0, id: (element && id(element)) || 0, timeOffset: 0 }];
    if (started) bridge.push("dom", timestamp, { event: { type: INCREMENTAL, timestamp, data: { source: MOVE, positions } } });
  };
  if (isTop) {
    window.addEventListener("pointerover", notePointer, { capture: true, passive: true });
    window.addEventListener("pointerout", (event) => event.relatedTarget === null && notePointer(event), { capture: true, passive: true });
  }

  const noteIndeterminate = (input) => {
    const state = indeterminate.get.call(input);
    if (!started || !id(input) || state === (shown.get(input) || false)) return;
    shown.set(input, state);
    const attributes = [{ id: id(input), attributes: { [INDETERMINATE]: state ? "" : null } }];
    const event = { type: INCREMENTAL, timestamp: Math.round(bridge.now()), data: { source: MUTATION, texts: [], attributes, removes: [], adds: [] } };
    if (isTop) bridge.push("dom", event.timestamp, { event });
  };
  Object.defineProperty(HTMLInputElement.prototype, "indeterminate", {
    ...indeterminate,
    set(state) {
      indeterminate.set.call(this, state);
      noteIndeterminate(this);
    },
  });

  const snapshot = () => {
    if (!started) return;
    record.takeFullSnapshot();
    focus();
    relay(); // frames of another origin have to tell theirs anew
  };

  // rrweb tells changes of the focus only.
  const focus = () => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!isTop || !element || element === document.body || !id(element)) return;
    const timestamp = Math.round(bridge.now());
    bridge.push("dom", timestamp, { event: { type: INCREMENTAL, timestamp, data: { source: 2, type: 5, id: id(element), x: 0, y: 0 } } });
  };

  record({
    emit,
    recordAfter: "DOMContentLoaded",
    recordCrossOriginIframes: true,
    maskTextSelector: config.private,
    maskTextFn: (text) => (text.trim() ? config.mask : text),
    maskInputOptions: { input: true, textarea: true, password: true },
    maskInputFn: (value, element) => secrets.masked(value, element),
    sampling: {
      mousemove: false, // acts have their points, and `notePointer` says what lies below the pointer
      mouseInteraction: { MouseUp: false, MouseDown: false, Click: false, ContextMenu: false, DblClick: false, TouchStart: false, TouchEnd: false },
    },
    plugins: [{ name: "claude-scope", options: {}, eventProcessor: process }],
  });
  // The page's own listeners for messages get none of rrweb's.
  window.addEventListener("message", (event) => event.data?.type === "rrweb" && event.data.event && event.stopImmediatePropagation());

  const start = () => {
    started = true;
    focus();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
  window.addEventListener("load", () => snapshot());

  return {
    id,
    image,
    noteIndeterminate,
    snapshot,
    // An act in a frame of another origin reaches the top frame among rrweb's events, which translates its node there.
    forward(t, { node, to, ...act }) {
      if (!started || node === null) return false;
      record.addCustomEvent(config.key, { ...act, t, frame: frame.id, id: node, ...(to && { to: { ...to, node: null }, nextId: to.node }) });
      return true;
    },
  };
}
