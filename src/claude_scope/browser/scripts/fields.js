// Masks the secret fields of this frame and returns their values.
// `patterns` recognise a secret by the field's names (labels.js), `shape` by its value; `mask` replaces the value.
// The values of hidden inputs that may be tokens come with `hidden` in front; they stay as they are.
// A value that matches `instruction` is not a secret because of the field's names alone.
([patterns, shape, mask, hidden, instruction = "^$"]) => {
  const isNamedSecret = (
__LABELS__
  )(patterns);
  const valueLooksSecret = new RegExp(shape, "u");
  const instructs = new RegExp(instruction, "iu");
  const never = /^(checkbox|radio|button|submit|reset|image|file|range|color|hidden)$/;
  const MAX_HIDDEN = 1000;
  const token = /^\S{16,4096}$/;
  let hiddenInputs = 0;
  const memory = window[Symbol.for("claude-scope")] || { fields: new WeakSet(), values: [], roots: [] };
  const values = new Set(memory.values);

  // Through prototypes: a named image or form shadows the document's property, and a named field its form's property.
  const all = (root, selector) => (root instanceof Document ? Document : DocumentFragment).prototype.querySelectorAll.call(root, selector);
  const byId = (root, id) => (root instanceof Document ? Document : DocumentFragment).prototype.getElementById.call(root, id);
  const shadow = Object.getOwnPropertyDescriptor(Element.prototype, "shadowRoot").get;

  const textOf = Object.getOwnPropertyDescriptor(Node.prototype, "textContent");
  const before = Object.getOwnPropertyDescriptor(Node.prototype, "previousSibling").get;
  const parentOf = Object.getOwnPropertyDescriptor(Node.prototype, "parentNode").get;
  const text = (node) => textOf.get.call(node) || "";
  const tagOf = (element) => Object.getOwnPropertyDescriptor(Element.prototype, "tagName").get.call(element);
  // A form with `contenteditable` has neither type nor labels, but may have fields with these names.
  const own = (element, property) => (element instanceof HTMLFormElement ? undefined : element[property]);

  // The text in front of a field: next to it, or in the cell or block before its own.
  const inFront = (field) => {
    const within = (node) => node instanceof Element && !/^(FORM|FIELDSET|SECTION|MAIN|DIALOG|BODY)$/.test(tagOf(node));
    for (let node = field, level = 0; within(node) && level < 3; node = parentOf.call(node), level++) {
      let found = "";
      for (let at = before.call(node), n = 0; at && found.length < 100 && n < 20; at = before.call(at), n++) found = text(at) + " " + found;
      if (found.trim()) return found.trim().slice(-100);
    }
    return "";
  };

  const calledBy = (field) => {
    const attribute = (name) => Element.prototype.getAttribute.call(field, name) || "";
    const ids = attribute("aria-labelledby").split(/\s+/).filter(Boolean);
    const labels = ids.map((id) => byId(Node.prototype.getRootNode.call(field), id)).filter(Boolean).map(text);
    labels.push(...[...(own(field, "labels") || [])].map(text));
    for (const name of ["aria-label", "placeholder", "title"]) labels.push(attribute(name));
    // Boxes for one digit each are named by their group, and so is a field without a name of its own.
    const group = Element.prototype.closest.call(field, "fieldset, [role=group]");
    if (group && (!labels.some((label) => label.trim()) || attribute("maxlength") === "1")) {
      const legend = Element.prototype.querySelector.call(group, "legend");
      labels.push(Element.prototype.getAttribute.call(group, "aria-label") || (legend ? text(legend) : ""));
    }
    if (!labels.some((label) => label.trim())) labels.push(inFront(field));
    for (const name of ["name", "id", "autocomplete", "data-testid"]) labels.push(attribute(name));
    if (/passw/i.test(attribute("class"))) labels.push("password");
    return labels.map((label) => label.slice(0, 200)).join(" \n ");
  };

  // Like `words_of_label` in Python: splits names in code into words, and normalizes full-width letters and accents.
  const wordsOf = (label) => label.normalize("NFKC").replace(/(?<=[a-z])(?=[A-Z])|_/g, " ");

  const remember = (value) => value.length > 2 && values.add(value); // a single digit occurs everywhere
  const holdsSecret = (field, value) =>
    own(field, "type") === "password" || memory.fields.has(field) || (isNamedSecret(wordsOf(calledBy(field))) && !instructs.test(value)) ||
    valueLooksSecret.test(value) || getComputedStyle(field).webkitTextSecurity !== "none";

  // Uses the prototype's setter: a framework that watches the element's own property does not notice. If it writes the
  // value back before the screenshot, the style still shows dots.
  const put = (field, prototype, property) => {
    Object.getOwnPropertyDescriptor(prototype, property).set.call(field, mask);
    Object.getOwnPropertyDescriptor(HTMLElement.prototype, "style").get.call(field).setProperty("-webkit-text-security", "disc", "important");
  };

  const visit = (root) => {
    for (const field of all(root, "input[type=hidden]")) {
      if (hidden && token.test(field.value) && hiddenInputs++ < MAX_HIDDEN) values.add(hidden + field.value);
    }
    for (const field of all(root, "input, textarea")) {
      if (never.test(field.type) || !field.value || field.value === mask || !holdsSecret(field, field.value)) continue;
      remember(field.value);
      put(field, field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype, "value");
    }
    for (const field of all(root, "[contenteditable]:not([contenteditable=false]), [role=textbox], [role=searchbox]")) {
      const value = text(field).trim();
      if (!(field instanceof HTMLElement) || /^(INPUT|TEXTAREA)$/.test(tagOf(field)) || !value || value === mask) continue;
      if (Element.prototype.querySelector.call(field, "input, textarea") || !holdsSecret(field, value)) continue;
      remember(value);
      put(field, Node.prototype, "textContent");
    }
    for (const element of all(root, "*")) if (shadow.call(element)) visit(shadow.call(element));
  };
  visit(document);
  for (const root of memory.roots) visit(root);
  return [...values];
}
