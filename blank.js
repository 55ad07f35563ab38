// Waits in a blank document. A new tab, window or frame is blank at first, and its page may then reuse the same window: its
// listeners stay, and this script does not run again.
(config, parts, port, begin) => {
  const MOST_WAIT_MS = 500;
  const WATCHED_MS = 10_000; // in a frame; many stay blank
  const isTop = window.parent === window;
  const blank = document;
  const isWritten = () => Boolean(blank.body?.hasChildNodes());
  const timers = parts.timers();
  const state = { document: blank, isStopped: false, later: timers.later };
  state.stop = () => {
    state.isStopped = true;
    timers.stop();
  };
  const hear = parts.heartbeat(port, timers, state.stop);
  state.alive = () => !state.isStopped && hear();
  Object.defineProperty(window, config.key, { value: state, configurable: true, enumerable: false });

  let watched = 0;
  // Each call belongs to the state at that time, and ends with it: `begin` replaces it.
  const watch = () => {
    const isNew = document !== blank && window[config.key].document !== document;
    const isWaiting = window[config.key] === state;
    if (isNew || (isTop && isWaiting && isWritten())) begin();
    if (document !== blank || (!isTop && watched > WATCHED_MS)) return;
    const wait = Math.min(MOST_WAIT_MS, 10 + watched / 10);
    watched += wait;
    window[config.key].later(watch, wait);
  };
  if (!isTop) begin();
  watch();
}
