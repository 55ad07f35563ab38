/** Where acts happened on a picture, with the numbers of the list below it. @param {State} state @return {Element[]} */
function marks(state) {
  const size = state.width / 1280;
  return state.acts.flatMap((act, index) => mark(act, index + 1, size));
}

/** The target with its number at a corner, so that its content stays readable, a line to the end of a drag, and the point.
 * @param {Mark} act @param {number} number @param {number} size @return {Element[]} */
function mark({ box, point, to }, number, size) {
  if (!box && !point) return [];
  const drawn = box ? [draw('rect', { class: 'act-box', x: box[0], y: box[1], width: box[2], height: box[3], rx: 3 })] : [];
  if (to && point) drawn.push(draw('line', { class: 'act-way', x1: point[0], y1: point[1], x2: to[0], y2: to[1] }), draw('circle', { class: 'act-end', cx: to[0], cy: to[1], r: 5 * size }));
  if (point) drawn.push(draw('circle', { class: 'act-point', cx: point[0], cy: point[1], r: 8 * size }), draw('circle', { class: 'act-tip', cx: point[0], cy: point[1], r: 2.5 * size }));
  const [x, y] = box ?? [Number(point?.[0]) - 14 * size, Number(point?.[1]) - 14 * size];
  const at = { cx: Math.max(9 * size, x), cy: Math.max(9 * size, y) };
  return [...drawn, draw('circle', { class: 'act-badge', ...at, r: 8 * size }),
    draw('text', { class: 'act-label', x: at.cx, y: at.cy, 'font-size': 11 * size }, String(number))];
}
