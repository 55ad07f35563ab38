// A selector engine. Playwright notes its reference of an element on the element, where only its own scripts see it; this
// runs among them, and copies each into an attribute that every script sees. Through prototypes: see `dom.js`.
({
  query(root, selector) {
    return this.queryAll(root, selector)[0];
  },
  queryAll(root) {
    const found = [];
    const get = (node, name) => Reflect.get(Object.getPrototypeOf(node), name, node);
    const visit = (top) => {
      for (const element of get(top, "querySelectorAll").call(top, "*")) {
        if (element._ariaRef) {
          get(element, "setAttribute").call(element, "data-claude-scope-ref", element._ariaRef.ref);
          found.push(element);
        }
        const shadow = get(element, "shadowRoot");
        if (shadow) visit(shadow);
      }
    };
    visit(root);
    return found.slice(0, 1);
  },
})
