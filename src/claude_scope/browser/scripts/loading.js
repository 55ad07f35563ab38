// What this frame shows that says it is loading: "busy" where the page says so itself, "moving" where something without
// a text moves for ever (a spinner, a skeleton, but it may be decoration), "" if nothing does.
() => {
  const roots = [document, ...(window[Symbol.for("claude-scope")] || { roots: [] }).roots];
  // By the prototypes: an image or a form takes the place of the document's property that it is named like.
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
  // What fades in and out is not there at times, so its surroundings tell whether it is shown.
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
