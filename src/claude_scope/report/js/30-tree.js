const OPEN_AT_ONCE = 150;

/**
 * A tree view over rows in document order (WAI-ARIA Authoring Practices, "Tree View"). Only rows that are open are in
 * the document, so that a page of thousands of nodes opens at once.
 */
class Tree {
  /**
   * @param {Row[]} rows @param {string} label
   * @param {{status?: Map<number, string>, onFocus?: (row: Row) => void, onHover?: (row: ?Row) => void}} [options]
   */
  constructor(rows, label, options = {}) {
    this.rows = rows;
    this.options = options;
    /** @type {number[][]} */ this.children = rows.map(() => []);
    /** @type {number[]} */ this.parents = rows.map(() => -1);
    /** @type {number[]} */ this.tops = [];
    this.current = 0;
    this.link();
    /** @type {Map<number, HTMLElement>} */ this.shown = new Map();
    this.node = make('div', { role: 'tree', class: 'tree', 'aria-label': label });
    this.node.append(...this.build(this.tops));
    this.openSome();
    this.enter(this.tops[0]);
    this.listen();
  }

  /** Derive parents and children from the levels. */
  link() {
    /** @type {number[]} */ const path = [];
    this.rows.forEach((row, index) => {
      path.length = row.level - 1;
      const parent = path.at(-1);
      this.parents[index] = parent ?? -1;
      (parent === undefined ? this.tops : this.children[parent]).push(index);
      path.push(index);
    });
  }

  /** @param {number[]} siblings @return {HTMLElement[]} */
  build(siblings) {
    return siblings.map((index, place) => {
      const item = this.item(index);
      item.setAttribute('aria-posinset', String(place + 1));
      item.setAttribute('aria-setsize', String(siblings.length));
      this.shown.set(index, item);
      return item;
    });
  }

  /** @param {number} index */
  item(index) {
    const row = this.rows[index];
    const status = row.element === undefined ? undefined : this.options.status?.get(row.element);
    const item = make('div', {
      role: 'treeitem', class: `row ${status ?? ''} ${row.hidden ? 'is-hidden' : ''}`, tabindex: -1,
      'aria-level': row.level, 'aria-selected': 'false', 'data-index': index,
      'aria-expanded': this.children[index].length ? 'false' : null,
    }, ...describeRow(row, status));
    item.style.setProperty('--level', String(Math.min(row.level, 24)));
    return item;
  }

  /** Open level after level as long as the tree is still rendered at once. */
  openSome() {
    let level = this.tops;
    while (level.length && this.shown.size + level.reduce((n, i) => n + this.children[i].length, 0) <= OPEN_AT_ONCE) {
      level.forEach((index) => this.open(index));
      level = level.flatMap((index) => this.children[index]);
    }
    if (this.tops.length === 1) this.open(this.tops[0]);
  }

  /** @param {number} index */
  open(index) {
    const item = this.shown.get(index);
    if (item?.getAttribute('aria-expanded') !== 'false') return;
    item.setAttribute('aria-expanded', 'true');
    item.after(...this.build(this.children[index]));
  }

  /** @param {number} index */
  close(index) {
    const item = this.shown.get(index);
    if (item?.getAttribute('aria-expanded') !== 'true') return;
    for (const child of this.children[index]) {
      this.close(child);
      this.shown.get(child)?.remove();
      this.shown.delete(child);
    }
    item.setAttribute('aria-expanded', 'false');
    if (!this.shown.has(this.current)) this.enter(index);
  }

  /** Show a row, even if an ancestor is closed. @param {number} index @return {HTMLElement | undefined} */
  reveal(index) {
    const above = [];
    for (let at = this.parents[index]; at >= 0; at = this.parents[at]) above.push(at);
    above.reverse().forEach((at) => this.open(at));
    return this.shown.get(index);
  }

  /** Make a row the one that Tab reaches. @param {number} index */
  enter(index) {
    this.shown.get(this.current)?.setAttribute('tabindex', '-1');
    this.current = index;
    this.shown.get(index)?.setAttribute('tabindex', '0');
  }

