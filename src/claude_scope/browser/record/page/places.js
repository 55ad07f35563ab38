// Where masked values are on the screen, so that they can be covered in the video: recorded at each change.
(config, bridge, nodes, secrets, targets, rootDom) => {
  const LOOK_MS = 100;
  const ANEW_MS = 1_000; // set by a script without an event for rrweb
  const MOST = 500;
  const numbers = new WeakMap();
  let count = 0;
  let masked = []; // private elements, and fields in them
  let fields = []; // other fields
  let iframes = [];
  const repeats = new Map(); // nodes whose text repeats a secret, according to the recorder -> since when
  let isStale = true;
  let renewed = 0;
  const began = bridge.now();
  let looked = began;
  let noted = "";
  let painted = false;

  // Whether an ancestor frame is cross-origin: then only the page around that one knows its place.
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

  // A box of this frame in the viewport of the topmost reachable frame, as the screen shows it.
  const onScreen = (box) => {
    for (const frame of targets.framesAround(window)) {
      const around = nodes.boxOf(frame);
      const [left, above] = [around.left + frame.clientLeft, around.top + frame.clientTop];
      // In a scaled, zoomed or rotated frame no place is certain: the whole frame is recorded.
      if (targets.isScaled(frame)) box = [around.left, around.top, around.right, around.bottom];
      else box = [box[0] + left, box[1] + above, box[2] + left, box[3] + above];
    }
    const { innerWidth: wide, visualViewport: seen } = inside ? window : top; // pinch zoom
    const isFitted = seen.width * seen.scale < 0.9 * wide; // a wide page on the narrow screen of a device
    const zoom = isFitted ? wide / seen.width : seen.scale;
    return box.map((side, n) => (side - (n % 2 ? seen.offsetTop : seen.offsetLeft)) * zoom);
  };

  const boxOf = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [range.getBoundingClientRect(), ...(nodes.isElement(node) ? [nodes.boxOf(node)] : [])].filter((box) => box.width && box.height);
    if (!boxes.length) return null;
    const left = Math.min(...boxes.map((box) => box.left)), above = Math.min(...boxes.map((box) => box.top));
    const width = Math.max(...boxes.map((box) => box.right)) - left, height = Math.max(...boxes.map((box) => box.bottom)) - above;
    if (left + width < 0 || above + height < 0 || left > innerWidth || above > innerHeight) return null;
    if (!numbers.has(node)) numbers.set(node, ++count);
    const [x, y, right, bottom] = onScreen([left, above, left + width, above + height]);
    return [numbers.get(node), Math.floor(x), Math.floor(y), Math.ceil(right - x) + 1, Math.ceil(bottom - y) + 1];
  };

  const boxesOf = (listed) => listed.map(boxOf).filter(Boolean);

  // An initial value, or one set by a script, is checked at once: rrweb may see it later, or never.
  const examined = new WeakMap();
  const isSecretField = (field) => {
    const { value } = field;
    if (!value || examined.get(field) === value) return false;
    examined.set(field, value);
    return secrets.masked(value, field) !== value;
  };
  const isForeign = (frame) => {
    try {
      return !frame.contentDocument;
    } catch {
      return true;
    }
  };

  // Until the first paint of a document the screen shows the previous one.
  const isPainted = () => performance.getEntriesByType("paint").length > 0;

  const renew = (roots) => {
    const all = (selector) => roots.flatMap((root) => nodes.all(root, selector));
    masked = all(config.private);
    iframes = all("iframe, frame");
    fields = all("input, textarea");
    if (!masked.length) return;
    masked.push(...fields.filter(secrets.isPrivate));
    fields = fields.filter((field) => !secrets.isPrivate(field));
  };

  const look = () => {
    const t = bridge.now();
    const isObserved = rootDom()?.observes(document);
    if (isStale || !isObserved || t - renewed > ANEW_MS) {
      [isStale, renewed] = [false, t];
      renew(isObserved ? [document, ...rootDom().shadowRootsIn(document)] : rootsOf(document));
    }
    const secret = fields.filter((field) => secrets.isHidden(field) || isSecretField(field));
    const frames = boxesOf(iframes.filter(isForeign));
    const boxes = boxesOf([...masked, ...secret, ...repeats.keys()]);
    const { innerWidth: width, innerHeight: height } = inside ? window : top;
    const viewport = [width, height];
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
      // The next check may succeed.
    }
    bridge.later(watch, LOOK_MS);
  };
  watch();
  // What is found next was on the screen since then.
  const since = (t) => (looked = Math.max(began, Math.min(looked, t)));
  return {
    since,
    changed: () => (isStale = true),
    // A node shows a text that was masked in the recording, or no longer does.
    mark(node, isMasked, t) {
      const shown = nodes.isElement(node) ? node : nodes.parentElementOf(node);
      const place = (shown && nodes.closest(shown, "select")) || node; // a list shows the selected option
      if (!isMasked) repeats.delete(place);
      else if (!(repeats.get(place) <= t)) {
        repeats.set(place, t);
        noted = ""; // the letters of a secret may be marked when it is complete, and again since its first one
      }
      since(t);
    },
  };
}
