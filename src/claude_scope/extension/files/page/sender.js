// Connects the recorder of this frame with the document that records (offscreen/). It runs before page/recorder.js in the
// same isolated world, which the page cannot reach; only `hints` come from the page's own world, and the page can forge them.
/* oxlint-disable consistent-function-scoping -- the page keeps nothing outside */
(() => {
  const KEY = "claudeScopeRecorder";
  const PART_CHARS = 4_000_000; // Chrome drops messages of 10 to 20 MB without a word
  const MESSAGE = /^claude-scope:[0-9a-f-]{36}$/;
  if (window.claudeScopeSender) return;

  const id = crypto.randomUUID();
  let port = null;
  let isRefused = false; // nobody records
  let leaveHints = () => {};
  let stopHints = () => {};

  const calls = {
    leave() {
      leaveHints();
      window[KEY]?.leave?.();
    },
    snapshot: () => window[KEY]?.snapshot?.(),
    mark: (marked, since) => window[KEY]?.mark?.(marked, since),
    stop() {
      isRefused = true;
      stopHints();
      window[KEY]?.stop?.();
    },
  };

  // A page in the back/forward cache loses its connection.
  const connect = () => {
    const opened = chrome.runtime.connect({ name: id });
    let isGreeted = false;
    opened.onMessage.addListener(({ call, given = [] }) => {
      isGreeted = true;
      calls[call]?.(...given);
    });
    opened.onDisconnect.addListener(() => {
      isRefused = !isGreeted;
      if (port === opened) port = null;
    });
    return opened;
  };

  const post = (message) => {
    if (isRefused || !chrome.runtime?.id) return;
    port ??= connect();
    port.postMessage(message);
  };

  // The frame around this one is of another origin: only its own script knows the element of this frame. It hears a number
  // that nobody else knows, and tells the place of the frame that sent it.
  const isForeign = window.parent !== window && !window.frameElement;
  const askForPlace = () => {
    const nonce = `claude-scope:${crypto.randomUUID()}`;
    window.parent.postMessage(nonce, "*");
    return nonce;
  };
  const needsPlace = (text) => isForeign && (text.includes('"kind":"action"') || text.includes('"type":2'));

  const iframeOf = (source, root = document) => {
    for (const element of root.querySelectorAll("*")) {
      if (/^i?frame$/i.test(element.tagName) && element.contentWindow === source) return element;
      const found = element.shadowRoot && iframeOf(source, element.shadowRoot);
      if (found) return found;
    }
    return null;
  };

  // The topmost frame that this one can read: its recorder has the nodes of this one too.
  const root = () => {
    let above = window;
    while (above.parent !== above && above.frameElement && above.parent[KEY]?.channel) above = above.parent;
    return above;
  };

  window.addEventListener(
    "message",
    (event) => {
      if (typeof event.data !== "string" || !MESSAGE.test(event.data) || !event.source) return;
      event.stopImmediatePropagation();
      const element = iframeOf(event.source);
      const page = window[KEY];
      if (!element || !page?.boxOf || !root().claudeScopeSender) return;
      const [left, top] = page.boxOf(element);
      post({ place: event.data, root: root().claudeScopeSender.id, node: root()[KEY].idOf(element), left, top });
    },
    true,
  );

  // A frame that is added later has no recorder yet.
  window.addEventListener("load", (event) => /^i?frame$/i.test(event.target?.tagName ?? "") && post({ newFrame: true }), true);

  window.claudeScopeSender = {
    id,
    beat: () => !isRefused && Boolean(chrome.runtime?.id), // it is gone when the extension is updated or removed
    send(text) {
      const place = needsPlace(text) ? askForPlace() : null;
      for (let start = 0; start < text.length; start += PART_CHARS) {
        const isLast = start + PART_CHARS >= text.length;
        post({ part: text.slice(start, start + PART_CHARS), isLast, place, isForeign });
      }
    },
    // What the browser itself measured, and the page's own script said.
    tell: (events) => post({ events }),
    // `leave` is called before the recording ends, `stop` when it has ended.
    onEnd: (leave, stop) => ([leaveHints, stopHints] = [leave, stop]),
  };
})();
