// Records the DOM of a top frame, or of a frame with a cross-origin parent, with rrweb. In such a frame rrweb posts its
// events to the parent frame, which assigns its own ids to them.
(config, bridge, secrets, frame, relay, onMutation) => {
  const holder = {};
  (function (exports, module, define) {
    __RRWEB__
  }).call(holder);
  const { record } = holder.rrwebRecord;
  const { mirror } = record;
  const FULL = 2, INCREMENTAL = 3, CUSTOM = 5, MUTATION = 0, MOVE = 1, INTERACTION = 2, SCROLL = 3, INPUT = 5, FOCUS = 5, BLUR = 6;
  const OVER_MS = 50;
  const TYPED_MS = 50;
  const SCROLLED_MS = 120; // after rrweb reported it, which it does every 100 ms
  const INDETERMINATE = "data-claude-scope-indeterminate";
  const REFUSED = "data-claude-scope-refused";
  const TEXTS = /^(alt|title|placeholder|value|label|summary|content|href|src|srcset|srcdoc|poster|action|data|rr_.*|data-.*|aria-(label|description|valuetext|roledescription|placeholder|valuenow))$/;
  const elementsOf = Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, "elements").get;
  const indeterminate = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "indeterminate");
  const isTop = window.parent === window;
  const shown = new WeakMap(); // checkboxes recorded as indeterminate
  let started = false;
  let focused = null; // the id of the element whose focus was recorded last

  const hide = (attributes) => {
    for (const name of Object.keys(attributes)) {
      if (TEXTS.test(name) && attributes[name]) attributes[name] = config.mask;
    }
  };

  // Masks and records what rrweb does not.
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
      changed(event.data);
    } else if (event.type === INCREMENTAL && event.data.source === SCROLL) {
      const element = mirror.getNode(event.data.id); // null if it is in a cross-origin frame
      if (element) places.set(element, `${event.data.x} ${event.data.y}`);
    } else if (event.type === INCREMENTAL && event.data.source === INTERACTION && mirror.getNode(event.data.id)) {
      if (event.data.type === FOCUS) focused = event.data.id;
      else if (event.data.type === BLUR && focused === event.data.id) focused = null;
    }
    return event;
  };

  // Cross-origin frames send their changes to the frames around them, whose mirrors lack their nodes.
  const nodesOf = (ids) => [...new Set(ids)].map((id) => mirror.getNode(id)).filter(Boolean);
  const changed = ({ adds, removes, texts, attributes }) => {
    const marked = nodesOf(attributes.map(({ id }) => id));
    const others = nodesOf([...adds.map(({ parentId }) => parentId), ...texts.map(({ id }) => id)]);
    const isEmptied = !marked.length && !others.length && nodesOf(removes.map(({ parentId }) => parentId)).length > 0;
    if (isEmptied || marked.length || others.length) onMutation(bridge.now(), { attributes: marked, others });
    bridge.later(refocus, 0); // when this event was sent
  };

  const isPrivateId = (id) => {
    const node = mirror.getNode(id);
    return Boolean(node) && secrets.isPrivate(node);
  };

  const emit = (event) => {
    if (event.type === CUSTOM && event.data.tag === config.key) {
      const { id, nextId, t, to, frame: from, act, target, point, value, key, button, modifiers, until } = event.data.payload;
      const forwarded = { act, target, point, value, key, button, modifiers, until };
      bridge.pushFor(from, "action", t, { ...forwarded, node: known(id), ...(to && { to: { ...to, node: known(nextId) } }) });
      return;
    }
    if (event.type === INCREMENTAL && event.data.source === INTERACTION && event.data.id < 0) return; // not in the mirror yet
    bridge.push("dom", event.timestamp, { event });
    if (event.type === FULL) images();
  };

  const known = (id) => (id > 0 ? id : null);
  const id = (node) => known(mirror.getId(node));

  // Writes what rrweb does not report, in rrweb's format.
  const write = (data) => {
    if (!started) return;
    const event = { type: INCREMENTAL, timestamp: Math.round(bridge.now()), data };
    if (isTop) bridge.push("dom", event.timestamp, { event });
    else window.parent.postMessage({ type: "rrweb", event, origin: location.origin, isCheckout: false }, "*");
  };

  // The natural sizes of pictures, so that a page can be laid out without them.
  const image = (element) => {
    const node = id(element);
    if (node && element.naturalWidth) bridge.push("image", bridge.now(), { node, width: element.naturalWidth, height: element.naturalHeight });
  };
  const images = () => {
    for (const element of document.images) if (element.complete) image(element);
  };

  // The position of the pointer and the elements under it, as an rrweb move event: style sheets with `:hover` show and
  // hide things without an act or a change of the DOM. While the pointer moves, this is recorded every OVER_MS.
  let over = null;
  const notePointer = (event) => {
    if (!event.isTrusted || event.pointerType === "touch") return;
    const isWaiting = over !== null;
    const { clientX, clientY } = event;
    over = { t: bridge.at(event), element: event.type === "pointerout" ? null : event.composedPath()[0], x: clientX, y: clientY };
    if (!isWaiting) bridge.later(writePointer, OVER_MS);
  };
  const writePointer = () => {
    const { t, element, x, y } = over;
    over = null;
    const timestamp = Math.round(t);
    const positions = [{ x: Math.round(x), y: Math.round(y), id: (element && id(element)) || 0, timeOffset: 0 }];
    if (started) bridge.push("dom", timestamp, { event: { type: INCREMENTAL, timestamp, data: { source: MOVE, positions } } });
  };
  if (isTop) {
    for (const name of ["pointerover", "pointermove"]) window.addEventListener(name, notePointer, { capture: true, passive: true });
    window.addEventListener("pointerout", (event) => event.relatedTarget === null && notePointer(event), { capture: true, passive: true });
  }

  // rrweb reports only the element that scrolled last: if a grid's header or frozen column scrolls with its body, only
  // one of them.
  const scrolled = new Set();
  const places = new WeakMap(); // the recorded positions
  const noteScrolled = ({ target }) => {
    if (!(target instanceof Element)) return;
    if (!scrolled.size) bridge.later(writeScrolled, SCROLLED_MS);
    scrolled.add(target);
  };
  const writeScrolled = () => {
    for (const element of scrolled) {
      const [x, y] = [element.scrollLeft, element.scrollTop];
      if (id(element) && places.get(element) !== `${x} ${y}`) write({ source: SCROLL, id: id(element), x, y });
      places.set(element, `${x} ${y}`);
    }
    scrolled.clear();
  };
  window.addEventListener("scroll", noteScrolled, { capture: true, passive: true });

  // After a form's reset and its listeners, its fields have other values, which rrweb does not report.
  const noteReset = ({ target }) => target instanceof HTMLFormElement && bridge.later(() => writeFields(target), 0);
  const writeFields = (form) => {
    for (const field of elementsOf.call(form)) {
      if (!/^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName) || !id(field)) continue;
      write({ source: INPUT, id: id(field), text: secrets.masked(field.value, field), isChecked: field.checked === true });
    }
  };
  window.addEventListener("reset", noteReset, { capture: true, passive: true });

  // The browser's validation bubble, which says why a form cannot be sent: it is at the first invalid field, which gets
  // the focus. It disappears on typing. A page with its own validation shows none.
  const refused = new WeakSet();
  let inputTime = -Infinity;
  const noteRefused = (event) => {
    const field = event.target;
    if (bridge.now() - inputTime < TYPED_MS) return;
    bridge.later(() => {
      if (event.defaultPrevented || active() !== field || !id(field) || !field.matches(":user-invalid")) return;
      refused.add(field);
      mark(field, REFUSED, secrets.isMasked(field) ? "" : field.validationMessage);
    }, 0);
  };
  const noteInput = ({ target }) => {
    inputTime = bridge.now();
    if (refused.delete(target)) mark(target, REFUSED, null);
  };
  const mark = (element, name, value) => write({ source: MUTATION, texts: [], attributes: [{ id: id(element), attributes: { [name]: value } }], removes: [], adds: [] });
  window.addEventListener("invalid", noteRefused, { capture: true, passive: true });
  window.addEventListener("input", noteInput, { capture: true, passive: true });

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
    relay(); // cross-origin frames have to report theirs again
  };

  // The focused element, through open shadow roots and same-origin frames; null if there is none.
  const active = () => {
    let element = document.activeElement;
    for (let inner = element; inner; inner = element.shadowRoot?.activeElement || element.contentDocument?.activeElement) element = inner;
    const isNone = !element || element === element.ownerDocument.body || /^I?FRAME$/.test(element.tagName);
    return isNone ? null : element;
  };

  // rrweb reports only changes of the focus, and not those to an element that was just added.
  const focus = () => {
    const element = active();
    if (!element || !id(element) || !(isTop || document.hasFocus())) return;
    focused = id(element);
    write({ source: INTERACTION, type: FOCUS, id: focused, x: 0, y: 0 });
  };
  const refocus = () => started && document.hasFocus() && active() && id(active()) !== focused && focus();

  // After Back and a reload the browser restores values of fields, which rrweb does not report.
  const restored = () => {
    const [{ type } = {}] = performance.getEntriesByType("navigation");
    if (/^(back_forward|reload)$/.test(type) && document.querySelector("input, textarea, select")) snapshot();
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
      mousemove: false, // acts have their points, and `notePointer` reports the elements under the pointer
      mouseInteraction: { MouseUp: false, MouseDown: false, Click: false, ContextMenu: false, DblClick: false, TouchStart: false, TouchEnd: false },
    },
    plugins: [{ name: "claude-scope", options: {}, eventProcessor: process }],
  });
  // The page's own message listeners do not get rrweb's messages.
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
    node: (number) => mirror.getNode(number),
    image,
    noteIndeterminate,
    snapshot,
    restored,
    // An act in a cross-origin frame reaches the top frame among rrweb's events, which translate its node there.
    forward(t, { node, to, ...act }) {
      if (!started || node === null) return false;
      record.addCustomEvent(config.key, { ...act, t, frame: frame.id, id: node, ...(to && { to: { ...to, node: null }, nextId: to.node }) });
      return true;
    },
  };
}
