// A small picture whose URL may have expired: new URLs are requested, and a text replaces a picture that does not load.

import { useCallback, useRef, useState } from "preact/hooks";
import { html } from "../html.js";

const AGAIN_MS = 60_000;

/** @param {{src: string, alt: string, renew: () => void, width?: string, height?: string}} props */
export function Thumb({ src, alt, renew, width, height }) {
  const [lost, setLost] = useState("");
  const fail = () => {
    setLost(src);
    renew();
  };
  if (lost === src) return html`<span class="no-picture">${alt ? `${alt}: no picture` : "No picture"}</span>`;
  return html`<img src=${src} alt=${alt} width=${width} height=${height} loading="lazy" decoding="async" onError=${fail} />`;
}

/** Reloads the session of many pictures, once for all of them: pictures that then still fail do not exist.
 * @param {() => void} reload */
export function useRenewal(reload) {
  const last = useRef(-AGAIN_MS);
  return useCallback(() => {
    if (performance.now() - last.current < AGAIN_MS) return;
    last.current = performance.now();
    reload();
  }, [reload]);
}
