import { html } from "../html.js";
import { auth } from "../state.js";
import { Page } from "../ui/page.js";

export default function NotFound() {
  const [to, name] = auth.value ? ["/dashboard", "Go to the dashboard"] : ["/", "Go to the start"];
  return html`<${Page} title="There is no such page" lead="The address may be mistyped, or what it led to was deleted.">
    <p><a class="button primary" href=${to}>${name}</a></p>
  <//>`;
}
