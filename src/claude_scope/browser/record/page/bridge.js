// Sends what happened to the recorder, in batches of lines of JSON, in the order of writing.
// The functions of the page are kept before its scripts can replace them.
(config, frame) => {
  const send = window[config.binding];
  const { stringify } = JSON;
  const { performance } = window;
  const later = window.setTimeout.bind(window);
  const cancel = window.clearTimeout.bind(window);
  const clock = performance.now.bind(performance);
  const origin = performance.timeOrigin;
  const BATCH_MS = 100;
  const LEAVING_MS = 5_000;
  const BATCH_CHARS = 1_000_000;

  let lines = [];
  let chars = 0;
  let timer = 0;
  let held = true; // until the title of the document is known
  let leaving = false; // the next page is on its way: nothing can wait

  const flush = () => {
    if (timer) cancel(timer);
    timer = 0;
    if (!lines.length) return;
    const batch = lines.join("\n");
    lines = [];
    chars = 0;
    try {
      send(batch).catch(() => {});
    } catch {
      // The recording has ended.
    }
  };

  const line = (event) => {
    try {
      return stringify(event);
    } catch {
      return ""; // a page that replaced toJSON
    }
  };

  return {
    now: () => origin + clock(),
    at: (event) => origin + event.timeStamp,
    origin,
    later,
    cancel,
    flush,
    push(kind, t, rest) {
      const text = line({ kind, t, document: frame.document, frame: frame.id, ...rest });
      if (!text) return;
      lines.push(text);
      chars += text.length;
      if (held) return;
      if (leaving || chars > BATCH_CHARS) flush();
      else timer ||= later(flush, BATCH_MS);
    },
    leave() {
      leaving = true;
      later(() => (leaving = false), LEAVING_MS); // it may have been a download
      flush();
    },
    release(first) {
      if (!held) return;
      held = false;
      if (first) lines.unshift(line({ document: frame.document, frame: frame.id, ...first() }));
      flush();
    },
  };
}
