// A part of the page that is loaded when it comes into view or the user scrolls, since it is not visible at first.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.js";

/** @param {{load: () => Promise<{default: Function}>}} props */
export function Later({ load }) {
  const [state, setState] = useState(/** @type {{part?: Function}} */ ({}));
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const stop = new AbortController();
    const come = () => {
      stop.abort();
      load().then(
        (module) => setState({ part: module.default }),
        () => {}, // the page is complete without it
      );
    };
    const watch = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && come());
    stop.signal.addEventListener("abort", () => watch.disconnect());
    addEventListener("scroll", come, { signal: stop.signal, passive: true });
    if (place.current) watch.observe(place.current);
    return () => stop.abort();
  }, []);
  return html`<div class="later" ref=${place}>${state.part && html`<${state.part} />`}</div>`;
}
