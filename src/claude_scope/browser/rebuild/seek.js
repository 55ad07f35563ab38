// Rebuilds the document as it was at an epoch time. A rebuild that came out empty is taken from the next full snapshot.
// Of a huge page the elements after the first `most` are taken out until the next call: a snapshot of all of them would take
// half a minute. `fragment` is that of its address, for what style sheets show with `:target`. Returns its title, its scroll
// position, the size of its viewport, how many elements it has, and how many events were left out so far.
async ([time, most, fragment]) => {
  const { get, call } = dom;
  for (const [element, parent, next] of (globalThis.takenOut || []).reverse()) call(parent, "insertBefore", element, next);
  fieldNames.hideAgain();
  // The replayer skips changes of the focus that it has to catch up with.
  const refocus = (content, time) => {
    const last = focuses.findLast(([at]) => at <= time);
    const focused = last && last[1] ? replayer.getMirror().getNode(last[1]) : null;
    const active = get(content, "activeElement");
    if (active && active !== focused) call(active, "blur");
    if (focused && get(focused, "isConnected") && get(focused, "focus")) call(focused, "focus", { preventScroll: true });
    if (!call(content, "hasFocus")) frame.contentWindow.focus(); // nothing in it has the focus, so its body has, as in a page
  };
  // The replayer writes `:hover` in style sheets as a class too, which what the pointer is over and all around it have.
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
  // The replayer opens a modal dialog as the page did, but closes it by its attribute alone, which leaves the page inert: nothing
  // else could have the focus until it is built anew.
  const closeDialogs = (root) => {
    for (const dialog of call(root, "querySelectorAll", "dialog:modal:not([open])")) {
      call(dialog, "setAttribute", "open", "");
      call(dialog, "close");
    }
  };
  // What the page moved long ago would begin to move now, and the replayer holds it at its first frame.
  const finishAnimations = (root) => {
    const timeline = get(get(root, "ownerDocument") || root, "timeline"); // others run with scrolling
    for (const animation of call(root, "getAnimations")) {
      if (animation.timeline === timeline && animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
    }
    for (const element of call(root, "querySelectorAll", "*")) {
      const inner = get(element, "shadowRoot") || (get(element, "localName") === "iframe" && element.contentDocument);
      if (inner) finishAnimations(inner);
    }
  };
  // The element that the address leads to is `:target`. The browser scrolls to it, and the record knows better where the page
  // was scrolled.
  const goTo = (content) => {
    const { location } = content.defaultView;
    if (location.hash.replace(/^#/, "") === fragment) return;
    const scrolled = () => [...call(content, "getElementsByTagName", "*")].filter((one) => get(one, "scrollTop") || get(one, "scrollLeft"));
    const places = new Map(scrolled().map((one) => [one, [get(one, "scrollLeft"), get(one, "scrollTop")]]));
    location.hash = fragment;
    for (const one of new Set([...scrolled(), ...places.keys()])) call(one, "scrollTo", ...(places.get(one) || [0, 0]));
  };
  // What a page hides from assistive technology while a menu or dialog is open is still seen: without the attribute its
  // controls keep their names. Until the next call.
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
  if (isEmpty() && next !== undefined) replay.seek(next + 1); // the replayer applies what is earlier than the time
  const frame = replayer.iframe;
  frame.style.display = "block";
  frame.style.visibility = "visible";
  const content = frame.contentDocument;
  fieldNames.show([...renamed].map((id) => replayer.getMirror().getNode(id)));
  closeDialogs(content);
  showHidden(content);
  goTo(content);
  refocus(content, time);
  rehover(time);
  finishAnimations(content);
  for (const box of call(content, "querySelectorAll", "[data-claude-scope-indeterminate]")) box.indeterminate = true;
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
