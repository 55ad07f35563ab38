// Records the DOM of a root with rrweb: a top frame, or a frame whose parent frame is not readable, and the readable
// frames in it.
(config, parts, bridge, timers, nodes, secrets, isTop, onMutation) => {
  const FULL = 2, INCREMENTAL = 3; // types of events
  const MUTATION = 0, INTERACTION = 2, SCROLL = 3, ADOPTED = 15; // sources of incremental events
  const FIELDS = /^(input|textarea|select)$/;
  const observers = parts.observers(() => sweep.touch());
  const { record, atOnce } = parts.rrweb(timers);
  const { mirror } = record;
  let isStarted = false;
  let last = 0; // the time of the last event
  let earlier = Infinity; // the time of an act before which changes happened

  const known = (id) => (id > 0 ? id : null);
  const id = (node) => known(mirror.getId(node));

  const push = (event) => {
    event.timestamp = last = Math.max(last, Math.min(event.timestamp, earlier));
    bridge.push("dom", event.timestamp, { event });
  };
  // Writes what rrweb does not report, in rrweb's format.
  const write = (data, timestamp = Math.round(bridge.now())) => {
    if (isStarted) push({ type: INCREMENTAL, timestamp, data });
  };
  const mark = (element, attributes) => write({ source: MUTATION, texts: [], attributes: [{ id: id(element), attributes }], removes: [], adds: [] });

  const dom = { id, write, mark, atOnce, isStarted: () => isStarted, active: () => focus.active() };
  const states = parts.states(nodes, secrets);
  const sheets = parts.sheets(nodes, dom, observers);
  const sweep = parts.sweep(bridge, nodes, dom, observers, states, sheets);
  const focus = parts.focus(bridge, dom, isTop);
  const scrolled = parts.scrolled(bridge, nodes, dom);
  parts.validation(bridge, secrets, dom, states);
  if (isTop) parts.pointer(bridge, dom);

  // rrweb recorded an element as it is now.
  const begin = (element, node) => {
    const { tagName: tag, attributes } = node;
    if (FIELDS.test(tag)) sweep.begin(element);
    if (tag === "style" || tag === "link") sheets.begin(element);
    if (tag.includes("-") && nodes.matches(element, ":defined")) node.isCustom = true; // this world has no `customElements`
    states.begin(element, tag, attributes);
  };
  const masked = parts.masked(config, nodes, secrets, mirror, begin);

  const noteMutation = (data) => {
    masked.mutation(data);
    for (const { id: changed, attributes } of data.attributes) {
      const element = mirror.getNode(changed);
      if (!element) continue;
      if (attributes._cssText !== undefined) sheets.begin(element);
      if ("popover" in attributes || "type" in attributes || "multiple" in attributes) states.begin(element, nodes.tagOf(element).toLowerCase(), attributes);
    }
    tellChanged(data);
    focus.again();
  };

  const nodesOf = (ids) => [...new Set(ids)].map((number) => mirror.getNode(number)).filter(Boolean);
  const tellChanged = ({ adds, removes, texts, attributes }) => {
    const marked = nodesOf(attributes.map(({ id: changed }) => changed));
    const others = nodesOf([...adds.map(({ parentId }) => parentId), ...texts.map(({ id: changed }) => changed)]);
    const isEmptied = !marked.length && !others.length && nodesOf(removes.map(({ parentId }) => parentId)).length > 0;
    if (isEmptied || marked.length || others.length) onMutation(bridge.now(), { attributes: marked, others });
  };

  const process = (event) => {
    const { type, data } = event;
    if (type === FULL) masked.document(data.node);
    if (type !== INCREMENTAL) return event;
    const element = mirror.getNode(data.id);
    if (data.source === MUTATION) noteMutation(data);
    else if (data.source === SCROLL && element) scrolled.recorded(element, data.x, data.y);
    else if (data.source === INTERACTION && element) focus.recorded(data.type, data.id);
    else if (data.source === ADOPTED && element) sheets.adopted(element, data);
    return event;
  };

  const emit = (event) => {
    if (event.type === INCREMENTAL && event.data.source === INTERACTION && event.data.id < 0) return; // not in the mirror yet
    push(event);
    if (event.type === FULL) images();
  };

  // The natural sizes of pictures, so that a page can be laid out without them.
  const image = (element) => {
    const node = id(element);
    if (node && element.naturalWidth) bridge.push("image", bridge.now(), { node, width: element.naturalWidth, height: element.naturalHeight });
  };
  const images = () => {
    for (const element of document.images) if (element.complete) image(element);
  };

  const snapshot = () => {
    if (!isStarted) return;
    sheets.restart();
    record.takeFullSnapshot();
    focus.write();
  };

  // After Back and a reload the browser restores values of fields, which rrweb does not report.
  const restored = () => {
    const [{ type } = {}] = performance.getEntriesByType("navigation");
    if (/^(back_forward|reload)$/.test(type) && document.querySelector("input, textarea, select")) snapshot();
  };

  const stop = record({
    emit,
    recordAfter: "DOMContentLoaded",
    maskTextSelector: config.private,
    maskTextFn: (text) => (text.trim() ? config.mask : text),
    maskInputOptions: { input: true, textarea: true, password: true },
    maskInputFn: (value, element) => secrets.masked(value, element),
    sampling: {
      mousemove: false, // acts have their points, and pointer.js reports the elements under the pointer
      mouseInteraction: { MouseUp: false, MouseDown: false, Click: false, ContextMenu: false, DblClick: false, TouchStart: false, TouchEnd: false },
    },
    plugins: [{ name: "claude-scope", options: {}, eventProcessor: process }],
  });

  const start = () => {
    isStarted = true;
    focus.write();
    sweep.start();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
  window.addEventListener("load", () => snapshot());
  // After a form's reset and its listeners, its fields have other values.
  window.addEventListener("reset", () => bridge.later(sweep.now, 0), { capture: true, passive: true });

  return {
    id,
    node: (number) => mirror.getNode(number),
    observes: observers.has,
    shadowRootsIn: (page) => observers.roots().filter((root) => root.host && root.ownerDocument === page),
    image,
    snapshot,
    restored,
    touch: sweep.touch,
    sweep: sweep.now,
    // What the page did until an act belongs to the time before it.
    beforeAct(t) {
      earlier = Math.round(t) - 1;
      sweep.beforeAct();
      earlier = Infinity;
    },
    stop() {
      stop?.();
      observers.stop();
    },
  };
}
