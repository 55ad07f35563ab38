// Starts the recording of a document before its first element, in the recorder's own JavaScript world: the page finds
// nothing of it. Each frame has `window[config.key]`, by which the host and the other frames reach it.
(config, parts) => {
  const port = parts.port(config);
  const earlier = window[config.key];
  const isAgain = earlier?.document === document && earlier.isStopped; // the host was busy for too long
  if (!port || (earlier?.document === document && !isAgain)) return;
  if (location.protocol === "chrome-error:") return; // rrweb's snapshot crashes the renderer there
  const isTop = window.parent === window;
  const TITLE_MS = 500;
  const RESTORED_MS = 100; // after the page is shown, its fields have their restored values
  const { later } = parts.timers(); // those of a document end with its recording
  let isStopped = false;

  // In the place of a recording that has not begun.
  const beats = parts.timers();
  const waiting = { document, isStopped: false, alive: () => !isStopped && port.alive() };
  waiting.stop = () => {
    isStopped = waiting.isStopped = true;
    beats.stop();
  };

  // The frame whose rrweb records this one: same-origin frames share that of the topmost one.
  const rootFrame = () => {
    let above = window;
    try {
      while (above.parent !== above && above.parent[config.key]?.channel) above = above.parent;
    } catch {
      // The next one is cross-origin.
    }
    return above;
  };

  const begin = () => {
    if (rootFrame() !== window && rootFrame()[config.key].isStopped) return; // the host begins with the root
    if (window[config.key] === waiting) beats.stop();
    else window[config.key]?.stop(); // of the blank document whose window this one reuses
    const fresh = () => "d" + [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const above = rootFrame();
    const isRoot = above === window;
    const frame = { id: fresh() };
    const timers = parts.timers();
    const listeners = parts.listeners(() => timers.later(() => state.dom?.snapshot(), 0)); // rrweb does not see a new root element
    const restoreNatives = parts.ghosts(port);
    const channel = isRoot ? parts.channel(port, timers, () => frame.id) : above[config.key].channel;
    const announce = () => isTop && channel.write({ kind: "begin", frame: frame.id }, true); // before all else of this document
    announce();
    const bridge = parts.bridge(frame, channel, timers);
    const nodes = parts.nodes(port);
    const secrets = parts.secrets(config, nodes, parts.labels(config.labels), (value, typed, within, since) => {
      bridge.push("secret", bridge.now(), { value, typed, within, since });
      if (since) state.places?.since(since);
    });

    const settlers = new Set();
    const state = { document, frame, channel, settlers, frames: new Set(), lastAct: 0, changed: [], dom: null, isStopped: false };
    Object.defineProperty(window, config.key, { value: state, configurable: true, enumerable: false });
    const isCurrent = () => window[config.key] === state;
    const root = isRoot ? state : above[config.key];
    root.frames.add(state);
    const targets = parts.targets(config, nodes, secrets, (element) => root.dom?.id(element) ?? null);

    // Before the listeners of the acts: their targets may be new to rrweb.
    for (const name of ["pointerdown", "click", "keydown", "change"]) {
      window.addEventListener(name, (event) => event.isTrusted && isCurrent() && root.dom?.beforeAct(bridge.at(event)), { capture: true, passive: true });
    }

    let onScrolling = () => {};
    const acts = {
      settlers,
      listen: (name, listener) => window.addEventListener(name, (event) => event.isTrusted && isCurrent() && listener(event), { capture: true, passive: true }),
      last: () => root.lastAct,
      noteTime: (t) => (root.lastAct = Math.max(root.lastAct, t)),
      scrolling: (t, isBar) => onScrolling(t, isBar),
      onScrolling: (listener) => (onScrolling = listener),
      // Called when another act begins: pending acts of all frames are written.
      settleOthers(but) {
        for (const other of root.frames) for (const settle of other.settlers) if (settle !== but) settle();
      },
      // An act that has begun, or what is known of it now. The recorder uses it if the page hangs, crashes or is closed
      // before the act itself is written, which has the same time.
      begin: (t, act) => bridge.pushNow("begun", t, act),
      drop: (t) => bridge.push("begun", t, { act: null }), // there was no act
      write(t, act) {
        if (act.act !== "hover") root.lastAct = Math.max(root.lastAct, t);
        bridge.push("action", t, act);
        channel.flush();
      },
    };
    const toggles = parts.toggles(bridge, nodes, targets, acts);
    parts.press(bridge, nodes, targets, acts, toggles);
    const typing = parts.typing(config, bridge, nodes, secrets, targets, acts);
    parts.keys(config, bridge, nodes, secrets, targets, acts, typing, toggles);
    const moves = parts.moves(bridge, nodes, targets, acts);
    state.places = parts.places(config, bridge, nodes, secrets, targets, () => root.dom);
    state.changed.push(moves.changed, state.places.changed);
    const onMutation = (t, changed) => {
      for (const other of root.frames) for (const listener of other.changed) listener(t, changed);
    };
    if (isRoot) state.dom = parts.dom(config, parts, bridge, timers, nodes, secrets, isTop, onMutation);

    window.addEventListener("load", (event) => {
      root.dom?.touch();
      if (event.target !== window && nodes.isA(event.target, "img")) root.dom?.image(event.target);
    }, true);

    const started = (how, t) => () => ({
      kind: "document", t, frame: frame.id, url: location.href, title: document.title, viewport: [innerWidth, innerHeight], devicePixelRatio, how,
      pointer: matchMedia("(any-pointer: fine)").matches,
    });
    const first = isTop ? (isAgain ? started("attached", bridge.now()) : started("load", bridge.origin)) : null;
    const release = () => isRoot && channel.release(first);
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => bridge.later(release, 0));
    bridge.later(release, document.readyState === "loading" ? TITLE_MS : 0);

    // While a document is replaced, the browser no longer receives its messages, so pending lines are sent before.
    const leave = () => {
      root.dom?.sweep();
      for (const settle of settlers) settle();
      release();
      if (isRoot) channel.leave();
      else channel.flush();
    };
    for (const name of ["beforeunload", "pagehide"]) window.addEventListener(name, leave, true);
    window.addEventListener("pagehide", () => root.frames.delete(state)); // a removed frame, or a page that may come back
    window.addEventListener("pageshow", (event) => {
      root.frames.add(state);
      if (!event.persisted) return void bridge.later(() => state.dom?.restored(), RESTORED_MS);
      frame.id = fresh();
      announce();
      if (isTop) channel.write(started("restore", bridge.now())());
      state.dom?.snapshot();
    });
    if (isTop) parts.visibility(bridge);

    // Nothing of ours is left at work, in this frame and those that it records.
    const stop = () => {
      if (state.isStopped) return;
      isStopped = state.isStopped = true;
      root.frames.delete(state);
      timers.stop();
      state.dom?.stop(); // in the other frames rrweb puts back what it found, which these then remove
      if (isRoot) for (const other of [...state.frames]) other.stop();
      listeners.stop();
      restoreNatives();
    };
    Object.assign(state, { leave, stop, ...parts.hosted(config, port, nodes, targets, state) });
    if (isRoot) parts.heartbeat(port, timers, stop);
  };

  // A new tab, window or frame is blank at first, and its page may then reuse the same window: its listeners stay, and
  // this script does not run again.
  const blank = location.href === "about:blank" ? document : null;
  if (!isTop || !blank || blank.body?.hasChildNodes()) begin();
  if (!blank) return;
  if (!window[config.key]?.channel) {
    Object.defineProperty(window, config.key, { value: waiting, configurable: true, enumerable: false });
    parts.heartbeat(port, beats, waiting.stop);
  }
  const WATCHED_MS = 10_000; // in a frame; many stay blank
  let watched = 0;
  const watch = () => {
    if (isStopped) return;
    const isNew = document !== blank && window[config.key]?.document !== document;
    const isWritten = isTop && window[config.key] === waiting && blank.body?.hasChildNodes();
    if (isNew || isWritten) begin();
    if (document !== blank || (!isTop && watched > WATCHED_MS)) return;
    const wait = Math.min(500, 10 + watched / 10);
    watched += wait;
    later(watch, wait);
  };
  watch();
}
