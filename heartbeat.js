// Stops the recording when its host is gone, such as a killed program that was attached to the user's own browser. Only
// ticks of this timer count: they pause while the page is busy, frozen or shows a dialog, and so does the host's call.
// Returns what the host's call calls.
(port, timers, stop) => {
  const TICK_MS = 250;
  const MOST_SILENT = 8; // ticks, 2 s; the host calls twice a second
  let silent = 0;
  const tick = () => {
    silent = port.beat() ? 0 : silent + 1;
    if (silent >= MOST_SILENT) stop();
    else timers.later(tick, TICK_MS);
  };
  timers.later(tick, TICK_MS);
  return () => {
    silent = 0;
    return true;
  };
}
