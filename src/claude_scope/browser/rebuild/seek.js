// Rebuilds the document as it was at an epoch time. If the result is empty, the next full snapshot is used instead.
// Elements of a huge page after the first `most` are removed until the next call: a snapshot of all would take half a
// minute. `fragment` is that of the page's address, for style sheets with `:target`. Returns the title, the scroll
// position, the size of the viewport, the number of elements, and the number of events left out so far.
async ([time, most, fragment]) => {
  const { get, call } = dom;
  for (const [element, parent, next] of (globalThis.takenOut || []).reverse()) call(parent, "insertBefore", element, next);
  fieldNames.hideAgain();
  // The replayer skips changes of the focus while it catches up.
  const refocus = (content, time) => {
    const last = focuses.findLast(([at]) => at <= time);
    const focused = last && last[1] ? replayer.getMirror().getNode(last[1]) : null;
    const active = get(content, "activeElement");
    if (active && active !== focused) call(active, "blur");
    if (focused && get(focused, "isConnected") && get(focused, "focus")) call(focused, "focus", { preventScroll: true });
    if (!call(content, "hasFocus")) frame.contentWindow.focus(); // no element has the focus, so the body has it, as in a page
  };
  // The replayer adds a class for `:hover` to style sheets. The element under the pointer and its ancestors get the
  // class.
  const rehover = (time) => {
    for (const element of hovered.splice(0)) get(element, "classList").remove(":hover");
    const last = pointers.findLast(([at]) => at <= time);
    let at = last && last[1] ? replayer.getMirror().getNode(last[1]) : null;
    if (!at || !get(at, "isConnected")) return;
    for (; at; at = get(at, "parentElement") || get(call(at, "getRootNode"), "host") || null) {
      const classes = get(at, "classList");
      if (!classes || classes.contains(":hover")) continue;
      classes.add(":hover");
      hovered.push(at);
    }
  };
  // The replayer opens a modal dialog as the page did, but closes it only by its attribute, which leaves the page inert: no
  // other element could get the focus until the next full snapshot.
  const closeDialogs = (root) => {
    for (const dialog of call(root, "querySelectorAll", "dialog:modal:not([open])")) {
      call(dialog, "setAttribute", "open", "");
      call(dialog, "close");
    }
  };
  // Animations that the page finished long ago would start now, and the replayer would pause them at their first frame.
  const finishAnimations = (root) => {
    const timeline = get(get(root, "ownerDocument") || root, "timeline"); // other timelines follow scrolling
    for (const animation of call(root, "getAnimations")) {
      if (animation.timeline === timeline && animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
    }
    for (const element of call(root, "querySelectorAll", "*")) {
      const inner = get(element, "shadowRoot") || (get(element, "localName") === "iframe" && element.contentDocument);
      if (inner) finishAnimations(inner);
    }
  };
  // Sets the fragment of the address, so that its element matches `:target`. The browser then scrolls to it, so the recorded
  // scroll positions are restored.
  const goTo = (content) => {
    const { location } = content.defaultView;
    if (location.hash.replace(/^#/, "") === fragment) return;
    const scrolled = () => [...call(content, "getElementsByTagName", "*")].filter((element) => get(element, "scrollTop") || get(element, "scrollLeft"));
    const places = new Map(scrolled().map((element) => [element, [get(element, "scrollLeft"), get(element, "scrollTop")]]));
    location.hash = fragment;
    for (const one of new Set([...scrolled(), ...places.keys()])) call(one, "scrollTo", ...(places.get(one) || [0, 0]));
  };
  // While a menu or dialog is open, pages hide visible elements from assistive technology. Without `aria-hidden` their
  // controls keep their names. The next call restores the attribute.
  const POPUPS = "[role=menu], [role=listbox], [role=dialog], [role=alertdialog], [aria-modal=true], dialog[open]";
  const READ = "a[href], button, input, select, textarea, table, h1, h2, h3, h4, [role=button], [role=combobox], [role=grid], [role=tab], [role=menuitem]";
  const showHidden = (content) => {
    const hidden = "[aria-hidden=true]";
    const isOpen = (popup) => !call(popup, "closest", hidden) && call(popup, "getClientRects").length > 0;
    if (![...call(content, "querySelectorAll", POPUPS)].some(isOpen)) return;
    for (const element of call(content, "querySelectorAll", hidden)) {
      const around = get(element, "parentElement");
      if ((around && call(around, "closest", hidden)) || !call(element, "querySelector", READ)) continue;
      call(element, "removeAttribute", "aria-hidden");
      shownAgain.push(element);
    }
  };
  globalThis.shownAgain ||= [];
  for (const element of shownAgain.splice(0)) call(element, "setAttribute", "aria-hidden", "true");
  replay.seek(time);
  const bodyOf = () => replayer.iframe.contentDocument && get(replayer.iframe.contentDocument, "body");
  const isEmpty = () => !bodyOf()?.hasChildNodes();
  const next = replay.snapshots.find((snapshot) => snapshot > time);
  if (isEmpty() && next !== undefined) replay.seek(next + 1); // the replayer applies events that are earlier than the time
  const frame = replayer.iframe;
  frame.style.display = "block";
  frame.style.visibility = "visible";
  const content = frame.contentDocument;
  fieldNames.show([...renamed].map((id) => replayer.getMirror().getNode(id)));
  closeDialogs(content);
  applyStates(content);
  showHidden(content);
  goTo(content);
  refocus(content, time);
  rehover(time);
  finishAnimations(content);
  const images = [...get(content, "images")].filter((image) => !image.complete).map((image) => image.decode().catch(() => {}));
  if (images.length) await Promise.race([Promise.all(images), new Promise((resolve) => setTimeout(resolve, 300))]);
  const all = [...call(content, "getElementsByTagName", "*")];
  const left = new Set(all.slice(0, most));
  const beyond = all.slice(most).filter((element) => left.has(get(element, "parentNode")));
  globalThis.takenOut = beyond.map((element) => [element, get(element, "parentNode"), get(element, "nextSibling")]);
  for (const element of beyond) call(element, "remove");
  const scrolled = get(content, "scrollingElement") || get(content, "documentElement");
  const [x, y] = scrolled ? [scrolled.scrollLeft, scrolled.scrollTop] : [0, 0];
  return [String(get(content, "title") || ""), x, y, frame.clientWidth, frame.clientHeight, all.length, replay.broken.size];
}
