// The frame around every page: who may see it, its module, and what is shown while that loads or fails.

import { useEffect, useState } from "preact/hooks";
import { html } from "./html.js";
import { routeOf } from "./pages.js";
import { go, place } from "./router.js";
import { auth } from "./state.js";
import { Failure, Loading } from "./ui/page.js";
import { Shell } from "./ui/shell.js";

export function App() {
  const { path, query } = place.value;
  const { route, parts } = routeOf(path);
  const isLocked = !route.open && !auth.value;
  const { page, error, again } = usePage(route);

  useEffect(() => {
    if (isLocked) go(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`, { replace: true });
  }, [isLocked]);

  if (isLocked) return html`<${Shell}><${Loading} /><//>`;
  if (error) return html`<${Shell}><${Failure} error=${error} retry=${again} /><//>`;
  // The key makes a page of another session a new page.
  return html`<${Shell}>${page ? html`<${page} key=${path} ...${parts} query=${query} />` : html`<${Loading} />`}<//>`;
}

/** The page's component, once its module is there. @param {import("./pages.js").Route} route */
function usePage(route) {
  const [state, setState] = useState(/** @type {{route?: object, page?: Function, error?: Error}} */ ({}));
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let isWanted = true;
    route.load().then(
      (module) => isWanted && setState({ route, page: module.default }),
      () => isWanted && setState({ route, error: new Error("This page could not be loaded. Is the server still running?") }),
    );
    return () => {
      isWanted = false;
    };
  }, [route, asked]);
  const found = state.route === route ? state : {};
  // A module that could not be loaded stays so for the browser until the page is loaded anew.
  return { ...found, again: () => (asked ? location.reload() : setAsked(asked + 1)) };
}
