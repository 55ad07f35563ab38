// The clock and the timers of a frame, and its connection to the recorder: the channel of its root.
(frame, channel, timers) => {
  const origin = performance.timeOrigin;
  return {
    now: () => origin + performance.now(),
    at: (event) => origin + event.timeStamp,
    origin,
    later: timers.later,
    cancel: timers.cancel,
    push: (kind, t, rest) => channel.write({ ...rest, kind, t, frame: frame.id }, kind === "secret" && rest.typed),
  };
}
