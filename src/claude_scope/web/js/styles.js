// Style sheets that the first page does not need: a page's module waits for them before it is shown.

import { effect } from "@preact/signals";
import { get } from "./api.js";
import { returned } from "./state.js";

/** @param {string} name of a file in /web/css @returns {Promise<unknown>} */
export function styles(name) {
  return new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(`../css/${name}`, import.meta.url).href;
    link.addEventListener("load", done);
    link.addEventListener("error", () => {
      done(undefined); // an unstyled page still has its content
      onReturn(() => {
        link.remove();
        styles(name);
      });
      get("/health").catch(() => {}); // if the server is away, the app says so and polls
    });
    document.head.append(link);
  });
}

/** Once, when the server has come back. @param {() => void} run */
function onReturn(run) {
  const times = returned.peek();
  const stop = effect(() => {
    if (returned.value === times) return;
    stop();
    run();
  });
}
