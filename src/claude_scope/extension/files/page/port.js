// The recorder's host in the extension, as the page script sees it (the counterpart of browser/record/page/port.js).
// page/sender.js, which runs before it in the same world, sends the lines.
() => ({
  send: (text) => window.claudeScopeSender.send(text),
  rootOf: (element) => chrome.dom.openOrClosedShadowRoot(element),
  beat: () => window.claudeScopeSender.beat(),
  alive() {},
})
