// The layout around every page: who may see it, its module, and what is shown while that loads or fails.

import { useEffect, useState } from "preact/hooks";
import { get } from "./api.js";
import { html } from "./html.js";
import { routeOf } from "./pages.js";
import { go, leaving, place } from "./router.js";
import { account, auth, returned, setUser } from "./state.js";
import { Failure, Loading, Page } from "./ui/page.js";
import { Shell } from "./ui/shell.js";

export function App() {
  const { path, query } = place.value;
  const { route, parts } = routeOf(path);
  const isLocked = !route.open && !auth.value;
  const { page, error, again } = usePage(route);

  useEffect(() => {
    if (!isLocked) return;
    leaving.ask = null; // the page is gone already
    go(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`, { replace: true });
  }, [isLocked]);
  useUser();

  if (isLocked) return html`<${Shell}><${Loading} /><//>`;
  if (error) return html`<${Shell}><${Page} title="This page could not be loaded"><${Failure} error=${error} retry=${again} /><//><//>`;
  // With this key, another session gets a new page, and so does another account, since another tab may have signed in.
  const key = route.open ? path : `${account.value} ${path}`;
  return html`<${Shell}>${page ? html`<${page} key=${key} ...${parts} query=${query} />` : html`<${Loading} />`}<//>`;
}

/** The owner of the token: whoever stored it may not have recorded that, and the name may have changed elsewhere. */
function useUser() {
  const token = auth.value?.accessToken;
  useEffect(() => {
    if (!token) return;
    get("/auth/me").then(
      (found) => auth.value?.accessToken === token && setUser(found),
      () => {}, // the page reports failures
    );
  }, [token]);
}

/** The page's component, once its module is there. @param {import("./pages.js").Route} route */
function usePage(route) {
  const [state, setState] = useState(/** @type {{route?: object, page?: Function, error?: Error}} */ ({}));
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let isWanted = true;
    route.load().then(
      (module) => isWanted && setState({ route, page: module.default }),
      () => {
        if (isWanted) setState({ route, error: new Error("Is claude-scope serve still running?") });
        get("/health").catch(() => {}); // if it is away, the app says so and polls
      },
    );
    return () => {
      isWanted = false;
    };
  }, [route, asked]);
  const found = state.route === route ? state : {};
  const times = returned.value;
  useEffect(() => {
    if (times && found.error) location.reload();
  }, [times]);
  // A browser remembers that a module could not be loaded until the page is reloaded.
  return { ...found, again: () => (asked ? location.reload() : setAsked(asked + 1)) };
}
