// Line icons on a 16 by 16 grid, drawn for this app; they accompany a word, so they are hidden from screen readers.

import { html } from "../html.js";

/** @type {Record<string, string>} */
const PATHS = {
  add: "M8 3v10M3 8h10",
  back: "M13 8H3m4-4L3 8l4 4",
  check: "M3 8.5l3.2 3.2L13 5",
  close: "M4 4l8 8m0-8l-8 8",
  copy: "M6 6h7v7H6zM3 10V3h7",
  download: "M8 2.5v8m-3.5-3L8 11l3.5-3.5M3 13.5h10",
  edit: "M3 13l.6-2.8L10.5 3.3l2.2 2.2-6.9 6.9z",
  error: "M8 2.2l6.2 11H1.8zM8 6.5v3m0 1.7v.3",
  file: "M4 2h5l3 3v9H4zM9 2v3h3",
  left: "M10 3L5 8l5 5",
  menu: "M2.5 4.5h11m-11 3.5h11m-11 3.5h11",
  moon: "M13 9.5A5.5 5.5 0 016.5 3 5.5 5.5 0 1013 9.5z",
  pointer: "M4 2.5l8.5 5.2-3.9.9 2.3 4-1.9 1.1-2.3-4L4 12.5z",
  note: "M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 008 1.8zM8 7.2v3.6m0-6.1V5",
  person: "M8 8a2.6 2.6 0 100-5.2A2.6 2.6 0 008 8zm-5 5.5a5 5 0 0110 0",
  record: "M8 2a6 6 0 100 12A6 6 0 008 2zm0 4a2 2 0 100 4 2 2 0 000-4z",
  retry: "M13 8a5 5 0 11-1.6-3.7M13 2.5v3h-3",
  right: "M6 3l5 5-5 5",
  search: "M7 3a4 4 0 100 8 4 4 0 000-8zm3 7l3.5 3.5",
  stop: "M4 4h8v8H4z",
  sun: "M8 5.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6zM8 1.5v1.4m0 10.2v1.4M1.5 8h1.4m10.2 0h1.4M3.4 3.4l1 1m7.2 7.2l1 1m0-9.2l-1 1m-7.2 7.2l-1 1",
  system: "M2 3h12v8H2zM6 13.5h4",
  trash: "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 9h5.8l.6-9",
  undo: "M5.5 3L2.5 6l3 3M3 6h6a4 4 0 010 8H6",
};

/** @param {{name: string}} props one of the names above */
export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d=${PATHS[name]} fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" />
  </svg>`;
}
