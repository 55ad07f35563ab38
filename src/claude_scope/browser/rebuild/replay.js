// Builds the replayer of one document. Everything that could run, load or navigate is taken out of the events first.
([eventsJson, stylesJson, images]) => {
  const events = JSON.parse(eventsJson);
  const styles = JSON.parse(stylesJson);
  const sizes = new Map(images.map(([node, width, height]) => [node, [width, height]]));
  // Where scripts are off, a canvas is only its fallback content, and would take no room.
  const CANVAS = ["canvas { display: inline-block; overflow: hidden; width: attr(width px, 300px); height: attr(height px, 150px); aspect-ratio: attr(width type(<number>), 300) / attr(height type(<number>), 150); }"];
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
  // An empty picture of the natural size, so that the page is laid out as it was.
  const blank = (width, height) => `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}'/>`;
  const tags = new Map(); // of the nodes that attributes of later events belong to
  const clean = (top) => {
    const stack = [top];
    while (stack.length) {
      const node = stack.pop();
      if (!node || typeof node !== "object") continue;
      if (node.type === 2 && typeof node.tagName === "string") {
        const tag = node.tagName.toLowerCase();
        if (tag in LOADS || tag === "meta" || tag === "link" || tag === "base") tags.set(node.id, tag);
        if (node.attributes) cleanAttributes(tag, node.attributes);
        if (tag === "img" && sizes.has(node.id)) node.attributes.src = blank(...sizes.get(node.id));
      }
      if (Array.isArray(node.childNodes)) stack.push(...node.childNodes);
    }
  };
  // A frame that is still being parsed is attached more than once, and the replayer takes a document that it knows for
  // whole: only the last time counts.
  const attached = (event) => (event.type === 3 && event.data?.isAttachIframe ? event.data.adds?.[0]?.node?.id : undefined);
  const last = new Map(events.map((event, at) => [attached(event), at]));
  const safe = [];
  const pointers = []; // what the pointer was over: at which time, which node
  for (const [at, event] of events.entries()) {
    const data = event.data || {};
    if (attached(event) !== undefined && last.get(attached(event)) !== at) continue;
    if (event.type === 2) clean(data.node);
    if (event.type === 3 && data.source === 0) {
      for (const add of data.adds || []) clean(add.node);
      for (const change of data.attributes || []) if (change.attributes) cleanAttributes(tags.get(change.id) || "", change.attributes);
    }
    if (event.type === 3 && data.source === 1) {
      for (const { id, timeOffset } of data.positions || []) pointers.push([event.timestamp + (timeOffset || 0), id]);
      continue;
    }
    if (event.type === 3 && (data.source === 9 || data.source === 7 || data.source === 10)) continue; // canvas, media, fonts
    safe.push(event);
  }
  safe.sort((a, b) => a.timestamp - b.timestamp);
  const first = safe.findIndex((event) => event.type === 2);
  if (first < 0) return null;
  if (safe.length < 2) safe.push({ type: 5, timestamp: safe[0].timestamp, data: { tag: "end", payload: {} } });
  if (globalThis.replayer) globalThis.replayer.destroy();
  document.body.replaceChildren();
  const replayer = new rrwebReplay.Replayer(safe, { root: document.body, mouseTail: false, showWarning: false, showDebug: false, UNSAFE_replayCanvas: false, loadTimeout: 0, insertStyleRules: CANVAS });
  globalThis.replayer = replayer;
  globalThis.firstTime = safe[0].timestamp;
  globalThis.snapshots = safe.filter((event) => event.type === 2).map((event) => event.timestamp);
  const FOCUS = 5, BLUR = 6;
  globalThis.focuses = safe
    .filter(({ type, data }) => type === 3 && data.source === 2 && (data.type === FOCUS || data.type === BLUR))
    .map(({ timestamp, data }) => [timestamp, data.type === FOCUS ? data.id : 0]);
  globalThis.pointers = pointers.sort(([a], [b]) => a - b);
  globalThis.hovered = [];
  return safe[0].timestamp;
}
