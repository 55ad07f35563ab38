// A selector engine. Playwright notes its reference of an element on the element, where only its own scripts see it; this
// runs among them, and copies each into an attribute that every script sees.
({
  query(root, selector) {
    return this.queryAll(root, selector)[0];
  },
  queryAll(root) {
    const found = [];
    const visit = (top) => {
      for (const element of top.querySelectorAll("*")) {
        if (element._ariaRef) {
          element.setAttribute("data-claude-scope-ref", element._ariaRef.ref);
          found.push(element);
        }
        if (element.shadowRoot) visit(element.shadowRoot);
      }
    };
    visit(root);
    return found.slice(0, 1);
  },
})
