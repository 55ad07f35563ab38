// Where each element of the page is and what can be seen of it. Each is marked with its number, `data-key`, by which the
// accessibility tree is joined to it. Boxes are [left, top, width, height] in CSS pixels:
//   box    of the element; `tight` of its text without the padding around it; `drawn` of what is seen of a native
//          control that is invisible itself: `data-drawn` of the framework says which (next element, or its ::before)
//   inside the number of the element that it lies in, -1 for none; `over` of the one that covers its middle, or -1
() => {
  const W = innerWidth, H = innerHeight, found = [];
  const all = [...document.querySelectorAll("body *")].filter(e => !e.closest("svg") || e.tagName === "svg");
  all.forEach((e, i) => e.setAttribute("data-key", i));
  const key = e => (e && e.closest("[data-key]") ? Number(e.closest("[data-key]").dataset.key) : -1);
  const list = r => [r.left, r.top, r.width, r.height];
  const tight = e => {
    const range = document.createRange();
    range.selectNodeContents(e);
    const rects = [...range.getClientRects()].filter(r => r.width > 1 && r.height > 1);
    if (!rects.length) return e.getBoundingClientRect();
    const l = Math.min(...rects.map(r => r.left)), t = Math.min(...rects.map(r => r.top));
    return new DOMRect(l, t, Math.max(...rects.map(r => r.right)) - l, Math.max(...rects.map(r => r.bottom)) - t);
  };
  const pseudo = (e, which) => {
    const s = getComputedStyle(e, "::" + which), r = e.getBoundingClientRect(), n = v => parseFloat(v) || 0;
    const edge = s.boxSizing === "border-box" ? 0 : 1;
    const w = n(s.width) + edge * (n(s.borderLeftWidth) + n(s.borderRightWidth));
    const h = n(s.height) + edge * (n(s.borderTopWidth) + n(s.borderBottomWidth));
    const m = getComputedStyle(e);
    return new DOMRect(r.left + n(m.borderLeftWidth) + n(s.left) + n(s.marginLeft),
      r.top + n(m.borderTopWidth) + n(s.top) + n(s.marginTop), w, h);
  };
  const drawn = e => {
    const where = e.dataset.drawn;
    if (!where) return e.getBoundingClientRect();
    const next = e.nextElementSibling;
    return where === "next" ? next.getBoundingClientRect() : pseudo(next, where.split(":")[1]);
  };
  const sees = (e, r) => {
    const top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
    const own = top && (top === e || e.contains(top) || top.contains(e) || top.closest("label")?.control === e);
    const drawnBy = top && e.dataset.drawn && e.parentElement.contains(top);
    return [top, !!(own || drawnBy)];
  };
  for (const e of all) {
    const seen = e.dataset.drawn ? e.nextElementSibling : e;
    if (!seen.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const r = drawn(e);
    if (r.width < 4 || r.height < 2 || r.right < 0 || r.bottom < 0 || r.left > W || r.top > H) continue;
    const whole = r.left >= 0 && r.top >= 0 && r.right <= W + 1 && r.bottom <= H + 1;
    const [top, own] = sees(e, r);
    found.push({
      key: key(e), tag: e.tagName.toLowerCase(), role: e.getAttribute("role") ?? "", current: e.getAttribute("aria-current") ?? "",
      focused: e === document.activeElement, box: list(r), tight: list(tight(e)), ok: whole && own,
      over: own || !top ? -1 : key(top), inside: key(e.parentElement),
    });
  }
  return found;
}
