// What the screen shows of the rebuilt page: each line of text with its box, what styles reveal about elements (marks),
// and how light the page is. Text that is clipped, transparent, or below something opaque is not on the screen.
() => {
  const lines = []; // [text, left, top, width, height, kind, whether it is cut off, contrast]; kind: text, value, placeholder
  const marks = []; // [kind, left, top, width, height]; kind: clickable, selected, error, overflow, drawn
  const SELECTED = /^(is-|ui-)?(active|selected|current|checked|pressed|open|opened|on|expanded|highlighted)$|[-_](active|selected|current|checked)$/i;
  const ERROR = /(^|[-_])(error|errors|danger|invalid|fail|failed|failure|warning|alert)([-_]|$)/i;
  const MIN_OPACITY = 0.15, OPAQUE = 0.9, MIN_SHOWN = 0.3;
  const FIELD = "input, textarea, select";
  const WITHOUT_TEXT = new Set(["checkbox", "radio", "range", "color", "file", "image", "hidden"]);
  const SHAPES = new Set(["path", "rect", "circle", "ellipse", "polygon"]);
  const top = replayer.iframe.contentDocument;
  for (const animation of top.getAnimations()) if (animation.effect?.getComputedTiming().endTime < Infinity) animation.finish(); // they start when the page is rebuilt
  const { innerWidth: width, innerHeight: height } = replayer.iframe.contentWindow;
  const screen = [0, 0, width, height];

  const cut = (a, b) => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  const area = (a) => Math.max(0, a[2] - a[0]) * Math.max(0, a[3] - a[1]);
  const alphaOf = (color) => {
    const parts = color.match(/[\d.]+/g) || [];
    return color === "transparent" ? 0 : parts.length > 3 ? Number(parts[3]) : 1;
  };
  const channels = (color) => (color.match(/[\d.]+/g) || [0, 0, 0]).slice(0, 3).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((channel) => (channel <= 10.3 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrastOf = (element, kind) => {
    let behind = element;
    while (behind && alphaOf(getComputedStyle(behind).backgroundColor) < 0.5) behind = behind.parentElement;
    const [a, b] = [luminance(getComputedStyle(element, kind === "placeholder" ? "::placeholder" : null).color), behind ? luminance(getComputedStyle(behind).backgroundColor) : 1];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const isOpaque = (element) => {
    const style = getComputedStyle(element);
    if (Number(style.opacity) < OPAQUE) return false;
    if (SHAPES.has(element.localName)) return style.fill !== "none" && alphaOf(style.fill) * Number(style.fillOpacity) > OPAQUE;
    return alphaOf(style.backgroundColor) > OPAQUE || ["img", "video", "canvas"].includes(element.localName);
  };
  const isCovered = (element, x, y) => {
    const root = element.getRootNode();
    const stack = root.elementsFromPoint ? root.elementsFromPoint(x, y) : [];
    const own = stack.findIndex((other) => other === element || element.contains(other) || other.contains(element));
    return stack.slice(0, Math.max(0, own)).some((other) => !other.contains(element) && isOpaque(other));
  };

  // `at` is the position of the frame's document on the screen, `clip` the part of the screen where it is visible.
  const add = (text, box, kind, element, at, clip) => {
    const plain = text.replace(/\s+/g, " "); // a space at an end separates it from the next piece of its line
    if (!plain.trim()) return;
    const whole = [box.left, box.top, box.right, box.bottom];
    const shown = cut(whole, clip);
    if (area(shown) < MIN_SHOWN * area(whole) || area(shown) < 4) return;
    if (isCovered(element, (shown[0] + shown[2]) / 2, (shown[1] + shown[3]) / 2)) return;
    const isCut = area(shown) < 0.97 * area(whole);
    lines.push([plain.slice(0, 400), shown[0] + at[0], shown[1] + at[1], shown[2] - shown[0], shown[3] - shown[1], kind, isCut, contrastOf(element, kind)]);
  };

  // Text that the style sheet adds before or after an element, as a tooltip; icon fonts have names of icons there.
  const addWritten = (element, at, clip, opacity) => {
    for (const part of ["::before", "::after"]) {
      const style = getComputedStyle(element, part);
      const text = /^"(.*)"$/s.exec(style.content)?.[1] ?? "";
      if (!/\p{L}{2}/u.test(text) || /icon|symbol|awesome/i.test(style.fontFamily) || style.display === "none" || style.visibility !== "visible") continue;
      if (opacity * Number(style.opacity) < MIN_OPACITY) continue;
      const isApart = ["absolute", "fixed"].includes(style.position);
      const around = (isApart && getComputedStyle(element).position === "static" && element.offsetParent) || element;
      const box = around.getBoundingClientRect();
      if (!isApart) {
        add(text, box, "text", element, at, clip);
        continue;
      }
      const { e: right, f: down } = new DOMMatrix(style.transform === "none" ? "" : style.transform);
      const px = (name) => parseFloat(style[name]) || 0;
      const left = box.left + around.clientLeft + px("left") + px("marginLeft") + right;
      const above = box.top + around.clientTop + px("top") + px("marginTop") + down;
      add(text, new DOMRect(left, above, px("width") + px("paddingLeft") + px("paddingRight"), px("height") + px("paddingTop") + px("paddingBottom")), "text", element, at, screen);
    }
  };

  const addText = (node, element, at, clip) => {
    if (!element.checkVisibility()) return; // the content of a closed <details> has a box, too
    const range = element.ownerDocument.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter((other) => other.width > 0.5 && other.height > 0.5);
    if (!rects.length) return;
    const whole = range.getBoundingClientRect();
    if (!area(cut([whole.left, whole.top, whole.right, whole.bottom], clip))) return;
    const first = rects[0];
    if (rects.every((rect) => Math.abs(rect.top - first.top) < first.height / 2)) return add(node.data, whole, "text", element, at, clip);
    let line = null; // of adjacent words
    const flush = () => line && add(line.text, line, "text", element, at, clip);
    for (const word of node.data.matchAll(/\S+/g)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const box = range.getBoundingClientRect();
      if (!box.width) continue;
      if (line && Math.abs(box.top - line.top) < box.height / 2) {
        line.text += ` ${word[0]}`;
        line.right = Math.max(line.right, box.right);
        line.bottom = Math.max(line.bottom, box.bottom);
      } else {
        flush();
        line = { text: word[0], left: box.left, top: box.top, right: box.right, bottom: box.bottom };
      }
    }
    flush();
  };

  const addField = (element, at, clip) => {
    const box = element.getBoundingClientRect();
    if (element.localName === "select") {
      const chosen = [...element.selectedOptions].map((other) => other.label || other.text).join(", ");
      return add(chosen, box, "value", element, at, clip);
    }
    if (WITHOUT_TEXT.has(element.type)) return;
    if (element.value) {
      const hidden = element.type === "password" ? "•".repeat(element.value.length) : element.value;
      const kind = ["button", "submit", "reset"].includes(element.type) ? "text" : "value";
      for (const line of element.localName === "textarea" ? hidden.split("\n").slice(0, 200) : [hidden]) add(line, box, kind, element, at, clip);
    } else add(element.placeholder || "", box, "placeholder", element, at, clip);
  };

  // Among similar adjacent elements, the one that looks different is the selected one.
  const looks = new Map();
  const lookOf = (element) => {
    if (!looks.has(element)) {
      const style = getComputedStyle(element);
      looks.set(element, [style.color, style.backgroundColor, style.borderBottomColor, style.borderBottomWidth, style.fontWeight, style.boxShadow].join());
    }
    return looks.get(element);
  };
  const standsOut = (element) => {
    const alike = [...(element.parentElement?.children || [])].filter((other) => other.localName === element.localName);
    if (alike.length < 3 || alike.length > 60) return false;
    const own = lookOf(element);
    return alike.filter((other) => lookOf(other) === own).length === 1 && new Set(alike.map(lookOf)).size === 2;
  };
  // An icon: a drawing, a small background picture, or a character added by the style sheet.
  const isDrawn = (element, style) => {
    if (element.localName === "svg") return !element.querySelector("text");
    if (element.ownerSVGElement || element.offsetWidth > 64 || element.offsetHeight > 64) return false;
    if (style.backgroundImage.includes("url(") || style.maskImage?.includes("url(")) return true;
    return ["::before", "::after"].some((part) => /^["'].+["']$/.test(getComputedStyle(element, part).content));
  };

  const mark = (element, style, at, clip) => {
    const kinds = [];
    const { parentElement } = element;
    if (style.cursor === "pointer" && (!parentElement || getComputedStyle(parentElement).cursor !== "pointer")) kinds.push("clickable");
    for (const name of element.classList) {
      if (SELECTED.test(name)) kinds.push("selected");
      if (ERROR.test(name)) kinds.push("error");
    }
    if (standsOut(element)) kinds.push("selected");
    if (isDrawn(element, style)) kinds.push("drawn");
    if (style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1 && element.clientWidth) kinds.push("overflow");
    if (!kinds.length) return;
    const box = element.getBoundingClientRect();
    const [left, over, right, under] = cut([box.left, box.top, box.right, box.bottom], clip);
    if (right <= left || under <= over) return;
    for (const kind of new Set(kinds)) marks.push([kind, left + at[0], over + at[1], right - left, under - over]);
  };

  const visit = (element, at, clips, opacity) => {
    const style = getComputedStyle(element);
    if (style.display === "none") return;
    opacity *= Number(style.opacity);
    if (opacity < MIN_OPACITY) return;
    const clip = style.position === "fixed" ? clips.fixed : style.position === "absolute" ? clips.absolute : clips.normal;
    const isShown = style.visibility === "visible";
    if (isShown && element !== top.body) mark(element, style, at, clip);
    if (isShown && element.matches(FIELD)) return addField(element, at, clip);
    let inner = clip;
    if (style.display !== "contents" && (style.overflowX !== "visible" || style.clipPath !== "none" || style.clip !== "auto") && element !== top.documentElement && element !== top.body) {
      const box = element.getBoundingClientRect();
      inner = cut(clip, [box.left, box.top, box.right, box.bottom]);
    }
    if (element.localName === "iframe" && element.contentDocument?.body) {
      const box = element.getBoundingClientRect();
      const place = [at[0] + box.left, at[1] + box.top];
      const seen = cut([0, 0, box.width, box.height], [clip[0] - box.left, clip[1] - box.top, clip[2] - box.left, clip[3] - box.top]);
      return visit(element.contentDocument.body, place, { normal: seen, absolute: seen, fixed: seen }, opacity);
    }
    if (isShown) addWritten(element, at, inner, opacity);
    const holds = style.transform !== "none";
    const below = {
      normal: inner,
      absolute: holds || style.position !== "static" ? inner : clips.absolute,
      fixed: holds ? inner : clips.fixed,
    };
    const nodes = element.shadowRoot ? element.shadowRoot.childNodes : element.localName === "slot" && element.assignedNodes().length ? element.assignedNodes() : element.childNodes;
    for (const node of nodes) {
      if (node.nodeType === 3 && isShown && node.data.trim()) addText(node, element, at, inner);
      else if (node.nodeType === 1 && !["script", "style", "noscript", "template", "option"].includes(node.localName)) visit(node, at, below, opacity);
    }
  };
  if (top?.body) visit(top.body, [0, 0], { normal: screen, absolute: screen, fixed: screen }, 1);

  // How light the backgrounds are, 0 to 1, at points of a grid. Hit testing ignores inert content, such as a page below
  // a dialog, and elements without pointer events, so both are enabled temporarily.
  const lights = [];
  const inert = [...(top?.querySelectorAll("[inert]") || [])];
  inert.forEach((other) => (other.inert = false));
  const hit = top?.head?.appendChild(top.createElement("style"));
  if (hit) hit.textContent = "* { pointer-events: auto !important; }";
  const opacityOf = (one) => (one ? Number(getComputedStyle(one).opacity) * opacityOf(one.parentElement) : 1);
  for (let row = 1; row < 8; row++) {
    for (let column = 1; column < 8; column++) {
      const behind = (top?.elementsFromPoint((width * column) / 8, (height * row) / 8) || []).find(
        (one) => alphaOf(getComputedStyle(one).backgroundColor) > OPAQUE && opacityOf(one) > OPAQUE,
      );
      const [red, green, blue] = behind ? getComputedStyle(behind).backgroundColor.match(/[\d.]+/g).map(Number) : [255, 255, 255];
      lights.push((0.299 * red + 0.587 * green + 0.114 * blue) / 255);
    }
  }
  hit?.remove();
  inert.forEach((other) => (other.inert = true));
  const rounded = (one) => (typeof one === "number" ? Math.round(one * 10) / 10 : one);
  return [lines.map((line) => line.map(rounded)), marks.map((mark) => mark.map(rounded)), lights];
}
