// Records the document of a frame until `stop`. The frame has a state, `window[config.key]`, by which the host and the
// other frames reach it.
(config, parts, port) => {
  const isTop = window.parent === window;
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
  const above = rootFrame();
  const isRoot = above === window;
  if (!isRoot && above[config.key].isStopped) return; // the host begins with the root
  const earlier = window[config.key];
  const isAgain = earlier?.document === document && earlier.isStopped; // the host was busy for too long
  earlier?.stop(); // that of the blank document whose window this one reuses

  const timers = parts.timers();
  const listeners = parts.listeners(() => timers.later(() => state.dom?.snapshot(), 0)); // rrweb does not see a new root element
  const restoreNatives = parts.ghosts(port);
  const frame = { id: "" };
  const channel = isRoot ? parts.channel(port, timers, () => frame.id) : above[config.key].channel;
  const identify = () => {
    frame.id = "d" + [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    if (isTop) channel.write({ kind: "begin", frame: frame.id }, true); // before all else of this document
  };
  identify();

  const state = { document, frame, channel, later: timers.later, settlers: new Set(), frames: new Set(), lastAct: 0, changed: [], dom: null, isStopped: false };
  Object.defineProperty(window, config.key, { value: state, configurable: true, enumerable: false });
  const root = isRoot ? state : above[config.key];
  root.frames.add(state);
  const bridge = parts.bridge(frame, channel, timers);
  const nodes = parts.nodes(port);
  const secrets = parts.secrets(config, nodes, parts.labels(config.labels), (value, isTyped) => bridge.push("secret", bridge.now(), { value, typed: isTyped }));
  const targets = parts.targets(config, nodes, secrets, (element) => root.dom?.id(element) ?? null);

  const acts = parts.acts(bridge, state, root, () => window[config.key] === state);
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

  // Nothing of ours is left at work, in this frame and those that it records.
  const stop = () => {
    if (state.isStopped) return;
    state.isStopped = true;
    root.frames.delete(state);
    timers.stop();
    state.dom?.stop(); // in the other frames rrweb puts back what it found, which these then remove
    if (isRoot) for (const other of [...state.frames]) other.stop();
    listeners.stop();
    restoreNatives();
  };
  const leave = parts.lifecycle(bridge, state, root, isTop, isAgain, identify);
  const hear = isRoot ? parts.heartbeat(port, timers, stop) : () => true;
  Object.assign(state, { leave, stop, ...parts.hosted(config, nodes, targets, state, hear) });
}
