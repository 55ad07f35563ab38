// Takes fields out of their forms if their names shadow a property of the form (`<input name=parentElement>`), which
// Playwright's snapshot reads. Returns these names. An element without a form has the same role, name and value.
() => {
  const OF_PLAYWRIGHT = "_ariaRef"; // the only property that Playwright sets on elements
  const roots = [document, ...(window[Symbol.for("claude-scope")] || { roots: [] }).roots];
  // Through prototypes: a named image or form shadows the document's property.
  const all = (selector) => roots.flatMap((root) => [...(root instanceof Document ? Document : ShadowRoot).prototype.querySelectorAll.call(root, selector)]);
  const attribute = (element, name) => Element.prototype.getAttribute.call(element, name);
  const shadows = (name) => Boolean(name) && (name in HTMLFormElement.prototype || name === OF_PLAYWRIGHT);
  // An image has no attribute for its form; after reinserting it, the form no longer knows its old names.
  const unnameImage = (image) => {
    for (const name of ["name", "id"]) image.removeAttribute(name);
    const place = document.createComment("");
    image.replaceWith(place);
    place.replaceWith(image);
  };
  const found = new Set();
  for (const element of all("form [name], form [id], [form][name], [form][id]")) {
    const names = [attribute(element, "name"), attribute(element, "id")].filter(shadows);
    if (!names.length || element instanceof HTMLFormElement) continue;
    const isCustom = element.localName.includes("-") && customElements.get(element.localName)?.formAssociated;
    if (element instanceof HTMLImageElement) unnameImage(element);
    else if ("form" in element || isCustom) element.setAttribute("form", "");
    else continue;
    if (element.type === "radio") element.removeAttribute("name"); // outside their forms the groups of two forms would be one
    names.forEach((name) => found.add(name));
  }
  return [...found];
}
