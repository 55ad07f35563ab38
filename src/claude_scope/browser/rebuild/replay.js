// Builds the replayer of one document, after it removes everything from the events that runs, loads or navigates.
// Returns null without a full snapshot. The caller has put the JSON of events and style sheets into `sent`, in pieces.
([images]) => {
  const FULL_SNAPSHOT = 2, INCREMENTAL = 3; // types of events
  const MUTATION = 0, MOVE = 1, INTERACTION = 2, MEDIA = 7, CANVAS_DRAWN = 9, FONT = 10; // sources of incremental events
  const ELEMENT = 2; // type of a node
  const events = JSON.parse(sent.events.splice(0).join("")).sort((a, b) => a.timestamp - b.timestamp);
  const styles = JSON.parse(sent.styles.splice(0).join(""));
  const sizes = new Map(images.map(([node, width, height]) => [node, [width, height]]));
  const LOADS = { iframe: ["src", "srcdoc"], frame: ["src"], object: ["data", "classid"], embed: ["src"], applet: ["code", "archive"], portal: ["src"] };
  const cleanAttributes = (tag, attributes) => {
    for (const name of Object.keys(attributes)) {
      const lower = name.toLowerCase();
      if (lower.startsWith("on") || (LOADS[tag] || []).includes(lower)) delete attributes[name];
    }
    if (tag === "meta") delete attributes["http-equiv"];
    if (tag === "base") delete attributes.target;
    if (tag === "link" && attributes.href !== undefined) {
      const rel = String(attributes.rel || "").toLowerCase();
      if (attributes._cssText === undefined && rel.includes("stylesheet") && Object.hasOwn(styles, attributes.href)) attributes._cssText = styles[attributes.href];
      delete attributes.href;
    }
  };
  // An empty picture of the natural size, so that the page has its original layout.
  const blank = (width, height) => `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}'/>`;
  const tags = new Map(); // tags of the nodes whose attributes later events may change
  const renamed = new Set(); // nodes with a name that shadows a property
  const cleanElement = (id, tag, attributes) => {
    cleanAttributes(tag, attributes);
    if (fieldNames.hide(tag, attributes)) renamed.add(id);
  };
  const clean = (top) => {
    const stack = [top];
    while (stack.length) {
      const node = stack.pop();
      if (node.type === ELEMENT) {
        const tag = node.tagName.toLowerCase();
        if (tag in LOADS || tag === "meta" || tag === "link" || tag === "base" || fieldNames.isNamed(tag)) tags.set(node.id, tag);
        cleanElement(node.id, tag, node.attributes);
        if (tag === "img" && sizes.has(node.id)) node.attributes.src = blank(...sizes.get(node.id));
      }
      if (node.childNodes) stack.push(...node.childNodes);
    }
  };
  const pointers = []; // the nodes under the pointer: time, node
  // Whether the replayer gets the event.
  const cleanEvent = ({ type, timestamp, data }) => {
    if (data === null || typeof data !== "object") throw new TypeError("an event without data");
    if (type === FULL_SNAPSHOT) clean(data.node);
    if (type !== INCREMENTAL) return true;
    if (data.source === MUTATION) {
      for (const add of data.adds) clean(add.node);
      for (const { id, attributes } of data.attributes) cleanElement(id, tags.get(id) || "", attributes);
    }
    if (data.source === MOVE) for (const { id, timeOffset } of data.positions) pointers.push([timestamp + (timeOffset || 0), id]);
    return ![MOVE, MEDIA, CANVAS_DRAWN, FONT].includes(data.source);
  };
  // The recorder attaches a frame more than once while the frame is being parsed, but the replayer takes a known document
  // for complete. So only the last attachment is kept.
  const attached = (event) => (event.type === INCREMENTAL && event.data?.isAttachIframe ? event.data.adds?.[0]?.node?.id : undefined);
  const last = new Map(events.map((event, at) => [attached(event), at]));
  const safe = [];
  const broken = new Set(); // the data of invalid events
  for (const [at, event] of events.entries()) {
    if (attached(event) !== undefined && last.get(attached(event)) !== at) continue;
    try {
      if (cleanEvent(event)) safe.push(event);
    } catch {
      broken.add(event.data);
    }
  }
  if (!safe.some((event) => event.type === FULL_SNAPSHOT)) return null;
  if (safe.length < 2) safe.push({ type: 5, timestamp: safe[0].timestamp, data: { tag: "end", payload: {} } });
  globalThis.replay = new Replay(safe, broken);
  const FOCUS = 5, BLUR = 6;
  globalThis.focuses = safe
    .filter(({ type, data }) => type === INCREMENTAL && data.source === INTERACTION && (data.type === FOCUS || data.type === BLUR))
    .map(({ timestamp, data }) => [timestamp, data.type === FOCUS ? data.id : 0]);
  globalThis.pointers = pointers.sort(([a], [b]) => a - b);
  globalThis.hovered = [];
  globalThis.renamed = renamed;
  return safe[0].timestamp;
}
