// Defines `fieldNames`: rrweb's replayer and Playwright's snapshot read properties of forms and documents that names of the
// page can shadow (`<input name=parentElement>`). While the replayer works, another attribute keeps such a `name` or `id`.
// While a state is read, the fields have their names, so that labels and style sheets find them, but belong to no form.
(() => {
  const KEPT = { name: "data-claude-scope-name", id: "data-claude-scope-id" };
  const FIELDS = new Set(["button", "fieldset", "input", "output", "select", "textarea"]);
  const IN_FORMS = new Set([...FIELDS, "img", "object"]);
  const IN_DOCUMENTS = new Set(["embed", "form", "frame", "iframe", "img", "object"]);
  const OF_PLAYWRIGHT = "_ariaRef"; // the only property that Playwright sets on elements
  const isShadowing = (tag, value) =>
    (IN_FORMS.has(tag) && (value in HTMLFormElement.prototype || value === OF_PLAYWRIGHT)) || (IN_DOCUMENTS.has(tag) && value in document);
  const isNamed = (tag) => IN_FORMS.has(tag) || IN_DOCUMENTS.has(tag);
  const parted = []; // each field that has its names now, with its previous `form` attribute

  // Moves shadowing names in the attributes of a node or of a change to other attributes; returns whether there are any.
  const hide = (tag, attributes) => {
    if (!isNamed(tag)) return false;
    let found = false;
    for (const [name, kept] of Object.entries(KEPT)) {
      if (!Object.hasOwn(attributes, name)) continue;
      const isHidden = typeof attributes[name] === "string" && isShadowing(tag, attributes[name]);
      attributes[kept] = isHidden ? attributes[name] : null; // null: the node has no such name, or no longer
      if (isHidden) attributes[name] = null;
      found ||= isHidden;
    }
    return found;
  };

  const show = (nodes) => {
    for (const field of nodes) {
      if (!field || !FIELDS.has(field.localName)) continue;
      parted.push([field, field.getAttribute("form")]);
      field.setAttribute("form", "");
      for (const [name, kept] of Object.entries(KEPT)) {
        if (name === "name" && field.type === "radio") continue; // outside of their forms, the groups of two forms would become one
        if (field.hasAttribute(kept)) field.setAttribute(name, field.getAttribute(kept));
      }
    }
  };

  const hideAgain = () => {
    for (const [field, form] of parted.splice(0)) {
      for (const [name, kept] of Object.entries(KEPT)) if (field.hasAttribute(kept)) field.removeAttribute(name);
      if (form === null) field.removeAttribute("form");
      else field.setAttribute("form", form);
    }
  };

  globalThis.fieldNames = { isNamed, hide, show, hideAgain };
})();
