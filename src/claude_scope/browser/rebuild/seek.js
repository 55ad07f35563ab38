// Rebuilds the document as it was at an epoch time. A rebuild that came out empty is taken from the next full snapshot.
// Returns its title, its scroll position and the size of its viewport.
async (time) => {
  // The replayer skips changes of the focus that it has to catch up with.
  const refocus = (content, time) => {
    const last = focuses.findLast(([at]) => at <= time);
    const focused = last && last[1] ? replayer.getMirror().getNode(last[1]) : null;
    if (content.activeElement !== focused) content.activeElement?.blur();
    if (focused?.isConnected) focused.focus?.({ preventScroll: true });
    if (!content.hasFocus()) frame.contentWindow.focus(); // nothing in it has the focus, so its body has, as in a page
  };
  // The replayer writes `:hover` in style sheets as a class too, which what the pointer is over and all around it have.
  const rehover = (time) => {
    for (const element of hovered.splice(0)) element.classList.remove(":hover");
    const last = pointers.findLast(([at]) => at <= time);
    let at = last && last[1] ? replayer.getMirror().getNode(last[1]) : null;
    if (!at?.isConnected) return;
    for (; at; at = at.parentElement || at.getRootNode().host || null) {
      if (!at.classList || at.classList.contains(":hover")) continue;
      at.classList.add(":hover");
      hovered.push(at);
    }
  };
  // What the page moved long ago would begin to move now, and the replayer holds it at its first frame.
  const finishAnimations = (root) => {
    const { timeline } = root.ownerDocument || root; // others run with scrolling
    for (const animation of root.getAnimations()) {
      if (animation.timeline === timeline && animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
    }
    for (const element of root.querySelectorAll("*")) {
      const inner = element.shadowRoot || (element.localName === "iframe" && element.contentDocument);
      if (inner) finishAnimations(inner);
    }
  };
  const frame = replayer.iframe;
  const isEmpty = () => !frame.contentDocument?.body?.childNodes.length;
  replayer.pause(Math.max(0, time - firstTime));
  const next = snapshots.find((snapshot) => snapshot > time);
  if (isEmpty() && next !== undefined) replayer.pause(next - firstTime);
  frame.style.display = "block";
  frame.style.visibility = "visible";
  const content = frame.contentDocument;
  refocus(content, time);
  rehover(time);
  finishAnimations(content);
  for (const box of content.querySelectorAll("[data-claude-scope-indeterminate]")) box.indeterminate = true;
  const images = [...content.images].filter((image) => !image.complete).map((image) => image.decode().catch(() => {}));
  if (images.length) await Promise.race([Promise.all(images), new Promise((resolve) => setTimeout(resolve, 300))]);
  const scrolled = content.scrollingElement || content.documentElement;
  return [String(content.title || ""), scrolled ? scrolled.scrollLeft : 0, scrolled ? scrolled.scrollTop : 0, frame.clientWidth, frame.clientHeight];
}
