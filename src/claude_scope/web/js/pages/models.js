import { html } from "../html.js";
import { Page } from "../ui/page.js";

export default function P() {
  return html`<${Page} title="models" />`;
}
