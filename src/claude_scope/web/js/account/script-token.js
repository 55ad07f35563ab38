// This browser's token for use in scripts, which the contract allows; shown in part, copied whole.

import { html } from "../html.js";
import { auth } from "../state.js";
import { Copy } from "../ui/copy.js";
import { exactly } from "../ui/format.js";
import { tokenCommand, useConfig } from "./config.js";
import { claims } from "./token.js";

const lines = (/** @type {string} */ token) => `TOKEN=${token}\ncurl -H "Authorization: Bearer $TOKEN" ${location.origin}/api/sessions`;

export function ScriptToken() {
  const token = auth.value?.accessToken ?? "";
  const { exp } = claims(token);
  const config = useConfig();
  return html`
    <p class="soft">Whoever has it can do what you can${exp ? `, until ${exactly(new Date(exp * 1000).toISOString())}` : ""} or until you sign out of all devices.
      At the machine of the server, <code>${tokenCommand(config)}</code> prints another.</p>
    <pre class="snippet"><code>${lines(`${token.slice(0, 8)}…${token.slice(-4)}`)}</code></pre>
    <div class="row">
      <${Copy} text=${token} label="Copy token" said="The token is on the clipboard." />
      <${Copy} text=${lines(token)} label="Copy both lines" said="Both lines are on the clipboard, with the whole token." />
    </div>`;
}
