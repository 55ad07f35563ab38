// Where frames of another origin are: such a frame sends a number that nobody else knows to the frame around it, whose script
// tells the place of the frame that sent it (page/sender.js).

const WAIT_MS = 5_000;

/** @typedef {{place: string, node: number, left: number, top: number, root: string}} Place `place` is the number, `node` the id of
 * the frame's element in the recorder of the frame `root` */

export class Places {
  /** @type {Map<string, (place: Place | null) => void>} */
  #waiting = new Map();

  /** The place that belongs to a number; null if nobody tells it in time. @param {string} nonce @returns {Promise<Place | null>} */
  of(nonce) {
    return new Promise((resolve) => {
      const end = (/** @type {Place | null} */ place) => {
        this.#waiting.delete(nonce);
        resolve(place);
      };
      this.#waiting.set(nonce, end);
      setTimeout(end, WAIT_MS, null);
    });
  }

  /** The first answer counts: a page may repeat the number. @param {Place} place */
  tell(place) {
    this.#waiting.get(place.place)?.(place);
  }
}
