// Starts the app.

import { render } from "preact";
import { App } from "./app.js";
import { html } from "./html.js";
import { startRouter } from "./router.js";
import { followOtherTabs } from "./state.js";

followOtherTabs();
startRouter();
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("app")));
