// The keyframes as they are found, each with its picture as soon as that is here.

import { useEffect, useRef, useState } from "preact/hooks";
import { picture } from "../api.js";
import { html } from "../html.js";
import { clock, count } from "../ui/words.js";

const AT_ONCE = 3; // so that the events still find a connection

/** @typedef {import("./words.js").Preview & {address?: string}} Preview with the `address` of its picture, if that needs no token */

/** @param {{previews: Preview[], read: number}} props `read` is how many of them the vision lane has read */
export function Frames({ previews, read }) {
  const pictures = usePictures(previews);
  if (!previews.length) return null;
  return html`<section class="stack" aria-labelledby="frames">
    <h2 id="frames">${count(previews.length, "keyframe")}</h2>
    <ol class="found">
      ${previews.map(
        ({ timestamp, assetId, address }, index) => html`<li key=${assetId}>
          <figure>
            ${
              (address ?? pictures.has(assetId))
                ? html`<img src=${address ?? pictures.get(assetId)} alt=${`Keyframe ${index + 1}, at ${clock(timestamp)}`} />`
                : html`<div class="blank"></div>`
            }
            <figcaption><span class="time">${clock(timestamp)}</span>${index < read && html`<span class="soft">read</span>`}</figcaption>
          </figure>
        </li>`,
      )}
    </ol>
  </section>`;
}

/** Addresses of pictures by asset id, given back when the page is left. @param {Preview[]} previews */
function usePictures(previews) {
  const [found, setFound] = useState(/** @type {Map<string, string>} */ (new Map()));
  const asked = useRef(/** @type {Set<string>} */ (new Set()));
  const made = useRef(/** @type {string[]} */ ([]));
  const stop = useRef(new AbortController());
  const ids = previews.map((preview) => preview.assetId).join();

  useEffect(() => {
    const wanted = previews.filter((one) => !one.address && !asked.current.has(one.assetId)).map((one) => one.assetId);
    const next = async () => {
      for (let id = wanted.shift(); id; id = wanted.shift()) {
        asked.current.add(id);
        try {
          const address = await picture(id, stop.current.signal);
          made.current.push(address);
          if (stop.current.signal.aborted) return give(made.current);
          setFound((before) => new Map(before).set(/** @type {string} */ (id), address));
        } catch {
          asked.current.delete(id); // the work may have ended by now, and the picture with it
        }
      }
    };
    for (let worker = 0; worker < AT_ONCE; worker++) next();
  }, [ids]);

  useEffect(
    () => () => {
      stop.current.abort();
      give(made.current);
    },
    [],
  );
  return found;
}

/** @param {string[]} addresses */
function give(addresses) {
  for (const address of addresses.splice(0)) URL.revokeObjectURL(address);
}
