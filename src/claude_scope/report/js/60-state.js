/** One state on the page: its boxes, tree, list of changes and inspector, which always show the same element. */
class StateView {
  /** @param {HTMLElement} article @param {number} index */
  constructor(article, index) {
    this.article = article;
    this.index = index;
    this.state = data.states[index];
    this.panel = /** @type {HTMLElement} */ (article.querySelector('.panel'));
    this.inspector = /** @type {HTMLElement} */ (article.querySelector('.inspector'));
    this.canvas = /** @type {?HTMLElement} */ (article.querySelector('.canvas'));
  }

  /** Everything that the script adds, when the state is first shown. */
  build() {
    if (this.tree) return;
    if (this.canvas) {
      this.boxes = new Boxes(this.canvas, this.state, (number) => this.pick(number, true), (number) => this.hover(number, true));
      this.compare = new Compare(this.canvas, this.pictureBefore(), 'How much of the state before is shown');
    }
    this.tree = new Tree(this.state.tree, 'Elements of this state', {
      status: statuses(this.state),
      onFocus: (row) => this.pick(row.element ?? null),
      onHover: (row) => this.hover(row?.element ?? null),
    });
    const fold = /** @type {HTMLElement} */ (this.article.querySelector('.elements'));
    fold.hidden = false;
    fold.querySelector('.tree-place')?.replaceChildren(this.tree.node);
    for (const change of all('.change', this.article)) this.listen(change);
  }

  /** @return {?HTMLImageElement} */
  pictureBefore() {
    return document.querySelector(`#state-${this.index} .canvas img`);
  }

  /** @param {HTMLElement} change */
  listen(change) {
    const number = this.state.changes[Number(change.dataset.change)][1];
    change.addEventListener('pointerenter', () => this.hover(number));
    change.addEventListener('pointerleave', () => this.hover(null));
    const target = change.querySelector('.target');
    target?.addEventListener('click', () => this.pick(number, true));
    target?.addEventListener('focus', () => this.hover(number));
    target?.addEventListener('blur', () => this.hover(null));
  }

  /** @param {{view: string, boxes: string, colour: string}} choice */
  show(choice) {
    this.build();
    this.compare?.show(choice.view);
    this.boxes?.show(choice.view === 'frame' ? choice.boxes : 'none', choice.colour);
    if (this.picked !== undefined) this.pick(this.picked);
  }

  /** @param {?number} number @param {boolean} [scroll] */
  hover(number, scroll = false) {
    this.boxes?.mark(number, 'hovered');
    const item = number === null && !scroll ? null : this.tree?.mark(number ?? undefined, 'hovered');
    if (number === null) all('.row.hovered', this.panel).forEach((row) => row.classList.remove('hovered'));
    if (item && scroll) scrollWithin(this.panel, item);
  }

  /** Select an element everywhere. @param {?number} number @param {boolean} [scroll] */
  pick(number, scroll = false) {
    this.picked = number ?? undefined;
    this.boxes?.mark(number, 'picked');
    const item = this.tree?.mark(number ?? undefined, 'picked');
    for (const row of all('[aria-selected=true]', this.panel)) row.setAttribute('aria-selected', 'false');
    item?.setAttribute('aria-selected', 'true');
    if (item && scroll) scrollWithin(this.panel, item);
    this.inspector.hidden = number === null;
    if (number !== null) this.inspector.replaceChildren(...inspect(data.elements[number], statuses(this.state).get(number)));
  }
}

const SOURCES = { dom: 'the page itself', both: 'screen and accessibility tree', pixels: 'screen only', aria: 'accessibility tree only' };

/** The details of an element. @param {UiElement} element @param {string} [status] @return {Node[]} */
function inspect(element, status) {
  const [x, y, width, height] = element.box;
  const isFact = element.source === 'dom';
  /** @type {[string, Node | string][]} */
  const facts = [
    ['Role', isFact || element.role === element.type || !element.role ? element.role || element.type : `${element.role} (looks like ${element.type})`],
    ['On screen', isFact && element.label === element.name ? '' : element.label],
    ['Accessible name', element.name],
    ['Value', element.value],
    ['State', element.state.join(', ')],
    ['Difference', status ?? ''],
    ['Seen in', SOURCES[/** @type {'both'} */ (element.source)]],
    ['Confidence', isFact ? '' : `${Math.round(100 * element.confidence)} %`],
    ['Box', `${width} × ${height} at (${x}, ${y})`],
  ];
  const list = make('dl', {}, ...facts.filter(([, fact]) => fact).map(([name, fact]) =>
    make('div', {}, make('dt', {}, name), make('dd', {}, fact))));
  return element.locator ? [list, locatorLine(element.locator)] : [list];
}

/** @param {string} locator */
function locatorLine(locator) {
  return make('p', { class: 'locator' }, make('code', {}, locator), copyButton(locator, 'Copy the locator'));
}
