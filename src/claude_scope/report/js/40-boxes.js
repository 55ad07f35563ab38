/** The boxes over a frame: drawn on demand, in step with the other views of the same elements. */
class Boxes {
  /** @param {HTMLElement} canvas @param {State} state @param {(element: number) => void} onPick @param {(element: ?number) => void} onHover */
  constructor(canvas, state, onPick, onHover) {
    this.state = state;
    this.status = statuses(state);
    this.svg = draw('svg', {
      class: 'boxes', viewBox: `0 0 ${state.width} ${state.height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true',
    });
    this.chip = make('span', { class: 'chip', hidden: '', 'aria-hidden': 'true' });
    canvas.append(this.svg, this.chip);
    this.svg.addEventListener('pointerover', (event) => onHover(elementOf(event.target)));
    this.svg.addEventListener('pointerleave', () => onHover(null));
    this.svg.addEventListener('click', (event) => {
      const element = elementOf(event.target);
      if (element !== null) onPick(element);
    });
  }

  /** Removed elements are drawn only among the changes, since they are not on this frame, and only where nothing else is
   * now. @param {string} which none, changed or all @param {string} colour change or source */
  show(which, colour) {
    /** @type {Record<string, number[]>} */
    const shown = { none: [], changed: this.changed(), all: [...this.state.elements] };
    const numbers = shown[which];
    const boxes = numbers.sort((a, b) => area(b) - area(a)).map((number) => this.box(number, colour));
    this.svg.replaceChildren(...(which === 'changed' ? this.regions() : []), ...boxes, ...(which === 'none' ? [] : [...this.pointer(), ...marks(this.state)]));
  }

  /** @return {number[]} */
  changed() {
    const present = this.state.elements.map((number) => data.elements[number].box);
    return [...this.status.keys()].filter((number) => this.status.get(number) !== 'removed' || !isTaken(data.elements[number].box, present));
  }

  /** Where pixels changed, whether or not anything was read there. @return {Element[]} */
  regions() {
    return this.state.regions.map(([x, y, width, height]) => draw('rect', { class: 'region', x, y, width, height }));
  }

  /** Where the mouse pointer was before this state began. @return {Element[]} */
  pointer() {
    if (!this.state.pointer) return [];
    const [cx, cy] = this.state.pointer;
    const size = this.state.width / 1280;
    return [draw('circle', { class: 'pointer', cx, cy, r: 8 * size }), draw('circle', { class: 'pointer-tip', cx, cy, r: 2.5 * size })];
  }

  /** @param {number} number @param {string} colour */
  box(number, colour) {
    const element = data.elements[number];
    const [x, y, width, height] = element.box;
    const kind = colour === 'source' ? element.source : (this.status.get(number) ?? 'same');
    return draw('rect', { class: `box ${kind}`, x, y, width, height, rx: 3, 'data-element': number });
  }

  /** Mark an element's box, drawing it if necessary; the chip names it. @param {?number} number @param {string} mark */
  mark(number, mark) {
    for (const box of all(`.${mark}`, this.svg)) {
      box.classList.remove(mark);
      if (box.classList.contains('lent')) box.remove();
    }
    if (mark === 'hovered') this.name(number);
    if (number === null) return;
    let box = this.svg.querySelector(`[data-element="${number}"]`);
    if (!box) {
      box = this.box(number, 'change');
      box.classList.add('lent');
      this.svg.append(box);
    }
    box.classList.add(mark);
  }

  /** @param {?number} number */
  name(number) {
    this.chip.hidden = number === null;
    if (number === null) return;
    const element = data.elements[number];
    const [x, y, , height] = element.box;
    const above = y > this.state.height * 0.08;
    this.chip.textContent = [element.role || element.type, nameOf(element)].filter(Boolean).join(' ');
    this.chip.classList.toggle('above', above);
    this.chip.style.setProperty('--x', `${(100 * Math.max(0, x)) / this.state.width}%`);
    this.chip.style.setProperty('--y', `${(100 * (above ? y : y + height)) / this.state.height}%`);
    this.chip.classList.toggle('leftwards', x > this.state.width * 0.6);
  }
}

/** @param {?EventTarget} target @return {?number} */
function elementOf(target) {
  const number = target instanceof Element ? target.getAttribute('data-element') : null;
  return number === null ? null : Number(number);
}

/** @param {number} number */
function area(number) {
  const [, , width, height] = data.elements[number].box;
  return width * height;
}

/** Whether something else is in a box now; what contains other elements is only around it, such as a list.
 * @param {number[]} box @param {number[][]} present */
function isTaken(box, present) {
  const over = present.filter((other) => overlaps(box, other));
  return over.some((other) => !present.some((inner) => contains(other, inner)));
}

/** @param {number[]} box @param {number[]} other */
function overlaps([x, y, width, height], [left, top, wide, high]) {
  return x < left + wide && left < x + width && y < top + high && top < y + height;
}

/** Whether a box has another, smaller one in it. @param {number[]} outer @param {number[]} inner */
function contains([x, y, width, height], [left, top, wide, high]) {
  const isAround = x <= left && y <= top && x + width >= left + wide && y + height >= top + high;
  return isAround && width * height > wide * high;
}

const LEGENDS = {
  change: [['added', 'added'], ['changed', 'changed'], ['removed', 'removed'], ['same', 'unchanged']],
  source: [['both', 'screen and tree'], ['pixels', 'screen only'], ['aria', 'tree only']],
};

/** @param {string} colour @param {string} which */
function showLegend(colour, which) {
  const entries = which === 'none' ? [] : LEGENDS[/** @type {'change'} */ (colour)];
  byId('legend').replaceChildren(...entries.filter(([kind]) => kind !== (which === 'all' ? 'removed' : 'same')).map(([kind, text]) =>
    make('li', {}, draw('svg', { width: 18, height: 12, viewBox: '0 0 18 12', 'aria-hidden': 'true' },
      draw('rect', { class: `box ${kind}`, x: 1.5, y: 1.5, width: 15, height: 9, rx: 2 })), text)));
  if (which !== 'none' && isCaptured) byId('legend').append(make('li', {}, draw('svg', { width: 14, height: 14, viewBox: '0 0 14 14', 'aria-hidden': 'true' },
    draw('circle', { class: 'act-point', cx: 7, cy: 7, r: 5.5 }), draw('circle', { class: 'act-tip', cx: 7, cy: 7, r: 2 })), 'done next'));
  else if (which !== 'none') byId('legend').append(make('li', {}, draw('svg', { width: 14, height: 14, viewBox: '0 0 14 14', 'aria-hidden': 'true' },
    draw('circle', { class: 'pointer', cx: 7, cy: 7, r: 5.5 }), draw('circle', { class: 'pointer-tip', cx: 7, cy: 7, r: 2 })), 'pointer before'));
}
