// The clock of a frame, and its connection to the recorder: the channel of its origin.
(frame, channel) => {
  const { performance } = window;
  const clock = performance.now.bind(performance);
  const origin = performance.timeOrigin;
  return {
    now: () => origin + clock(),
    at: (event) => origin + event.timeStamp,
    origin,
    later: window.setTimeout.bind(window),
    cancel: window.clearTimeout.bind(window),
    // Data that a cross-origin frame sent about itself.
    pushFor: (other, kind, t, rest) => channel.write({ ...rest, kind, t, frame: other }, false),
    push: (kind, t, rest) => channel.write({ ...rest, kind, t, frame: frame.id }, kind === "secret" && rest.typed),
  };
}
