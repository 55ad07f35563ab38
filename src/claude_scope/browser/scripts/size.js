// How large this frame's document is, as a text that changes when the document does: "elements\ntext length\n".
// "" for a document that is not of HTML and has no tree (an SVG picture, a feed).
() => {
  // An image or a form takes the place of the document's property that it is named like, but not the prototype's.
  const body = Object.getOwnPropertyDescriptor(Document.prototype, "body").get.call(document);
  if (!body) return "";
  return `${Document.prototype.getElementsByTagName.call(document, "*").length}\n${body.textContent.length}\n`;
}
