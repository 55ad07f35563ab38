// Masks the fields of this frame that hold secrets, and returns what they held.
// `pattern` recognises a secret by what the field is called; `mask` takes the place of the value.
([pattern, mask]) => {
  const looksSecret = new RegExp(pattern, "i");
  const never = /^(checkbox|radio|button|submit|reset|image|file|range|color|hidden)$/;
  const memory = window[Symbol.for("claude-scope")] || { fields: new WeakSet(), values: [], roots: [] };
  const values = new Set(memory.values);

  // By the prototypes: an image or a form takes the place of the document's property that it is named like, and a field
  // that of its form's.
  const all = (root, selector) => (root instanceof Document ? Document : DocumentFragment).prototype.querySelectorAll.call(root, selector);
  const byId = (root, id) => (root instanceof Document ? Document : DocumentFragment).prototype.getElementById.call(root, id);
  const shadow = Object.getOwnPropertyDescriptor(Element.prototype, "shadowRoot").get;

  const calledBy = (field) => {
    const ids = (field.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
    const labels = ids.map((id) => byId(field.getRootNode(), id)?.textContent);
    labels.push(...[...(field.labels || [])].map((label) => label.textContent));
    for (const name of ["name", "id", "autocomplete", "aria-label", "placeholder", "title"]) labels.push(field.getAttribute(name));
    return labels.map((text) => (text || "").slice(0, 200)).join(" \n ");
  };

  const visit = (root) => {
    for (const field of all(root, "input, textarea")) {
      if (never.test(field.type) || !field.value || field.value === mask) continue;
      if (field.type !== "password" && !memory.fields.has(field) && !looksSecret.test(calledBy(field))) continue;
      values.add(field.value);
      // The prototype's setter: a framework that watches the element's own property does not notice. Should it write
      // the value back before the screenshot, the style still shows dots.
      const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
      Object.getOwnPropertyDescriptor(prototype, "value").set.call(field, mask);
      field.style.setProperty("-webkit-text-security", "disc", "important");
    }
    for (const element of all(root, "*")) if (shadow.call(element)) visit(shadow.call(element));
  };
  visit(document);
  for (const root of memory.roots) visit(root);
  return [...values];
}
