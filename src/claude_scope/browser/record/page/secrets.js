// Decides which values of this frame must not be recorded; `seen` is called once with each value of a secret field, with
// whether the user typed it, whether the secret is only within the value, in an ordinary field, and since when its letters
// were recorded (epoch ms; 0 if they were not).
(config, nodes, isNamedSecret, seen) => {
  const shaped = new RegExp(config.shape, "u");
  const { querySelector } = Element.prototype;
  const textOf = Object.getOwnPropertyDescriptor(Node.prototype, "textContent").get;
  const before = Object.getOwnPropertyDescriptor(Node.prototype, "previousSibling").get;
  const text = (node) => textOf.call(node) || "";
  const known = new WeakSet(); // a secret field stays secret: "show password" makes it a text field
  const hidden = new WeakSet(); // fields with a masked value
  const readable = new WeakMap(); // fields -> since when the user types into them what is recorded
  const reported = new Map(); // the values that `seen` was called with -> whether they were typed
  const MOST_TYPED = 2_000;
  const MOST_OTHERS = 20; // a list has a token in each row
  let others = 0; // values passed to `seen` that nobody typed

  // The text in front of a field: next to it, or in the cell or block before its own.
  const inFront = (field) => {
    const within = (node) => node !== null && nodes.isElement(node) && !/^(FORM|FIELDSET|SECTION|MAIN|DIALOG|BODY)$/.test(nodes.tagOf(node));
    for (let node = field, level = 0; within(node) && level < 3; node = nodes.parentOf(node), level++) {
      let found = "";
      for (let at = before.call(node), n = 0; at && found.length < 100 && n < 20; at = before.call(at), n++) found = text(at) + " " + found;
      if (found.trim()) return found.trim().slice(-100);
    }
    return "";
  };

  // The text of a label without that of fields inside it.
  const textAround = (label) => {
    if (!querySelector.call(label, "select, textarea, button")) return text(label);
    const walker = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
    let found = "";
    while (walker.nextNode()) if (!nodes.closest(nodes.parentElementOf(walker.currentNode), "select, textarea, button")) found += walker.currentNode.data;
    return found;
  };

  const labelsOf = (field) => {
    const own = (name) => nodes.attributeOf(field, name);
    const root = nodes.rootOf(field);
    const labels = own("aria-labelledby").split(/\s+/).filter(Boolean).map((id) => root.getElementById?.(id)).filter(Boolean).map(text);
    labels.push(...[...(field.labels || [])].map(textAround));
    for (const name of ["aria-label", "placeholder", "title"]) labels.push(own(name));
    const group = nodes.closest(field, "fieldset, [role=group]");
    if (group && (!labels.some((label) => label.trim()) || own("maxlength") === "1")) {
      const legend = querySelector.call(group, "legend");
      labels.push(nodes.attributeOf(group, "aria-label") || (legend ? text(legend) : ""));
    }
    return labels.filter((label) => label.trim());
  };

  const calledBy = (field) => {
    const labels = field.type === "hidden" ? [] : labelsOf(field); // a label in front of a hidden field is invisible
    if (!labels.length && field.type !== "hidden") labels.push(inFront(field));
    for (const name of ["name", "id", "autocomplete", "data-testid"]) labels.push(nodes.attributeOf(field, name));
    if (/passw/i.test(nodes.attributeOf(field, "class"))) labels.push("password");
    return labels.map((label) => label.slice(0, 200)).join(" \n ");
  };

  // Like `words_of_label` in Python: splits names in code into words, and normalizes full-width letters and accents.
  const wordsOf = (label) => label.normalize("NFKC").replace(/(?<=[a-z])(?=[A-Z])|_/g, " ");

  const isPrivate = (node) => {
    for (let at = node; at; at = nodes.hostOf(at)) {
      const element = nodes.isElement(at) ? at : nodes.parentElementOf(at);
      if (element && nodes.closest(element, config.private)) return true;
    }
    return false;
  };

  // As in searched_values.py, without its word list.
  const isRandom = (value) => {
    if (value.length < 16 || /\s/.test(value) || !/\d/.test(value) || /^[./~]*\/|:\/\//.test(value)) return false;
    const kinds = (value.match(/[0-9]+|[A-Z]+|[a-z]+/g) || []).length - (value.match(/[0-9A-Za-z]+/g) || []).length;
    return kinds / value.length >= 0.25;
  };

  const tell = (value, isTyped, isWithin, since) => {
    if (reported.get(value) || (reported.has(value) && !isTyped) || reported.size >= MOST_TYPED) return;
    if (!isTyped && ((!isRandom(value) && !shaped.test(value)) || ++others > MOST_OTHERS)) return;
    reported.set(value, isTyped);
    seen(value, isTyped, isWithin, since);
  };

  const isSecretField = (field) => {
    if (field.type === "password" || nodes.attributeOf(field, "autocomplete") === "one-time-code") known.add(field);
    if (known.has(field)) return true;
    if (isNamedSecret(wordsOf(calledBy(field))) || getComputedStyle(field).webkitTextSecurity !== "none") known.add(field);
    return known.has(field);
  };

  // Whether a field has a value that is masked because of the field itself.
  const isHidden = (field) => (hidden.has(field) || field.type === "password") && field.value !== "";

  return {
    isPrivate,
    labelsOf,
    isMasked: (field) => isPrivate(field) || isHidden(field),
    isHidden,
    isPrivateItself: (element) => nodes.matches(element, config.private),
    // The value of a field as it may be recorded; `typed` is when the user began to type it, 0 if nobody did.
    masked(value, field, typed = 0) {
      if (!value) {
        readable.delete(field);
        return value;
      }
      if (!nodes.isConnected(field)) return config.mask; // it has no label and no style yet, and is checked again once it has
      if (/^(checkbox|radio|button|submit|reset|image|file|range|color)$/.test(field.type)) return isPrivate(field) ? config.mask : value;
      let isWithin = false;
      try {
        isWithin = !isPrivate(field) && !isSecretField(field);
        if (isWithin && !shaped.test(value) && !(field.type === "hidden" && isRandom(value))) {
          if (typed && !readable.has(field)) readable.set(field, typed);
          return value;
        }
      } catch {
        // A field without a label counts as secret.
      }
      hidden.add(field);
      const since = readable.get(field) || (isWithin && nodes.isEditable(field) ? typed : 0);
      if (typed) readable.delete(field);
      if (value !== config.mask) tell(value, typed > 0, isWithin, since);
      return config.mask;
    },
  };
}
