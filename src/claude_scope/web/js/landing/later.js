// A part of the page that is loaded when somebody has scrolled to it.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.js";

/** @param {{load: () => Promise<{default: Function}>}} props */
export function Later({ load }) {
  const [state, setState] = useState(/** @type {{part?: Function}} */ ({}));
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      load().then(
        (module) => setState({ part: module.default }),
        () => {}, // the page says enough without it
      );
    });
    if (place.current) watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  return html`<div class="later" ref=${place}>${state.part && html`<${state.part} />`}</div>`;
}
