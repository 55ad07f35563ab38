// Masks and completes what rrweb serialised, before it leaves this world.
(config, nodes, secrets, mirror, begin) => {
  const TEXTS = /^(alt|title|placeholder|value|label|summary|content|href|src|srcset|srcdoc|poster|action|data|rr_.*|data-.*|aria-(label|description|valuetext|roledescription|placeholder|valuenow))$/;

  const hide = (attributes) => {
    for (const name of Object.keys(attributes)) {
      if (TEXTS.test(name) && attributes[name]) attributes[name] = config.mask;
    }
  };
  const isPrivateId = (id) => {
    const node = mirror.getNode(id);
    return Boolean(node) && secrets.isPrivate(node);
  };

  const completeNode = (node, inPrivate) => {
    const { attributes } = node;
    if (attributes) {
      const element = mirror.getNode(node.id);
      inPrivate ||= element !== null && secrets.isPrivateItself(element);
      if (inPrivate) hide(attributes);
      else if (node.tagName === "input" && typeof attributes.value === "string") attributes.value = secrets.masked(attributes.value, element);
      if (element) begin(element, node);
    }
    if (node.childNodes) for (const child of node.childNodes) completeNode(child, inPrivate);
  };

  return {
    document: (node) => completeNode(node, false),
    mutation({ adds, attributes }) {
      for (const { parentId, node } of adds) completeNode(node, isPrivateId(parentId));
      for (const { id, attributes: changed } of attributes) if (isPrivateId(id)) hide(changed);
    },
  };
}
