// Reads nodes by the prototypes' getters and methods: a field named `parentElement` shadows the property of its form in every
// JavaScript world. Nodes of other frames are no instances of this frame's classes.
(port) => {
  const getter = ({ prototype }, name) => {
    const { get } = Object.getOwnPropertyDescriptor(prototype, name);
    return (node) => get.call(node);
  };
  const method = ({ prototype }, name) => {
    const of = prototype[name];
    return (node, ...given) => of.call(node, ...given);
  };
  const inDocument = method(Document, "querySelectorAll");
  const inFragment = method(DocumentFragment, "querySelectorAll");
  const rootOf = method(Node, "getRootNode");
  const parentOf = getter(Node, "parentNode");
  const attribute = method(Element, "getAttribute");
  const editable = getter(HTMLElement, "isContentEditable");
  const namespaceOf = getter(Element, "namespaceURI");
  const localNameOf = getter(Element, "localName");
  const typeOf = getter(Node, "nodeType");
  const isElement = (node) => typeOf(node) === Node.ELEMENT_NODE;
  const isHtml = (node) => isElement(node) && namespaceOf(node) === "http://www.w3.org/1999/xhtml";
  const isDocument = (node) => typeOf(node) === Node.DOCUMENT_NODE;
  const isRoot = (node) => typeOf(node) === Node.DOCUMENT_FRAGMENT_NODE && Boolean(node.host);
  return {
    isElement,
    isA: (node, ...names) => isHtml(node) && names.includes(localNameOf(node)), // instead of `instanceof HTMLInputElement`
    isDocument,
    parentOf,
    parentElementOf: getter(Node, "parentElement"),
    rootOf,
    hostOf: (node) => (isRoot(rootOf(node)) ? rootOf(node).host : null), // the host of the shadow root that a node is in
    // All ancestors, through open shadow roots.
    outerOf: (node) => parentOf(node) || (isRoot(node) ? node.host : null),
    isConnected: getter(Node, "isConnected"),
    shadowOf: port.rootOf,
    tagOf: getter(Element, "tagName"),
    isEditable: (element) => isHtml(element) && editable(element),
    textOf: getter(Node, "textContent"),
    attributeOf: (element, name) => attribute(element, name) || "",
    boxOf: method(Element, "getBoundingClientRect"),
    closest: method(Element, "closest"),
    matches: method(Element, "matches"),
    all: (root, selector) => [...(isDocument(root) ? inDocument : inFragment)(root, selector)],
  };
}
