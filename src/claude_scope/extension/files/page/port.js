// The recorder's host in the extension, as the page script sees it (the counterpart of browser/record/page/port.js).
// page/sender.js, which runs before it in the same world, sends the lines.
() => {
  // A closed root stays closed: no locator reaches into it.
  const shadowRoot = Object.getOwnPropertyDescriptor(Element.prototype, "shadowRoot").get;
  return {
    send: (text) => window.claudeScopeSender.send(text),
    rootOf: (element) => shadowRoot.call(element),
    beat: () => window.claudeScopeSender.beat(),
    alive() {},
  };
}
