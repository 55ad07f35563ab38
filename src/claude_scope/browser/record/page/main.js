// Starts the recording of a document before any script of the page runs.
(config, parts) => {
  if (typeof window[config.binding] !== "function" || window[config.key]?.document === document) return;
  if (location.protocol === "chrome-error:") return; // rrweb's snapshot crashes the renderer there
  const isTop = window.parent === window;
  const TITLE_MS = 500;
  const SNAPSHOTS_MS = 1_000; // between two requested ones
  const RESTORED_MS = 100; // after the page is shown, its fields have their restored values
  const begin = () => {
    const fresh = () => "d" + [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

    // The frame whose rrweb records this one: same-origin frames share that of the topmost one.
    let above = window;
    try {
      while (above.parent !== above && above.parent[config.key]) above = above.parent;
    } catch {
      // The next one is cross-origin.
    }
    const isRoot = above === window;
    const frame = { id: fresh() };
    // Same-origin frames send through the topmost one; data from another frame is never attributed to this one.
    const channel = isRoot ? parts.channel(config, () => frame.id) : above[config.key].channel;
    const bridge = parts.bridge(frame, channel);
    const nodes = parts.nodes();
    const secrets = parts.secrets(config, nodes, parts.labels(config.labels), (value, isTyped) => bridge.push("secret", bridge.now(), { value, typed: isTyped }));

    const senders = new WeakMap(); // windows of cross-origin frames -> the ids of their frames
    let ordered = 0; // when the parent frame requested a snapshot
    // A cross-origin frame knows only positions within itself; each frame on the way up adds its own.
    window.addEventListener("message", (event) => {
      if (event.data?.[config.key] === "snapshot") {
        event.stopImmediatePropagation();
        if (event.source !== window.parent || bridge.now() - ordered < SNAPSHOTS_MS) return;
        ordered = bridge.now();
        state.dom?.snapshot();
        relay();
      }
      const act = event.data?.type === "rrweb" && event.data.event?.data?.tag === config.key && event.data.event.data.payload;
      const holder = act && nodes.all(document, "iframe, frame").find((element) => element.contentWindow === event.source);
      if (!holder) return;
      if (!senders.has(event.source)) senders.set(event.source, fresh());
      act.frame = senders.get(event.source); // whatever sender it claims
      const box = holder.getBoundingClientRect();
      for (const place of [act, act.to]) {
        if (place?.point) place.point = targets.toTop(place.point[0] + box.left + holder.clientLeft, place.point[1] + box.top + holder.clientTop);
      }
    }, true);
    const relay = () => {
      for (let n = 0; n < window.length; n++) window[n].postMessage({ [config.key]: "snapshot" }, "*");
    };

    const settlers = new Set();
    const state = { document, frame, channel, settlers, heirs: new Set([settlers]), lastAct: 0, changed: [] };
    Object.defineProperty(window, config.key, { value: state, configurable: true, enumerable: false });
    const isCurrent = () => window[config.key] === state;
    const root = isRoot ? state : above[config.key];
    root.heirs.add(settlers);
    const nodeId = (element) => root.dom?.id(element) ?? null;
    const targets = parts.targets(config, nodes, secrets, nodeId);

    let onScrolling = () => {};
    const acts = {
      settlers,
      listen: (name, listener) => window.addEventListener(name, (event) => event.isTrusted && isCurrent() && listener(event), { capture: true, passive: true }),
      last: () => root.lastAct,
      began: (t) => (root.lastAct = Math.max(root.lastAct, t)),
      scrolling: (t, isBar) => onScrolling(t, isBar),
      onScrolling: (listener) => (onScrolling = listener),
      // Called when another act begins: pending acts are written.
      begin(but) {
        for (const some of root.heirs) for (const settle of some) if (settle !== but) settle();
      },
      write(t, act) {
        if (act.act !== "hover") root.lastAct = Math.max(root.lastAct, t);
        if (isTop || !isRoot || !state.dom?.forward(t, act)) bridge.push("action", t, isRoot && !isTop ? { ...act, node: null } : act);
      },
    };
    const toggles = parts.toggles(bridge, nodes, targets, acts);
    parts.press(bridge, nodes, targets, acts, toggles);
    const typing = parts.typing(config, bridge, nodes, secrets, targets, acts);
    parts.keys(bridge, targets, acts, typing, toggles);
    const moves = parts.moves(bridge, nodes, targets, acts);
    root.changed.push(moves.changed);
    const places = parts.places(config, bridge, nodes, secrets);
    root.changed.push(places.changed);
    state.places = places;
    // The recorder masked texts of these nodes; the frame that contains them records their places.
    state.mark = ([name, since, marked]) => {
      if (name !== frame.id) return;
      for (const [id, isMasked] of marked) {
        const node = state.dom?.node(id);
        if (node) node.ownerDocument?.defaultView?.[config.key]?.places.mark(node, isMasked, since);
        else if (isMasked) places.markFrames();
      }
    };
    parts.faults(bridge);
    if (isRoot) state.dom = parts.dom(config, bridge, secrets, frame, relay, (t, nodes) => root.changed.forEach((changed) => changed(t, nodes)));

    window.addEventListener("load", (event) => event.target instanceof HTMLImageElement && root.dom?.image(event.target, bridge), true);
    for (const name of ["change", "input"]) {
      window.addEventListener(name, (event) => event.target?.type === "checkbox" && root.dom?.noteIndeterminate(event.target), true);
    }

    const started = (how, t) => () => ({
      kind: "document", t, frame: frame.id, url: location.href, title: document.title, viewport: [innerWidth, innerHeight], devicePixelRatio, how,
      pointer: matchMedia("(any-pointer: fine)").matches,
    });
    const first = isTop ? started("load", bridge.origin) : null;
    const release = () => isRoot && channel.release(first);
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => bridge.later(release, 0));
    bridge.later(release, document.readyState === "loading" ? TITLE_MS : 0);

    // While a document is replaced, the browser no longer receives its messages, so pending lines are sent before.
    const leave = () => {
      for (const settle of settlers) settle();
      release();
      if (isRoot) channel.leave();
      else channel.flush();
    };
    for (const name of ["beforeunload", "pagehide"]) window.addEventListener(name, leave, true);
    state.leave = leave; // called by the recorder at the end
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return void bridge.later(() => state.dom?.restored(), RESTORED_MS);
      frame.id = fresh();
      if (isTop) channel.write(started("restore", bridge.now())());
      state.dom?.snapshot();
    });
    if (isTop) parts.visibility(bridge);
  };

  // A new tab, window or frame is blank at first, and its page may then reuse the same window: its listeners stay, and
  // this script does not run again.
  const blank = location.href === "about:blank" ? document : null;
  if (!isTop || !blank || blank.body?.hasChildNodes()) begin();
  if (!blank) return;
  const later = window.setTimeout.bind(window);
  const WATCHED_MS = 10_000; // in a frame; many stay blank
  let watched = 0;
  const watch = () => {
    const isNew = document !== blank && window[config.key]?.document !== document;
    const isWritten = isTop && !window[config.key] && blank.body?.hasChildNodes();
    if (isNew || isWritten) begin();
    if (document !== blank || (!isTop && watched > WATCHED_MS)) return;
    const wait = Math.min(500, 10 + watched / 10);
    watched += wait;
    later(watch, wait);
  };
  watch();
}
