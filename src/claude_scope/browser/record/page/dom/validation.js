// The browser's validation bubble, which says why a form cannot be sent: it is at the first invalid field, which gets
// the focus. It disappears on typing. A page with its own validation shows none.
(bridge, secrets, dom, states) => {
  const TYPED_MS = 50;
  let inputTime = -Infinity;

  const noteRefused = (event) => {
    const field = event.target;
    if (bridge.now() - inputTime < TYPED_MS) return;
    bridge.later(() => {
      if (event.defaultPrevented || dom.active() !== field || !dom.id(field) || !field.matches(":user-invalid")) return;
      dom.mark(field, states.refuse(field, secrets.isMasked(field) ? "" : field.validationMessage));
    }, 0);
  };
  const noteInput = ({ target }) => {
    inputTime = bridge.now();
    const accepted = states.accept(target);
    if (accepted) dom.mark(target, accepted);
  };
  window.addEventListener("invalid", noteRefused, { capture: true, passive: true });
  window.addEventListener("input", noteInput, { capture: true, passive: true });
}
