// Translates events of a frame of another origin to the document around it; the counterpart of
// browser/record/tabs/joined_frame.py, which says how. rrweb's replayer shows such a frame as the content of its iframe.

const FULL = 2, INCREMENTAL = 3;
const MUTATION = 0, RESIZE = 4, FONT = 10, SELECTION = 14, ADOPTED = 15;
/** Ids of nodes in such frames begin here; rrweb counts those of a document from 1. */
const FIRST_ID = 2 ** 30;

let newest = FIRST_ID;

/** @param {any} event a line of kind "dom" */
export const isFullSnapshot = (event) => event.kind === "dom" && event.event?.type === FULL;

export class JoinedFrame {
  /** @type {Map<number, number>} */
  #ids = new Map();
  /** @type {Map<number, number>} */
  #styles = new Map();
  isJoined = false;
  /** The last known place of its top left corner in the viewport. @type {number[]} */
  offset = [0, 0];

  /** @param {string} name of the frame in the capture */
  constructor(name) {
    this.name = name;
  }

  /** The frame sends its content anew, with new ids. */
  begin() {
    this.#ids = new Map();
    this.#styles = new Map();
  }

  /** The id, in the document around it, of a node of this frame. @param {unknown} own @returns {number | null} */
  node(own) {
    return this.#ids.get(/** @type {number} */ (own)) ?? null;
  }

  /** The mutation that attaches the frame's content, from its full snapshot. @param {any} event @param {number} iframe
   * @param {number} t */
  attached(event, iframe, t) {
    const { node } = event.data;
    this.#nodes(node);
    for (const child of descendants(node)) child.rootId ??= node.id;
    const adds = [{ parentId: iframe, nextId: null, node }];
    const data = { source: MUTATION, adds, removes: [], texts: [], attributes: [], isAttachIframe: true };
    return { type: INCREMENTAL, timestamp: Math.round(t), data };
  }

  /** An incremental event with ids of the document around it; null if it says nothing there. @param {any} event */
  translated(event) {
    const { type, data } = event;
    if (type !== INCREMENTAL || !data || data.source === RESIZE) return null;
    if (data.source === MUTATION) this.#mutation(data);
    else if (data.source === SELECTION) for (const range of data.ranges ?? []) this.#replace(range, "start", "end");
    else if (data.source !== FONT) this.#other(data);
    return event;
  }

  /** Gives an act the ids of the document around its frame, and points of the viewport. @param {any} act */
  place(act) {
    for (const part of [act, act.to]) {
      if (!part || typeof part !== "object") continue;
      if ("node" in part) part.node = this.node(part.node);
      if (Array.isArray(part.point)) part.point = part.point.map((/** @type {number} */ side, /** @type {number} */ n) => Math.round((side + this.offset[n]) * 100) / 100);
    }
  }

  /** @param {any} data */
  #mutation(data) {
    for (const add of data.adds ?? []) {
      this.#replace(add, "parentId", "nextId", "previousId");
      this.#nodes(add.node);
    }
    for (const change of data.removes ?? []) this.#replace(change, "parentId", "id");
    for (const change of [...(data.attributes ?? []), ...(data.texts ?? [])]) this.#replace(change, "id");
  }

  /** @param {any} data */
  #other(data) {
    this.#replace(data, "id");
    for (const place of data.positions ?? []) this.#replace(place, "id");
    if ("styleId" in data) data.styleId = this.#style(data.styleId);
    if (data.source !== ADOPTED) return;
    data.styleIds = (data.styleIds ?? []).map((/** @type {unknown} */ style) => this.#style(style));
    for (const style of data.styles ?? []) style.styleId = this.#style(style.styleId);
  }

  /** @param {any} node */
  #nodes(node) {
    for (const each of [node, ...descendants(node)]) this.#replace(each, "id", "rootId");
  }

  /** @param {any} part @param {string[]} names */
  #replace(part, ...names) {
    for (const name of names) {
      const own = part[name];
      if (typeof own !== "number" || own <= 0) continue;
      if (!this.#ids.has(own)) this.#ids.set(own, newest++);
      part[name] = this.#ids.get(own);
    }
  }

  /** @param {unknown} own */
  #style(own) {
    if (typeof own !== "number") return own;
    if (!this.#styles.has(own)) this.#styles.set(own, newest++);
    return this.#styles.get(own);
  }
}

/** The nodes below a serialized node. @param {any} node @returns {any[]} */
function descendants(node) {
  const found = [];
  const waiting = [...(node.childNodes ?? [])];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    found.push(at);
    waiting.push(...(at.childNodes ?? []));
  }
  return found;
}
