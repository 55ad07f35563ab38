// The clock and the timers of a frame, and its connection to the recorder: the channel of its root.
(frame, channel, timers) => {
  const MOST_DRIFT_MS = 100;
  // A page's clock stands still while the computer sleeps, and a tab may have been open before.
  const drift = Date.now() - performance.timeOrigin - performance.now();
  const origin = performance.timeOrigin + (Math.abs(drift) > MOST_DRIFT_MS ? drift : 0);
  return {
    now: () => origin + performance.now(),
    at: (event) => origin + event.timeStamp,
    origin,
    later: timers.later,
    cancel: timers.cancel,
    pushNow: (kind, t, rest) => channel.writeNow({ ...rest, kind, t, frame: frame.id }),
    push: (kind, t, rest) => channel.write({ ...rest, kind, t, frame: frame.id }, kind === "secret" && rest.typed),
  };
}
