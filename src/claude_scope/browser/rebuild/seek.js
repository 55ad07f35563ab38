// Rebuilds the document as it was at an epoch time. A rebuild that came out empty is taken from the next full snapshot.
// Returns its title, its scroll position and the size of its viewport.
(time) => {
  const frame = replayer.iframe;
  const isEmpty = () => !frame.contentDocument?.body?.childNodes.length;
  replayer.pause(Math.max(0, time - firstTime));
  const next = snapshots.find((snapshot) => snapshot > time);
  if (isEmpty() && next !== undefined) replayer.pause(next - firstTime);
  frame.style.display = "block";
  frame.style.visibility = "visible";
  const content = frame.contentDocument;
  if (!content.hasFocus()) frame.contentWindow.focus(); // nothing in it has the focus, so its body has, as in a page
  for (const box of content.querySelectorAll("[data-claude-scope-indeterminate]")) box.indeterminate = true;
  const scrolled = content.scrollingElement || content.documentElement;
  return [String(content.title || ""), scrolled ? scrolled.scrollLeft : 0, scrolled ? scrolled.scrollTop : 0, frame.clientWidth, frame.clientHeight];
}
