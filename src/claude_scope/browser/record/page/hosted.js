// What the host calls in a frame's world.
(config, port, nodes, targets, state) => ({
  // Called twice a second in the user's own browser; false if the script stopped because the host was silent.
  alive: () => !state.isStopped && port.alive(),
  snapshot() {
    state.dom?.snapshot();
    state.channel.flush();
  },
  // The recorder masked texts of these nodes; the frame that contains them records their places.
  mark(marked, since) {
    for (const [id, isMasked] of marked) {
      const node = state.dom?.node(id);
      if (node) node.ownerDocument?.defaultView?.[config.key]?.places.mark(node, isMasked, since);
    }
  },
  // The id of an element of this root, such as the iframe around another root; 0 if it has none.
  idOf: (element) => state.dom?.id(element) ?? 0,
  // Where the content of an iframe begins in the viewport of the topmost readable frame, and whether a scale or a rotation
  // makes that inexact.
  boxOf(iframe) {
    const box = nodes.boxOf(iframe);
    const view = iframe.ownerDocument.defaultView;
    const isScaled = targets.isScaled(iframe) || targets.framesAround(view).some(targets.isScaled);
    return [...targets.toTop(box.left + iframe.clientLeft, box.top + iframe.clientTop, view), isScaled];
  },
})
