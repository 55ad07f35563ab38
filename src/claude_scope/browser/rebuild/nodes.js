// What the ARIA snapshot lacks, the boxes of what the DOM is blind to (canvas, video, ...), and the frames. For each element
// with a reference: reference, DOM id, states, description, whether something covers it or cuts it off, and of code its text
// with the ends of its lines. For each wanted DOM id: that id,
// the id of the nearest element around it with a reference, a CSS selector, its text, its tag, the CSS selectors of the
// iframes around it, and whether it has a role by itself. For each frame: the reference of its element ("" for the
// replayer's own), where it lies (`placeOf`), and what is hidden in it (`hiddenIn`).
// All of it as JSON, which Playwright sends ten times as fast as thousands of small arrays.
([wanted, most]) => {
  const { get, call } = dom;
  const { getAttribute, hasAttribute } = Element.prototype; // ten times for each element; they take those of other documents too
  const mirror = replayer.getMirror();
  const found = [];
  const frames = [];
  const REF = "data-claude-scope-ref";
  const REFUSED = "data-claude-scope-refused"; // the text of the browser's bubble at a field
  const ELEMENT = 1; // type of a node
  const MAX_CODE = 20_000; // characters
  const text = (value) => String(value ?? "").replace(/\s+/g, " ").trim().slice(0, 300);
  const statesOf = (element) => {
    const states = [];
    const attribute = (name) => getAttribute.call(element, name);
    const tag = get(element, "localName");
    if (attribute("aria-expanded") === "false") states.push("expanded=false");
    const folding = tag === "summary" ? get(element, "parentElement") : element;
    if (folding && get(folding, "localName") === "details" && !folding.open) states.push("expanded=false");
    if (attribute("aria-valuenow") !== null) states.push(`value=${text(attribute("aria-valuetext") ?? attribute("aria-valuenow")).slice(0, 60)}`);
    else if (tag === "input" && element.type === "range") states.push(`value=${element.value}`);
    else if ((tag === "progress" || tag === "meter") && attribute("value") !== null) states.push(`value=${element.value}`);
    const current = attribute("aria-current");
    if (current && current !== "false") states.push(current === "true" ? "current" : `current=${text(current).slice(0, 20)}`);
    const invalid = attribute("aria-invalid");
    if (invalid && invalid !== "false") states.push("invalid");
    if (attribute(REFUSED) !== null) states.push("refused"); // its description says why
    if (attribute("aria-required") === "true" || element.required === true) states.push("required");
    if (attribute("aria-readonly") === "true" || (element.readOnly === true && !element.disabled)) states.push("readonly");
    if (attribute("aria-busy") === "true") states.push("busy");
    const scrolled = get(element, "scrollTop");
    if (scrolled > 0 && element !== get(get(element, "ownerDocument"), "scrollingElement")) states.push(`scrolled=${Math.round(scrolled)}`);
    return states;
  };
  const describe = (element) => {
    const attribute = (name) => getAttribute.call(element, name);
    const bubble = attribute(REFUSED);
    if (bubble !== null) return text(bubble); // "" of a masked field
    const root = call(element, "getRootNode");
    const ids = (attribute("aria-describedby") || "").split(/\s+/).filter(Boolean).slice(0, 5);
    const described = ids.map((id) => get(root, "getElementById") && call(root, "getElementById", id)).filter(Boolean);
    const texts = described.map((one) => get(one, "textContent")).filter(Boolean);
    return text(texts.join(" ") || attribute("aria-description") || attribute("title") || "");
  };
  const linesOf = (element) => {
    const lines = call(element, "matches", "pre, code, samp") ? String(get(element, "innerText") ?? "").slice(0, MAX_CODE) : "";
    return lines.includes("\n") ? lines : "";
  };
  // Whether something else lies over its middle, such as a dialog or its backdrop, or a part around it is scrolled away.
  const isCovered = (element) => {
    const box = call(element, "getBoundingClientRect");
    const root = call(element, "getRootNode");
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const top = get(root, "elementFromPoint") && call(root, "elementFromPoint", x, y);
    const isIn = (outer, inner) => Boolean(outer) && call(outer, "contains", inner);
    if (!top || isIn(element, top) || isIn(get(element, "shadowRoot"), top)) return false;
    return !isIn(top, element) || isCutOff(element, top, x, y);
  };
  // Whether a part of the page between an element and `top`, which is seen in its place, cuts that place off.
  const isCutOff = (element, top, x, y) => {
    for (let at = get(element, "parentElement"); at && at !== top; at = get(at, "parentElement")) {
      const part = call(at, "getBoundingClientRect");
      const isInside = x >= part.left && x < part.right && y >= part.top && y < part.bottom;
      const style = get(get(at, "ownerDocument"), "defaultView").getComputedStyle(at);
      if (!isInside && `${style.overflowX} ${style.overflowY}` !== "visible visible") return true;
    }
    return false;
  };
  const visit = (top) => {
    for (const element of call(top, "querySelectorAll", "*")) {
      if (hasAttribute.call(element, REF)) found.push([getAttribute.call(element, REF), mirror.getId(element), statesOf(element), describe(element), isCovered(element), linesOf(element)]);
      if (get(element, "shadowRoot")) visit(get(element, "shadowRoot"));
      if (get(element, "localName") === "iframe" && element.contentDocument) visitFrame(element);
    }
  };
  const visitFrame = (element) => {
    frames.push([element === replayer.iframe ? "" : call(element, "getAttribute", REF) || "-", placeOf(element), hiddenIn(element.contentWindow, most)]);
    visit(element.contentDocument);
  };
  const frameOf = (node) => get(node, "ownerDocument")?.defaultView?.frameElement;
  const hostOf = (node) => get(call(node, "getRootNode"), "host");
  const parentOf = (node) => get(node, "parentElement") || hostOf(node) || frameOf(node) || null;
  const selectorOf = (element) => {
    const steps = [];
    for (let at = element; at; at = get(at, "parentElement")) {
      const id = get(at, "id");
      if (/^[A-Za-z][\w-]*$/.test(id) && call(call(at, "getRootNode"), "querySelectorAll", `#${id}`).length === 1) {
        steps.unshift(`#${id}`);
        break;
      }
      const [parent, tag] = [get(at, "parentNode"), get(at, "localName")];
      const alike = parent ? [...get(parent, "children")].filter((one) => get(one, "localName") === tag) : [at];
      steps.unshift(alike.length > 1 ? `${tag}:nth-of-type(${alike.indexOf(at) + 1})` : tag);
    }
    const host = hostOf(element);
    return (host ? `${selectorOf(host)} ` : "") + steps.join(" > "); // Playwright's descendants are those in shadow roots too
  };
  const framesOf = (element) => {
    const holder = frameOf(element);
    return !holder || holder === replayer.iframe ? [] : [...framesOf(holder), selectorOf(holder)];
  };
  const WITH_ROLE = "a[href], button, input, select, textarea, [role]:not([role=none]):not([role=presentation]):not([role=generic])";
  visitFrame(replayer.iframe);
  const blind = [];
  const lookForBlind = (top, left, over) => {
    for (const element of call(top, "querySelectorAll", "canvas, video, img, iframe, object, embed, picture")) {
      const box = element.getBoundingClientRect();
      const content = element.localName === "iframe" ? element.contentDocument : null;
      if (content && get(content, "body")?.hasChildNodes()) lookForBlind(content, left + box.left, over + box.top);
      else if (box.width > 1 && box.height > 1) blind.push([left + box.left, over + box.top, box.width, box.height].map(Math.round));
    }
    for (const element of call(top, "querySelectorAll", "*")) if (get(element, "shadowRoot")) lookForBlind(get(element, "shadowRoot"), left, over);
  };
  lookForBlind(replayer.iframe.contentDocument, 0, 0);
  const targets = wanted.map((id) => {
    const node = mirror.getNode(id);
    const element = node && (get(node, "nodeType") === ELEMENT ? node : get(node, "parentElement"));
    if (!element) return [id, -1, "", "", "", [], false];
    let around = element;
    while (around && !call(around, "hasAttribute", REF)) around = parentOf(around);
    return [id, around ? mirror.getId(around) : -1, selectorOf(element), text(get(element, "innerText") ?? get(element, "textContent")), get(element, "localName"), framesOf(element), call(element, "matches", WITH_ROLE)];
  });
  return JSON.stringify([found, targets, blind.slice(0, 200), frames]);
}
