// Whether this frame shows that it is loading: "busy" if the page says so itself, "moving" if something without text
// moves for ever (a spinner, a skeleton, or decoration), else "".
() => {
  const roots = [document, ...(window[Symbol.for("claude-scope")] || { roots: [] }).roots];
  // Through prototypes: a named image or form shadows the document's property.
  const of = (root) => (root instanceof Document ? Document : ShadowRoot).prototype;
  const all = (selector) => roots.flatMap((root) => [...of(root).querySelectorAll.call(root, selector)]);
  const textOf = Object.getOwnPropertyDescriptor(Node.prototype, "textContent").get;
  const parentOf = Object.getOwnPropertyDescriptor(Node.prototype, "parentElement").get;
  const isVisible = (element) => Element.prototype.checkVisibility.call(element, { opacityProperty: true, visibilityProperty: true });
  const isOnScreen = (element) => {
    const box = Element.prototype.getBoundingClientRect.call(element);
    return box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  };
  const isShown = (element) => isOnScreen(element) && isVisible(element);
  const isEmpty = (element) => !textOf.call(element).trim();
  // A fading element is invisible at times, so its parent's visibility is used.
  const moves = (element) => isEmpty(element) && isOnScreen(element) && isVisible(parentOf.call(element) || element);

  if (all("[aria-busy=true], progress:not([value]), [role=progressbar]:not([aria-valuenow])").some(isShown)) return "busy";
  const named = ["skeleton", "shimmer", "spinner", "loader", "loading"].map((word) => `[class*=${word} i]`).join();
  if (all(named).some((element) => isEmpty(element) && isShown(element))) return "moving";
  if (all("[repeatCount=indefinite]").some((motion) => motion.targetElement && moves(motion.targetElement))) return "moving";
  const endless = ({ effect, playState }) =>
    playState === "running" && effect && effect.target && effect.getComputedTiming().iterations === Infinity;
  const motions = roots.flatMap((root) => of(root).getAnimations.call(root)).slice(0, 500);
  return motions.filter(endless).some(({ effect }) => moves(effect.target)) ? "moving" : "";
}
