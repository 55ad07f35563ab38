// Elements of this frame whose text or name the screen does not show: [[x, y, width, height, text, inline], ...].
// The boxes are rounded as the ARIA snapshot rounds them. `inline` elements have no node of their own there.
(most) => {
  const found = [];
  let seen = 0;
  // By the prototypes: a field takes the place of the property of its form that it is named like (`<input name=children>`).
  const getter = (prototype, name) => {
    const { get } = Object.getOwnPropertyDescriptor(prototype, name);
    return (object) => get.call(object);
  };
  const childrenOf = getter(Element.prototype, "children");
  const shadowOf = getter(Element.prototype, "shadowRoot");
  const nodesOf = getter(Node.prototype, "childNodes");
  const textOf = getter(Node.prototype, "textContent");
  const top = getter(Document.prototype, "documentElement")(document);
  const parse = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  // What is known from the ancestors: opacity, the colour behind (null: a picture or not known), the clipping box.
  const visit = (element, above) => {
    if (++seen > most) return;
    const style = getComputedStyle(element);
    if (style.display === "none") return;
    const box = Element.prototype.getBoundingClientRect.call(element);
    const here = { ...above, opacity: above.opacity * Number(style.opacity) };
    const colour = parse(style.backgroundColor);
    if (style.backgroundImage !== "none") here.behind = null;
    else if (style.backgroundColor.startsWith("rgb") && (colour[3] ?? 1) === 1) here.behind = colour;
    else if ((colour[3] ?? 1) > 0) here.behind = null;
    if (/^(absolute|fixed)$/.test(style.position)) here.clip = null;
    const text = style.color.startsWith("rgb") ? parse(style.color) : null;
    const own = [...nodesOf(element)].some((node) => node.nodeType === 3 && node.nodeValue.trim());
    const clip = here.clip;
    const hidden =
      here.opacity < 0.05 ||
      style.visibility !== "visible" ||
      (box.width <= 1 && box.height <= 1 && nodesOf(element).length > 0) ||
      box.left >= Math.max(top.scrollWidth, innerWidth) ||
      box.right + scrollX <= 0 ||
      box.bottom + scrollY <= 0 ||
      /^inset\((50|100)%/.test(style.clipPath) ||
      (/^(absolute|fixed)$/.test(style.position) && /^rect\((0|1)px,? (0|1)px,? (0|1)px,? (0|1)px\)/.test(style.clip)) ||
      (clip && (box.right <= clip[0] || box.left >= clip[2] || box.bottom <= clip[1] || box.top >= clip[3])) ||
      (own && parseFloat(style.fontSize) < 2) ||
      (own && Math.abs(parseFloat(style.textIndent)) > 900) ||
      (own && text && text[3] === 0 && style.backgroundClip !== "text" && style.webkitTextFillColor === style.color) ||
      (own && text && here.behind && (text[3] ?? 1) === 1 && style.webkitTextFillColor === style.color && contrast(text, here.behind) < 1.05);
    if (hidden) found.push([box.x, box.y, box.width, box.height].map(Math.round).concat(
      textOf(element).replace(/\s+/g, " ").trim().slice(0, 2000), style.display === "inline"));
    if (/hidden|clip/.test(style.overflowX + style.overflowY)) {
      const inner = [box.left, box.top, box.right, box.bottom];
      here.clip = here.clip ? [Math.max(inner[0], here.clip[0]), Math.max(inner[1], here.clip[1]), Math.min(inner[2], here.clip[2]), Math.min(inner[3], here.clip[3])] : inner;
    }
    for (const child of childrenOf(element)) visit(child, here);
    const shadow = shadowOf(element);
    if (shadow) for (const child of shadow.children) visit(child, here);
  };
  visit(top, { opacity: 1, behind: [255, 255, 255], clip: null });
  return found;
}
