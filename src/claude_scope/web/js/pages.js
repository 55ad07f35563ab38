// The map of the app: which page belongs to which path. A page's module is loaded when it is first shown.

import { match } from "./router.js";

/** @typedef {{pattern: string, load: () => Promise<{default: Function}>, open?: boolean}} Route
 * `open` pages need no sign-in. */

/** @type {Route[]} */
const ROUTES = [
  { pattern: "/", load: () => import("./pages/landing.js"), open: true },
  { pattern: "/sign-in", load: () => import("./pages/sign-in.js"), open: true },
  { pattern: "/sign-up", load: () => import("./pages/sign-up.js"), open: true },
  { pattern: "/dashboard", load: () => import("./pages/dashboard.js") },
  { pattern: "/record", load: () => import("./pages/record.js") },
  { pattern: "/sessions", load: () => import("./pages/sessions.js") },
  { pattern: "/sessions/:id", load: () => import("./pages/session.js") },
  { pattern: "/sessions/:id/processing", load: () => import("./pages/processing.js") },
  { pattern: "/sessions/:id/review", load: () => import("./pages/review.js") },
  { pattern: "/sessions/:id/output", load: () => import("./pages/session.js") },
  { pattern: "/settings", load: () => import("./pages/settings.js") },
  { pattern: "/models", load: () => import("./pages/models.js") },
  { pattern: "/pair/:id", load: () => import("./pages/pair.js") },
  { pattern: "/profile", load: () => import("./pages/profile.js") },
];
/** @type {Route} */
const NOT_FOUND = { pattern: "", load: () => import("./pages/not-found.js"), open: true };

/** The route of a path, and the parameters in it. @param {string} path */
export function routeOf(path) {
  for (const route of ROUTES) {
    const parts = match(route.pattern, path);
    if (parts) return { route, parts };
  }
  return { route: NOT_FOUND, parts: {} };
}
