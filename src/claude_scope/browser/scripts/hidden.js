// Elements of this frame whose text or name is not visible on the screen: [[x, y, width, height, text, inline,
// covered], ...]. The boxes are rounded as the ARIA snapshot rounds them. `inline` elements have no node of their own
// there; `covered` ones would be visible without the element above them, and are included if `withCovered`.
(most, withCovered = true) => {
  const found = [];
  let seen = 0;
  // Through prototypes: a named field shadows the property of its form (`<input name=children>`).
  const getter = (prototype, name) => {
    const { get } = Object.getOwnPropertyDescriptor(prototype, name);
    return (object) => get.call(object);
  };
  const childrenOf = getter(Element.prototype, "children");
  const firstElementOf = getter(Element.prototype, "firstElementChild");
  const shadowOf = getter(Element.prototype, "shadowRoot");
  const firstOf = getter(Node.prototype, "firstChild");
  const nextOf = getter(Node.prototype, "nextSibling");
  const valueOf = getter(Node.prototype, "nodeValue");
  const textOf = getter(Node.prototype, "textContent");
  const scrolledX = getter(Element.prototype, "scrollLeft");
  const scrolledY = getter(Element.prototype, "scrollTop");
  const top = getter(Document.prototype, "documentElement")(document);
  const body = getter(Document.prototype, "body")(document);
  const parentOf = getter(Node.prototype, "parentNode");
  // Checked by its type: in a rebuilt page elements come from another document's realm, and are not instances of this
  // `Element`.
  const typeOf = getter(Node.prototype, "nodeType");
  const isElement = (node) => Boolean(node) && typeOf(node) === 1;
  const contains = (outer, inner) => Node.prototype.contains.call(outer, inner);
  const known = new Map();
  let brush = null;
  // [red, green, blue, alpha]; a canvas converts colours such as `oklch(1 0 0)`.
  const parse = (colour) => {
    if (!known.has(colour)) known.set(colour, colour.startsWith("rgb") ? [...colour.match(/[\d.]+/g).map(Number), 1].slice(0, 4) : painted(colour));
    return known.get(colour);
  };
  const painted = (colour) => {
    if (!brush) {
      const canvas = Document.prototype.createElement.call(document, "canvas");
      canvas.width = canvas.height = 1;
      brush = canvas.getContext("2d", { willReadFrequently: true });
    }
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [r, g, b, alpha] = brush.getImageData(0, 0, 1, 1).data;
    return [r, g, b, alpha / 255];
  };
  const over = (front, alpha, behind) => [0, 1, 2].map((i) => front[i] * alpha + behind[i] * (1 - alpha));
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };

  // `filter: opacity(0)` has the effect of `opacity: 0`.
  const opacity = (style, filter = style.filter) => {
    if (filter === "none") return Number(style.opacity);
    const filters = [...filter.matchAll(/opacity\(([\d.]+)\)/g)].map((match) => Number(match[1]));
    return filters.reduce((product, one) => product * one, Number(style.opacity));
  };
  // A clip path or a mask that hides everything; other masks are not evaluated.
  const hidesEverything = (style, box) => {
    const [path, mask] = [style.clipPath, style.maskImage];
    if (path === "none" && mask === "none") return false;
    if (/^inset\((50|100)%/.test(path) || /^(circle\(0(px|%)|ellipse\((0(px|%)|\S+ 0(px|%)))/.test(path)) return true;
    if (/^polygon\([^()]*\)$/.test(path)) {
      const points = path.slice(8, -1).replace(/^(nonzero|evenodd), /, "").split(", ").map((point) => point.split(" ").map((length, i) =>
        parseFloat(length) * (length.endsWith("%") ? [box.width, box.height][i] / 100 : 1)));
      const area = points.reduce((sum, [x, y], i) => sum + x * points[(i + 1) % points.length][1] - points[(i + 1) % points.length][0] * y, 0) / 2;
      if (Math.abs(area) < 1) return true;
    }
    const colours = /^[a-z-]*gradient\(/.test(mask) ? mask.match(/rgba?\([^)]*\)/g) || [] : [];
    return colours.length > 0 && colours.every((colour) => parse(colour)[3] < 0.05) && !mask.includes("url(");
  };

  const textsOf = (element) => {
    const found = [];
    for (let node = firstOf(element); node; node = nextOf(node)) if (typeOf(node) === 3 && valueOf(node).trim()) found.push(node);
    return found;
  };
  // The middle of the first lines of an element's own texts.
  const range = Document.prototype.createRange.call(document);
  const middles = (texts) => {
    const found = [];
    for (const node of texts) {
      range.selectNodeContents(node);
      for (const line of [...range.getClientRects()].slice(0, 3)) found.push([line.x + line.width / 2, line.y + line.height / 2]);
    }
    return found.slice(0, 5);
  };
  // The elements at a point of the viewport, topmost first; empty outside the viewport, or once the budget for stacked
  // elements is spent.
  let budget = 200_000;
  const layers = ([x, y]) => {
    if (budget < 0 || x < 0 || y < 0 || x > innerWidth || y > innerHeight) return [];
    const all = Document.prototype.elementsFromPoint.call(document, x, y);
    budget -= all.length;
    return all;
  };
  const isOpaque = (element) => {
    if (parse(getComputedStyle(element).backgroundColor)[3] < 0.99) return false;
    for (let at = element; isElement(at); at = parentOf(at)) if (opacity(getComputedStyle(at)) < 0.99) return false;
    return true;
  };
  // A dialog, or a banner or bar that stays while the page scrolls, overlays the page but does not hide it.
  const liesOver = (cover, element) => {
    for (let at = cover; isElement(at) && !contains(at, element); at = parentOf(at)) {
      if (/^(fixed|sticky)$/.test(getComputedStyle(at).position)) return true;
      if (Element.prototype.matches.call(at, "dialog, [role=dialog], [role=alertdialog], [aria-modal=true], [popover]")) return true;
    }
    return false;
  };
  const isCovered = (element, points) => points.length > 0 && points.every((point) => {
    const all = layers(point);
    return all.slice(0, Math.max(0, all.indexOf(element))).some((other) => !contains(element, other) && isOpaque(other) && !liesOver(other, element));
  });
  // Whether a text has something other than its ancestors behind it, such as a picture, so that its contrast is
  // unknown.
  const isOnOther = (element, points) => points.some((point) => {
    const all = layers(point);
    for (const other of all.slice(all.indexOf(element) + 1)) {
      if (!contains(other, element)) return true;
      if (["::before", "::after"].some((part) => !/^(none|normal)$/.test(getComputedStyle(other, part).content))) return true;
      if (isOpaque(other)) return false;
    }
    return false;
  });

  // `above` comes from the ancestors: opacity, whether everything is clipped, the background colour (null: a picture or
  // unknown), the clipping box, whether it is fixed while the page scrolls, and the scroll offsets of the containers.
  const visit = (element, above) => {
    if (++seen > most) return;
    const style = getComputedStyle(element);
    if (style.display === "none") return;
    const box = Element.prototype.getBoundingClientRect.call(element);
    const { filter, position } = style;
    const here = { ...above, opacity: above.opacity * opacity(style, filter), gone: above.gone || hidesEverything(style, box) };
    // Inside a transformed element, a fixed one moves with the page.
    if (position === "fixed" && !above.isTransformed) here.isFixed = true;
    const shadow = shadowOf(element);
    const isLeaf = !shadow && firstElementOf(element) === null; // properties that only matter for descendants are not read, since that takes time
    if (!isLeaf && (filter !== "none" || style.transform !== "none" || style.perspective !== "none")) here.isTransformed = true;
    const colour = parse(style.backgroundColor);
    if (style.backgroundImage !== "none") here.behind = null;
    else if (colour[3] === 1) here.behind = colour;
    else if (here.behind) here.behind = over(colour, colour[3], here.behind);
    if (/^(absolute|fixed)$/.test(position)) here.clip = null;
    const texts = textsOf(element);
    const own = texts.length > 0;
    const clip = here.clip;
    const points = () => (own ? middles(texts) : []); // laying them out takes time
    // The colours of the letters: fill, outline, shadow.
    const inks = own && style.backgroundClip !== "text" ? [style.webkitTextFillColor] : [];
    if (inks.length && parseFloat(style.webkitTextStrokeWidth) > 0) inks.push(style.webkitTextStrokeColor);
    if (inks.length && style.textShadow !== "none") inks.push(style.textShadow.match(/^[a-z]+\([^)]*\)/)?.[0] || "black");
    const isTransparent = (ink) => parse(ink)[3] * here.opacity < 0.1;
    const isLike = (ink) => isTransparent(ink) || (here.behind && contrast(over(parse(ink), parse(ink)[3], here.behind), here.behind) < 1.05);
    const hidden =
      here.gone ||
      here.opacity < 0.1 ||
      style.visibility !== "visible" ||
      (box.width <= 1 && box.height <= 1 && firstOf(element) !== null) ||
      box.left >= Math.max(top.scrollWidth, innerWidth) ||
      box.right + scrollX + here.left <= 0 ||
      box.bottom + scrollY + here.top <= 0 ||
      (here.isFixed && (box.top >= innerHeight || box.bottom <= 0)) ||
      (/^(absolute|fixed)$/.test(position) && /^rect\((0|1)px,? (0|1)px,? (0|1)px,? (0|1)px\)/.test(style.clip)) ||
      (clip && (box.right <= clip[0] || box.left >= clip[2] || box.bottom <= clip[1] || box.top >= clip[3])) ||
      (own && parseFloat(style.fontSize) < 2) ||
      (own && Math.abs(parseFloat(style.textIndent)) > 900) ||
      (inks.length > 0 && (inks.every(isTransparent) || (inks.every(isLike) && !isOnOther(element, points()))));
    const covered = withCovered && !hidden && isCovered(element, points());
    if (hidden || covered) found.push([box.x, box.y, box.width, box.height].map(Math.round).concat(
      textOf(element).replace(/\s+/g, " ").trim().slice(0, 2000), style.display === "inline", covered));
    // The body's overflow applies to the viewport, unless the root has its own: an open dialog locks it.
    if (isLeaf) return;
    const overflow = style.overflowX + style.overflowY;
    if (/hidden|clip/.test(overflow) && element !== top && element !== body) {
      const inner = [box.left, box.top, box.right, box.bottom];
      here.clip = here.clip ? [Math.max(inner[0], here.clip[0]), Math.max(inner[1], here.clip[1]), Math.min(inner[2], here.clip[2]), Math.min(inner[3], here.clip[3])] : inner;
    }
    if (/auto|scroll/.test(overflow)) { // content beyond its edges can be scrolled into view
      here.isFixed = false;
      if (!hidden) here.clip = null;
      here.left += element === top ? 0 : scrolledX(element);
      here.top += element === top ? 0 : scrolledY(element);
    }
    for (const child of childrenOf(element)) visit(child, here);
    if (shadow) for (const child of shadow.children) visit(child, here);
  };
  visit(top, { opacity: 1, gone: false, behind: [255, 255, 255], clip: null, isFixed: false, isTransformed: false, left: 0, top: 0 });
  return found;
}
