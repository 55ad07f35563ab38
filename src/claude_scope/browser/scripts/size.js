// How large this frame's document is, as a text that changes when the document does: "elements\ntext length\n".
() => {
  const text = document.documentElement ? document.documentElement.textContent.length : 0;
  return `${document.getElementsByTagName("*").length}\n${text}\n`;
}
