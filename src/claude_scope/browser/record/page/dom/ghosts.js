// Natives of this world without their effect, before rrweb patches them: the page's own calls never reach this world, so
// only the sweep calls these, to have rrweb record what the page did. Others are replaced because the page would see what
// rrweb does with them.
(port) => {
  const undo = [];
  const replace = ({ prototype }, name, change) => {
    const found = Object.getOwnPropertyDescriptor(prototype, name);
    undo.push(() => Object.defineProperty(prototype, name, found));
    Object.defineProperty(prototype, name, { ...found, ...change(found) });
  };
  for (const field of [HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement]) replace(field, "value", () => ({ set() {} }));
  for (const root of [Document, ShadowRoot]) replace(root, "adoptedStyleSheets", () => ({ set() {} }));
  replace(Element, "attachShadow", () => ({ value() {} }));
  replace(Element, "shadowRoot", () => ({
    get() {
      return port.rootOf(this);
    },
  }));
  // rrweb marks fields that were password fields. `secrets` remembers them without changing the page.
  replace(Element, "setAttribute", ({ value: native }) => ({
    value(name, value) {
      if (name !== "data-rr-is-password") native.call(this, name, value);
    },
  }));
  // rrweb gets natives that no page has replaced from a new iframe in the page; those of this world are such natives.
  replace(Document, "createElement", ({ value: native }) => ({
    value(name, ...given) {
      if (name === "iframe") throw new Error("the page would see it");
      return native.call(this, name, ...given);
    },
  }));
  return () => {
    for (const restore of undo) restore();
  };
}