  /** Mark the row of an element, or of none. @param {number | undefined} element @param {string} mark */
  mark(element, mark) {
    for (const item of all(`.${mark}`, this.node)) item.classList.remove(mark);
    const index = element === undefined ? -1 : this.rows.findIndex((row) => row.element === element);
    const item = index < 0 ? undefined : this.reveal(index);
    item?.classList.add(mark);
    return item;
  }

  listen() {
    this.node.addEventListener('keydown', (event) => this.onKey(event));
    this.node.addEventListener('click', (event) => this.onClick(event));
    this.node.addEventListener('focusin', (event) => {
      const index = rowIndex(event.target);
      if (index < 0) return;
      this.enter(index);
      this.options.onFocus?.(this.rows[index]);
    });
    this.node.addEventListener('pointerover', (event) => this.options.onHover?.(this.rows[rowIndex(event.target)] ?? null));
    this.node.addEventListener('pointerleave', () => this.options.onHover?.(null));
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const index = rowIndex(event.target);
    if (index < 0 || /** @type {Element} */ (event.target).closest('.copy')) return;
    const item = /** @type {HTMLElement} */ (this.shown.get(index));
    const onMarker = event.clientX < item.getBoundingClientRect().left + parseFloat(getComputedStyle(item).paddingLeft);
    if (onMarker) item.getAttribute('aria-expanded') === 'true' ? this.close(index) : this.open(index);
    item.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const index = rowIndex(event.target);
    const to = index < 0 ? undefined : this.target(event.key, index);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (to) to.focus();
  }

  /** The row to which a key leads; null to stay here, undefined if the key is not handled. @param {string} key @param
   * {number} index */
  target(key, index) {
    const item = /** @type {HTMLElement} */ (this.shown.get(index));
    const open = item.getAttribute('aria-expanded') === 'true';
    /** @type {Record<string, () => ?Element | undefined>} */
    const steps = {
      ArrowDown: () => item.nextElementSibling,
      ArrowUp: () => item.previousElementSibling,
      Home: () => this.node.firstElementChild,
      End: () => this.node.lastElementChild,
      ArrowRight: () => (open ? item.nextElementSibling : (this.open(index), null)),
      ArrowLeft: () => (open ? (this.close(index), null) : this.shown.get(this.parents[index])),
      Enter: () => (open ? this.close(index) : this.open(index), null),
      '*': () => (this.siblings(index).forEach((sibling) => this.open(sibling)), null),
    };
    const step = steps[key];
    return step ? /** @type {?HTMLElement} */ (step() ?? null) : undefined;
  }

  /** @param {number} index */
  siblings(index) {
    return this.parents[index] < 0 ? this.tops : this.children[this.parents[index]];
  }
}

/** @param {?EventTarget} target */
function rowIndex(target) {
  const item = target instanceof Element ? target.closest('[role=treeitem]') : null;
  return item instanceof HTMLElement ? Number(item.dataset.index) : -1;
}

const SIGNS = { added: '+', changed: '~', removed: '−' };

/** The content of a tree row. @param {Row} row @param {string} [status] @return {(Node | string)[]} */
function describeRow(row, status) {
  const parts = [];
  if (status) parts.push(make('span', { class: 'sign', title: status }, SIGNS[/** @type {'added'} */ (status)]), ' ');
  parts.push(make('span', { class: 'role' }, row.role));
  if (row.name) parts.push(' ', make('span', { class: 'name' }, row.name));
  if (row.text) parts.push(' ', make('span', { class: 'value' }, row.text));
  for (const fact of row.states ?? []) parts.push(' ', make('span', { class: 'fact' }, fact));
  for (const fact of row.props ?? []) parts.push(' ', make('span', { class: 'prop' }, fact));
  if (row.hidden) parts.push(' ', make('span', { class: 'fact' }, 'not on screen'));
  return parts;
}
