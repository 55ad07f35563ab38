/** Shows the previous frame over a frame: swiped with a slider, or subtracted from it. */
class Compare {
  /** @param {HTMLElement} canvas @param {?HTMLImageElement} before @param {string} label */
  constructor(canvas, before, label) {
    this.canvas = canvas;
    this.before = before;
    this.label = label;
  }

  /** @param {string} view frame, swipe or difference */
  show(view) {
    this.canvas.classList.toggle('is-swipe', view === 'swipe' && this.before !== null);
    this.canvas.classList.toggle('is-difference', view === 'difference' && this.before !== null);
    if (view !== 'frame') this.build();
  }

  /** Created on demand, since a second copy of each picture would cost memory. */
  build() {
    if (this.slider || !this.before) return;
    const picture = make('img', { class: 'before', alt: '', src: this.before.src });
    this.slider = /** @type {HTMLInputElement} */ (make('input', {
      type: 'range', class: 'slider', min: 0, max: 100, step: 1, value: 50, 'aria-label': this.label,
    }));
    this.slider.addEventListener('input', () => this.split());
    this.canvas.append(picture, make('span', { class: 'divider', 'aria-hidden': 'true' }),
      make('span', { class: 'side left', 'aria-hidden': 'true' }, 'before'),
      make('span', { class: 'side right', 'aria-hidden': 'true' }, 'after'), this.slider);
    this.split();
  }

  split() {
    this.canvas.style.setProperty('--split', `${this.slider?.value}%`);
    this.slider?.setAttribute('aria-valuetext', `${this.slider.value} % before, the rest after`);
  }
}
