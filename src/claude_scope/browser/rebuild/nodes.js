// What the ARIA snapshot lacks, and the boxes of what the DOM is blind to (canvas, video, ...). For each element with a
// reference: reference, DOM id, states, description, whether something covers it. For each wanted DOM id: that id, the id of the nearest element around
// it with a reference, a CSS selector, its text, its tag, the CSS selectors of the iframes around it, and whether it has a
// role by itself.
(wanted) => {
  const mirror = replayer.getMirror();
  const found = [];
  const REF = "data-claude-scope-ref";
  const text = (value) => String(value ?? "").replace(/\s+/g, " ").trim().slice(0, 300);
  const statesOf = (element) => {
    const states = [];
    const attribute = (name) => element.getAttribute(name);
    const tag = element.localName;
    if (attribute("aria-expanded") === "false") states.push("expanded=false");
    if (tag === "details" || (tag === "summary" && element.parentElement?.localName === "details")) {
      if (!(tag === "details" ? element : element.parentElement).open) states.push("expanded=false");
    }
    if (attribute("aria-valuenow") !== null) states.push(`value=${text(attribute("aria-valuetext") ?? attribute("aria-valuenow")).slice(0, 60)}`);
    else if (tag === "input" && element.type === "range") states.push(`value=${element.value}`);
    else if ((tag === "progress" || tag === "meter") && element.hasAttribute("value")) states.push(`value=${element.value}`);
    const current = attribute("aria-current");
    if (current && current !== "false") states.push(current === "true" ? "current" : `current=${text(current).slice(0, 20)}`);
    const invalid = attribute("aria-invalid");
    if (invalid && invalid !== "false") states.push("invalid");
    if (attribute("aria-required") === "true" || element.required === true) states.push("required");
    if (attribute("aria-readonly") === "true" || (element.readOnly === true && !element.disabled)) states.push("readonly");
    if (attribute("aria-busy") === "true") states.push("busy");
    if (element.scrollTop > 0 && element !== element.ownerDocument.scrollingElement) states.push(`scrolled=${Math.round(element.scrollTop)}`);
    return states;
  };
  const describe = (element) => {
    const root = element.getRootNode();
    const ids = (element.getAttribute("aria-describedby") || "").split(/\s+/).filter(Boolean).slice(0, 5);
    const texts = ids.map((id) => root.getElementById?.(id)?.textContent).filter(Boolean);
    return text(texts.join(" ") || element.getAttribute("aria-description") || "");
  };
  // Whether something else lies over its middle, such as a dialog or its backdrop.
  const isCovered = (element) => {
    const box = element.getBoundingClientRect();
    const top = element.getRootNode().elementFromPoint?.(box.left + box.width / 2, box.top + box.height / 2);
    return Boolean(top) && top !== element && !element.contains(top) && !top.contains(element) && !element.shadowRoot?.contains(top);
  };
  const visit = (top) => {
    for (const element of top.querySelectorAll("*")) {
      if (element.hasAttribute(REF)) found.push([element.getAttribute(REF), mirror.getId(element), statesOf(element), describe(element), isCovered(element)]);
      if (element.shadowRoot) visit(element.shadowRoot);
      if (element.localName === "iframe" && element.contentDocument) visit(element.contentDocument);
    }
  };
  const parentOf = (node) => node.parentElement || node.getRootNode().host || node.ownerDocument?.defaultView?.frameElement || null;
  const selectorOf = (element) => {
    const steps = [];
    for (let at = element; at && at.nodeType === 1; at = at.parentElement) {
      if (at.id && /^[A-Za-z][\w-]*$/.test(at.id) && at.getRootNode().querySelectorAll(`#${at.id}`).length === 1) {
        steps.unshift(`#${at.id}`);
        break;
      }
      const alike = [...(at.parentNode?.children || [at])].filter((one) => one.localName === at.localName);
      steps.unshift(alike.length > 1 ? `${at.localName}:nth-of-type(${alike.indexOf(at) + 1})` : at.localName);
    }
    const { host } = element.getRootNode();
    return (host ? `${selectorOf(host)} ` : "") + steps.join(" > "); // Playwright's descendants are those in shadow roots too
  };
  const framesOf = (element) => {
    const holder = element.ownerDocument.defaultView?.frameElement;
    return !holder || holder === replayer.iframe ? [] : [...framesOf(holder), selectorOf(holder)];
  };
  const WITH_ROLE = "a[href], button, input, select, textarea, [role]:not([role=none]):not([role=presentation]):not([role=generic])";
  visit(replayer.iframe.contentDocument);
  const blind = [];
  const lookForBlind = (top, left, over) => {
    for (const element of top.querySelectorAll("canvas, video, img, iframe, object, embed, picture")) {
      const box = element.getBoundingClientRect();
      const content = element.localName === "iframe" ? element.contentDocument : null;
      if (content?.body?.childNodes.length) lookForBlind(content, left + box.left, over + box.top);
      else if (box.width > 1 && box.height > 1) blind.push([left + box.left, over + box.top, box.width, box.height].map(Math.round));
    }
    for (const element of top.querySelectorAll("*")) if (element.shadowRoot) lookForBlind(element.shadowRoot, left, over);
  };
  lookForBlind(replayer.iframe.contentDocument, 0, 0);
  const targets = wanted.map((id) => {
    const node = mirror.getNode(id);
    const element = node && (node.nodeType === 1 ? node : node.parentElement);
    if (!element) return [id, -1, "", "", "", [], false];
    let around = element;
    while (around && !around.hasAttribute(REF)) around = parentOf(around);
    return [id, around ? mirror.getId(around) : -1, selectorOf(element), text(element.innerText ?? element.textContent), element.localName, framesOf(element), element.matches(WITH_ROLE)];
  });
  return [found, targets, blind.slice(0, 200)];
}
