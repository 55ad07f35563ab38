// Removes the elements after the first `most` of this frame, in document order; returns how many there were.
(most) => {
  // Through prototypes: named fields, forms and images shadow properties.
  const parent = Object.getOwnPropertyDescriptor(Node.prototype, "parentNode").get;
  const all = [...Document.prototype.getElementsByTagName.call(document, "*")];
  const kept = new Set(all.slice(0, most));
  for (const element of all.slice(most)) if (kept.has(parent.call(element))) Element.prototype.remove.call(element);
  return all.length;
}
