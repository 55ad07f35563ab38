// Where masked values stand on the screen, for who covers them in the video: noted whenever it changes.
(config, bridge, nodes, secrets) => {
  const LOOK_MS = 100;
  const ANEW_MS = 1_000; // what a script changed without telling rrweb
  const MOST = 500;
  const SELECTOR = `${config.private}, input, textarea`;
  const numbers = new WeakMap();
  let count = 0;
  let roots = [];
  const repeats = new Set(); // nodes with a text that repeats a secret, as the recorder says
  let isFrameMasked = false; // such a text stands in a frame of another origin
  let isStale = true;
  let renewed = 0;
  const began = bridge.now();
  let looked = began;
  let noted = "";
  let painted = false;

  // Whether a frame around this one is of another origin: then its place is known to the page around that one only.
  const inside = (() => {
    try {
      for (let at = window; at !== top; at = at.parent) if (!at.frameElement) return true;
      return false;
    } catch {
      return true;
    }
  })();

  const rootsOf = (root) => {
    const found = [root];
    for (const element of nodes.all(root, "*")) if (nodes.shadowOf(element)) found.push(...rootsOf(nodes.shadowOf(element)));
    return found;
  };

  // A box of this frame in the viewport of the highest frame that can be reached, as the screen shows it.
  const onScreen = (box) => {
    for (let at = window; at !== top && at.frameElement; at = at.parent) {
      const frame = at.frameElement;
      const around = nodes.boxOf(frame);
      const isScaled = Math.abs(around.width - frame.offsetWidth) >= 1 || Math.abs(around.height - frame.offsetHeight) >= 1;
      const [left, above] = [around.left + frame.clientLeft, around.top + frame.clientTop];
      // In a frame that is zoomed or turned, no place is sure: the whole frame is noted.
      if (isScaled || frame.currentCSSZoom !== 1) box = [around.left, around.top, around.right, around.bottom];
      else box = [box[0] + left, box[1] + above, box[2] + left, box[3] + above];
    }
    const { innerWidth: wide, visualViewport: seen } = inside ? window : top; // zoomed by two fingers
    const isFitted = seen.width * seen.scale < 0.9 * wide; // a wide page on the narrow screen of a device
    const zoom = isFitted ? wide / seen.width : seen.scale;
    return box.map((side, n) => (side - (n % 2 ? seen.offsetTop : seen.offsetLeft)) * zoom);
  };

  const boxOf = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [range.getBoundingClientRect(), ...(node instanceof Element ? [nodes.boxOf(node)] : [])].filter((box) => box.width && box.height);
    if (!boxes.length) return null;
    const left = Math.min(...boxes.map((box) => box.left)), above = Math.min(...boxes.map((box) => box.top));
    const width = Math.max(...boxes.map((box) => box.right)) - left, height = Math.max(...boxes.map((box) => box.bottom)) - above;
    if (left + width < 0 || above + height < 0 || left > innerWidth || above > innerHeight) return null;
    if (!numbers.has(node)) numbers.set(node, ++count);
    const [x, y, right, bottom] = onScreen([left, above, left + width, above + height]);
    return [numbers.get(node), Math.floor(x), Math.floor(y), Math.ceil(right - x) + 1, Math.ceil(bottom - y) + 1];
  };

  const boxesOf = (listed) => listed.map(boxOf).filter(Boolean);

  // A value that was there from the start, or that a script set, is looked at once: rrweb may see it later, or never.
  const examined = new WeakMap();
  const isSecretField = (field) => {
    const { value } = field;
    if (!value || examined.get(field) === value) return false;
    examined.set(field, value);
    return secrets.masked(value, field) !== value;
  };
  const isField = (element) => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
  const isMasked = (element) => secrets.isPrivateItself(element) || secrets.isMasked(element) || (isField(element) && isSecretField(element));
  const isForeign = (frame) => {
    try {
      return !frame.contentDocument;
    } catch {
      return true;
    }
  };

  // Until the first paint of a document the screen shows the one before.
  const isPainted = () => performance.getEntriesByType("paint").length > 0;

  const look = () => {
    const t = bridge.now();
    if (isStale || t - renewed > ANEW_MS) {
      [isStale, renewed] = [false, t];
      roots = rootsOf(document);
    }
    const masked = roots.flatMap((root) => nodes.all(root, SELECTOR).filter(isMasked));
    const boxes = boxesOf([...masked, ...repeats]);
    const frames = boxesOf(roots.flatMap((root) => nodes.all(root, "iframe, frame").filter(isForeign)));
    const { innerWidth: width, innerHeight: height } = inside ? window : top;
    const viewport = [width, height];
    if (isFrameMasked) boxes.push(...frames);
    const all = boxes.length > MOST ? [[0, 0, 0, ...viewport]] : boxes;
    painted ||= isPainted();
    const now = `${[viewport, all, "", frames, painted]}`;
    if (now !== noted) bridge.push("masked", t, { since: looked, boxes: all, frames, viewport, inside, painted });
    [noted, looked] = [now, t];
  };

  const watch = () => {
    try {
      if (!document.hidden && document.documentElement) look();
    } catch {
      // The next look may succeed.
    }
    bridge.later(watch, LOOK_MS);
  };
  watch();
  return {
    changed: () => (isStale = true),
    // A node shows a text that was masked in the record, since then, or does so no longer.
    mark(node, isMasked, since) {
      const shown = node instanceof Element ? node : nodes.parentElementOf(node);
      const place = (shown && nodes.closest(shown, "select")) || node; // a list shows the option that is chosen
      if (isMasked) repeats.add(place);
      else repeats.delete(place);
      looked = Math.max(began, Math.min(looked, since));
    },
    markFrames: () => (isFrameMasked = true),
  };
}
