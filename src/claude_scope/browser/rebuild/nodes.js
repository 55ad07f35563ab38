// Reads the rebuilt page. Returns JSON, which Playwright sends ten times as fast as thousands of small arrays:
//
//     tree      the ARIA snapshot as Playwright's `injected` script takes it, with states and descriptions that it lacks. A
//               node is its text, or: role, name, text, states, properties, box in its frame, DOM id (null for a node without
//               a ref), and its child nodes
//     covered   the DOM ids of covered or cut off nodes
//     codes     the DOM id and the text with line breaks of each block of code
//     targets   for each wanted DOM id: that id, the id of the nearest element around it with a ref, a CSS selector,
//               its text, its tag, the CSS selectors of the iframes around it, and whether it has a role by itself
//     blind     the boxes of regions whose content is not in the DOM (canvas, video, ...)
//     frames    the DOM id of each frame's element (null for the replayer's own), its place (`placeOf`), and its hidden
//               elements (`hiddenIn`)
//     isCut     whether the page has more nodes than the tree
([wanted, most]) => {
  const { get, call } = dom;
  const { getAttribute } = Element.prototype; // called ten times per element; works for elements of other documents too
  const mirror = replayer.getMirror();
  const actionable = new Set();
  const covered = [];
  const codes = [];
  const frames = [];
  const REFUSED = "data-claude-scope-refused"; // the text of the browser's validation bubble of a field
  const ELEMENT = 1; // type of a node
  const MAX_CODE = 20_000; // characters
  const MAX_NAME = 900; // characters; Playwright drops longer names
  const MAX_DEPTH = 100; // deeper nodes become children of this level
  let left = 20_000; // nodes
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
    const texts = described.map((child) => get(child, "textContent")).filter(Boolean);
    return text(texts.join(" ") || attribute("aria-description") || attribute("title") || "");
  };
  const linesOf = (element) => {
    const lines = call(element, "matches", "pre, code, samp") ? String(get(element, "innerText") ?? "").slice(0, MAX_CODE) : "";
    return lines.includes("\n") ? lines : "";
  };
  // Whether another element covers its centre, such as a dialog or its backdrop, or an ancestor has scrolled it away.
  const isCovered = (element) => {
    const box = call(element, "getBoundingClientRect");
    const root = call(element, "getRootNode");
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const top = get(root, "elementFromPoint") && call(root, "elementFromPoint", x, y);
    const isIn = (outer, inner) => Boolean(outer) && call(outer, "contains", inner);
    if (!top || isIn(element, top) || isIn(get(element, "shadowRoot"), top)) return false;
    return !isIn(top, element) || isCutOff(element, top, x, y);
  };
  // Whether an ancestor of an element, up to `top`, the element visible at x, y, cuts that point off.
  const isCutOff = (element, top, x, y) => {
    for (let at = get(element, "parentElement"); at && at !== top; at = get(at, "parentElement")) {
      const part = call(at, "getBoundingClientRect");
      const isInside = x >= part.left && x < part.right && y >= part.top && y < part.bottom;
      const style = get(get(at, "ownerDocument"), "defaultView").getComputedStyle(at);
      if (!isInside && `${style.overflowX} ${style.overflowY}` !== "visible visible") return true;
    }
    return false;
  };
  const STATES = ["checked", "disabled", "expanded", "active", "invalid", "level", "pressed", "selected"];
  const ownStates = (node) => [
    ...STATES.filter((name) => node[name]).map((name) => (node[name] === true ? name : `${name}=${node[name]}`)),
    ...(node.ariaHidden ? ["aria-hidden"] : []),
  ];
  // The row of a node, without its child nodes. States and descriptions that Playwright lacks come last.
  const rowOf = (node, element) => {
    const whole = (value) => (value || "").toWellFormed(); // UTF-8 cannot encode a lone surrogate
    const name = node.name && node.name.length <= MAX_NAME ? whole(node.name) : "";
    const states = ownStates(node);
    const props = [["/url", node.url], ["/placeholder", node.placeholder]].filter(([, value]) => value !== undefined).map(([key, value]) => [key, whole(value)]);
    const { x, y, width, height } = node.box;
    const row = [node.role, name, whole(node.text), states, props, [x, y, width, height], null, []];
    if (!element) return row;
    const id = (row[6] = mirror.getId(element));
    for (const state of statesOf(element)) if (!states.includes(state) && state !== `value=${row[2]}`) states.push(state);
    const description = describe(element);
    if (description && description !== name) props.push(["/description", description]); // a `title` may already be the name
    if (isCovered(element)) covered.push(id);
    const code = linesOf(element);
    if (code) codes.push([id, code]);
    return row;
  };
  const rowsOf = (nodes, info, level, rows = []) => {
    for (const node of nodes) {
      if (left-- <= 0) break;
      if (typeof node === "string" || node.role === "text") {
        rows.push((typeof node === "string" ? node : node.text || "").toWellFormed());
        continue;
      }
      const element = info.get(node.ref)?.element;
      const row = rowOf(node, element);
      rows.push(row);
      const below = level < MAX_DEPTH ? row[7] : rows;
      const framed = node.role === "iframe" && element ? visitFrame(element, level + 1) : [];
      if (framed.length) row[2] = ""; // the element's own text is for browsers without frames
      if (framed.length) below.push(...framed);
      else rowsOf(node.children || [], info, level + 1, below);
    }
    return rows;
  };
  const visitFrame = (element, level) => {
    const content = element.contentDocument;
    const top = content && call(content, "querySelector", "body, frameset");
    if (!top) return [];
    frames.push([element === replayer.iframe ? null : mirror.getId(element), placeOf(element), hiddenIn(element.contentWindow, most)]);
    const { json } = injected.ariaSnapshotJSON(top, { mode: "ai", boxes: true });
    const { info } = injected._lastAriaSnapshotForQuery;
    for (const known of info.values()) actionable.add(known.element);
    return rowsOf(json, info, level);
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
      const alike = parent ? [...get(parent, "children")].filter((child) => get(child, "localName") === tag) : [at];
      steps.unshift(alike.length > 1 ? `${tag}:nth-of-type(${alike.indexOf(at) + 1})` : tag);
    }
    const host = hostOf(element);
    return (host ? `${selectorOf(host)} ` : "") + steps.join(" > "); // Playwright's descendant combinator enters shadow roots
  };
  const framesOf = (element) => {
    const holder = frameOf(element);
    return !holder || holder === replayer.iframe ? [] : [...framesOf(holder), selectorOf(holder)];
  };
  const WITH_ROLE = "a[href], button, input, select, textarea, [role]:not([role=none]):not([role=presentation]):not([role=generic])";
  const tree = visitFrame(replayer.iframe, 0);
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
    while (around && !actionable.has(around)) around = parentOf(around);
    return [id, around ? mirror.getId(around) : -1, selectorOf(element), text(get(element, "innerText") ?? get(element, "textContent")), get(element, "localName"), framesOf(element), call(element, "matches", WITH_ROLE)];
  });
  return JSON.stringify([tree, covered, codes, targets, blind.slice(0, 200), frames, left < 0]);
}
