// Runs before any script of each frame. Stores for fields.js which fields ever were password fields, the values of
// removed ones, and every shadow root, including closed ones. A "show password" button must not reveal a password to
// us.
(() => {
  const memory = { fields: new WeakSet(), values: new Set(), roots: [] };
  const isPassword = (type) => (type || "").toLowerCase() === "password";
  const gone = (node) => {
    if (!(node instanceof Element)) return;
    const { matches, querySelectorAll } = Element.prototype; // the form's own property may be shadowed by a field
    const inputs = matches.call(node, "input") ? [node] : querySelectorAll.call(node, "input");
    for (const input of inputs) if ((isPassword(input.type) || memory.fields.has(input)) && input.value) memory.values.add(input.value);
  };
  const watch = (root) =>
    new MutationObserver((records) => {
      for (const record of records) {
        if (isPassword(record.oldValue)) memory.fields.add(record.target);
        record.removedNodes.forEach(gone);
      }
    }).observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ["type"], attributeOldValue: true });

  watch(document);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachShadow(init) {
    const root = attach.call(this, init);
    watch(root);
    memory.roots.push(root);
    return root;
  };
  Object.defineProperty(window, Symbol.for("claude-scope"), { value: memory });
})();
