/** @param {string} id @return {HTMLElement} */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {string} selector @param {ParentNode} [root] @return {HTMLElement[]} */
function all(selector, root = document) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector))];
}

/**
 * An element with attributes and children; a child that is a string becomes text, never markup.
 * @param {string} tag @param {Record<string, string | number | null>} [attributes] @param {...(Node | string)} children
 */
function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. @type {typeof make} */
function draw(tag, attributes = {}, ...children) {
  return /** @type {any} */ (fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children));
}

/** @template {Element} T @param {T} node @param {Record<string, string | number | null>} attributes @param {(Node | string)[]} children @return {T} */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** One of the icons of the page. @param {string} name */
function icon(name) {
  return draw('svg', { class: 'icon', width: 16, height: 16, 'aria-hidden': 'true' }, draw('use', { href: `#i-${name}` }));
}

/** Announce a change to screen readers. @param {string} text */
function announce(text) {
  byId('announcer').textContent = text;
}

/** Scroll a box's own content, and never the page, so that an element in it is visible. @param {Element} box @param
 * {Element} child */
function scrollWithin(box, child) {
  const outer = box.getBoundingClientRect();
  const inner = child.getBoundingClientRect();
  if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top + 8;
  else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + 8;
}
