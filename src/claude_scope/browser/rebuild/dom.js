// Defines `dom`: reads properties of nodes and calls their methods through the prototypes, because the named fields of a
// form shadow the form's own (`<input name=children>`), and named images, forms and frames those of the document.
(() => {
  const get = (node, name) => Reflect.get(Object.getPrototypeOf(node), name, node);
  const call = (node, name, ...given) => get(node, name).apply(node, given);
  globalThis.dom = { get, call };
})();
