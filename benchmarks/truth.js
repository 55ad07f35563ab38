// What is visible on the page, from its DOM: elements with type, name, state and box, and lines of text. `ok` is false
// for what is covered, cut off or outside the window: a reader is not expected to find it.
() => {
  const W = innerWidth, H = innerHeight;
  const box = r => [r.left, r.top, r.width, r.height].map(Math.round);
  const shown = e => e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const clear = (e, r) => {
    const x = r.left + r.width / 2, y = r.top + r.height / 2;
    if (r.left < 0 || r.top < 0 || r.right > W + 1 || r.bottom > H + 1) return false;
    const top = document.elementFromPoint(x, y);
    return !!top && (top === e || e.contains(top) || top.contains(e) || top.closest("label")?.control === e);
  };
  const ROLES = { button: "button", link: "link", checkbox: "checkbox", switch: "checkbox", radio: "radio", tab: "tab",
    menu: "menu", listbox: "menu", dialog: "dialog", alertdialog: "dialog", alert: "alert", status: "alert",
    heading: "heading", textbox: "input", searchbox: "input", combobox: "select", img: "image", menuitem: "button" };
  const TEXTUAL = /^(text|email|password|search|tel|url|number|date|time|month|week|datetime-local|)$/;
  const type = e => {
    if (e.dataset.type) return e.dataset.type;
    const role = e.getAttribute("role"), tag = e.tagName.toLowerCase();
    if (role && ROLES[role]) {
      if (role === "img" && e.getBoundingClientRect().width <= 32) return "icon";
      return ROLES[role];
    }
    if (role) return "";
    if (tag === "input") {
      if (e.type === "checkbox" || e.type === "radio") return e.type;
      if (/^(submit|button|reset|image)$/.test(e.type)) return "button";
      return TEXTUAL.test(e.getAttribute("type") ?? "") ? "input" : "other";
    }
    if (tag === "a") return e.hasAttribute("href") ? "link" : "";
    if (/^h[1-6]$/.test(tag)) return "heading";
    if (tag === "img" || tag === "canvas" || tag === "video")
      return e.getBoundingClientRect().width <= 32 ? "icon" : "image";
    if (tag === "svg") return e.closest("button,a,[role=button]") ? "" : e.getBoundingClientRect().width <= 40 ? "icon" : "image";
    if (/^(progress|meter)$/.test(tag)) return "other";
    return { button: "button", summary: "button", textarea: "input", select: "select", dialog: "dialog" }[tag] ?? "";
  };
  const state = e => {
    const on = n => e.getAttribute("aria-" + n) === "true", found = [];
    if (e.disabled || on("disabled")) found.push("disabled");
    if (e.checked || on("checked")) found.push("checked");
    if (on("selected") || (e.getAttribute("aria-current") ?? "false") !== "false" || on("pressed")) found.push("selected");
    if (e === document.activeElement && /^(input|select|textarea)$/i.test(e.tagName)) found.push("focused");
    if (on("expanded") || (e.tagName === "SUMMARY" && e.parentElement.open)) found.push("expanded");
    if (on("invalid")) found.push("invalid");
    return found;
  };
  const name = e => String(e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || e.placeholder ||
    e.getAttribute("alt") || e.value || "").trim().replace(/\s+/g, " ");
  const proxy = (e, kind) => {  // a native control that is drawn by its label: its visible box is asked for by data-box
    const at = e.dataset.box ? document.querySelector(e.dataset.box) : e;
    return kind === "link" || kind === "heading" ? tight(at) : at.getBoundingClientRect();
  };
  const tight = e => {  // of text alone, without the padding around it
    const range = document.createRange();
    range.selectNodeContents(e);
    const rects = [...range.getClientRects()].filter(r => r.width > 1 && r.height > 1);
    if (!rects.length) return e.getBoundingClientRect();
    const l = Math.min(...rects.map(r => r.left)), t = Math.min(...rects.map(r => r.top));
    return new DOMRect(l, t, Math.max(...rects.map(r => r.right)) - l, Math.max(...rects.map(r => r.bottom)) - t);
  };
  const elements = [];
  for (const e of document.querySelectorAll("body *")) {
    const kind = type(e);
    if (!kind || !shown(e)) continue;
    const r = proxy(e, kind);
    if (r.width < 4 || r.height < 2 || r.right < 0 || r.bottom < 0 || r.left > W || r.top > H) continue;
    elements.push({ type: kind, name: name(e), state: state(e), bbox: box(r), ok: clear(e, r) });
  }
  const pieces = [];
  const block = n => { let e = n.parentElement; while (getComputedStyle(e).display.startsWith("inline") && !/^(BUTTON|SELECT)$/.test(e.tagName) && getComputedStyle(e).display === "inline") e = e.parentElement; return e; };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const n = walker.currentNode, p = n.parentElement;
    if (!n.data.trim() || /^(SCRIPT|STYLE|OPTION|TEXTAREA)$/.test(p.tagName) || !shown(p)) continue;
    const upper = getComputedStyle(p).textTransform === "uppercase";
    for (const m of n.data.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(n, m.index); range.setEnd(n, m.index + m[0].length);
      const r = range.getClientRects()[0];
      if (!r || r.width < 1) continue;
      const last = pieces.at(-1), home = block(n);
      const gap = last && r.left - last.r.right;
      if (last && last.home === home && Math.abs(last.r.top + last.r.height / 2 - r.top - r.height / 2) < 5 && gap > -2 && gap < 0.62 * r.height) {
        last.text += (gap > 1 ? " " : "") + (upper ? m[0].toUpperCase() : m[0]);
        const top = Math.min(last.r.top, r.top);
        last.r = new DOMRect(last.r.left, top, r.right - last.r.left, Math.max(last.r.bottom, r.bottom) - top);
      } else pieces.push({ text: upper ? m[0].toUpperCase() : m[0], r, home, p });
    }
  }
  const lines = pieces.map(l => ({ text: l.text, bbox: box(l.r), ok: clear(l.p, l.r) && l.r.height >= 8 }));
  for (const e of document.querySelectorAll("input,textarea,select")) {
    if (!shown(e) || /^(checkbox|radio|range|color|hidden|file)$/.test(e.type)) continue;
    const text = e.tagName === "SELECT" ? e.selectedOptions[0]?.text ?? "" : e.value;
    const r = e.getBoundingClientRect();
    if (text && e.tagName !== "TEXTAREA" && e.type !== "password" && r.width > 20) lines.push({ text, bbox: box(r), ok: clear(e, r) });
  }
  return { w: W, h: H, elements, lines };
}
