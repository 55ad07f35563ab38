// Runs inside a recorded page: stores every 100 ms where each of its secrets is.

window.__secrets = (() => {
  const seen = [];

  function note() {
    const places = [...document.querySelectorAll("[data-parts], [data-secret]")].flatMap(place);
    seen.push({ ms: __capture.now(), places });
  }

  // What an element currently shows of a secret: its text, whether it is displayed as dots, and boxes in pixels of
  // the viewport.
  function place(one) {
    const isField = one.matches("input, textarea");
    const text = isField ? one.value : one.textContent;
    if (!text.trim()) return [];
    const boxes = (isField ? [content(one, text)] : [...rects(one)]).map((box) => clipped(one, box)).filter(Boolean);
    return boxes.length ? [{ text, dots: isField && one.type === "password", boxes }] : [];
  }

  function rects(one) {
    const range = document.createRange();
    range.selectNodeContents(one);
    return range.getClientRects();
  }

  // Approximately where the text of a field is: its content box, as wide as the text.
  function content(field, text) {
    const box = field.getBoundingClientRect();
    const style = getComputedStyle(field);
    const px = (name) => parseFloat(style[name]);
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = style.font;
    const wide = pen.measureText(field.type === "password" ? "\u2022".repeat(text.length) : text).width;
    const left = box.left + px("borderLeftWidth") + px("paddingLeft");
    const inner = box.width - px("borderLeftWidth") - px("paddingLeft") - px("paddingRight") - px("borderRightWidth");
    if (field.matches("textarea")) return new DOMRect(left, box.top + px("paddingTop"), inner, field.scrollHeight - 2 * px("paddingTop"));
    const high = parseFloat(style.fontSize);
    return new DOMRect(left, box.top + (box.height - high) / 2, Math.min(wide, inner), high);
  }

  // The visible part of a box, or null: inside all clipping ancestors, and not behind another element.
  function clipped(one, box) {
    let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
    for (let parent = one.parentElement; parent; parent = parent.parentElement) {
      if (getComputedStyle(parent).overflow === "visible" || parent === document.documentElement || parent === document.body) continue;
      const around = parent.getBoundingClientRect();
      left = Math.max(left, around.left);
      top = Math.max(top, around.top);
      right = Math.min(right, around.right);
      bottom = Math.min(bottom, around.bottom);
    }
    [left, top, right, bottom] = [Math.max(0, left), Math.max(0, top), Math.min(innerWidth, right), Math.min(innerHeight, bottom)];
    if (right - left < 3 || bottom - top < 5 || getComputedStyle(one).visibility !== "visible") return null;
    const isOnTop = (share) => {
      const found = document.elementFromPoint(left + share * (right - left), (top + bottom) / 2);
      return found && (one.contains(found) || found.contains(one));
    };
    return [0.1, 0.5, 0.9].every(isOnTop) ? [left, top, right - left, bottom - top].map(Math.round) : null;
  }

  return { start: () => setInterval(note, 100), seen };
})();
