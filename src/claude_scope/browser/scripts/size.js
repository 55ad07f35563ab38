// How large this frame's document is, as a text that changes when the document does: "elements\ntext length\n".
// "" for a document that is not of HTML and has no tree (an SVG picture, a feed).
() => {
  if (!document.body) return "";
  return `${document.getElementsByTagName("*").length}\n${document.body.textContent.length}\n`;
}
