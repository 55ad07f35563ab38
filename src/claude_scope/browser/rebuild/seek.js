// Rebuilds the document as it was at an epoch time. A rebuild that came out empty is taken from the next full snapshot.
// Returns its title, its scroll position and the size of its viewport.
async (time) => {
  const frame = replayer.iframe;
  const isEmpty = () => !frame.contentDocument?.body?.childNodes.length;
  replayer.pause(Math.max(0, time - firstTime));
  const next = snapshots.find((snapshot) => snapshot > time);
  if (isEmpty() && next !== undefined) replayer.pause(next - firstTime);
  frame.style.display = "block";
  frame.style.visibility = "visible";
  const content = frame.contentDocument;
  if (content.activeElement === content.body) frame.contentWindow.focus(); // as in a window that a person looks at
  for (const box of content.querySelectorAll("[data-claude-scope-indeterminate]")) box.indeterminate = true;
  const images = [...content.images].filter((image) => !image.complete).map((image) => image.decode().catch(() => {}));
  if (images.length) await Promise.race([Promise.all(images), new Promise((resolve) => setTimeout(resolve, 300))]);
  const scrolled = content.scrollingElement || content.documentElement;
  return [String(content.title || ""), scrolled ? scrolled.scrollLeft : 0, scrolled ? scrolled.scrollTop : 0, frame.clientWidth, frame.clientHeight];
}
