// How everything is recorded: by the extension, or how to get it, or by a command.

import { html } from "../../html.js";
import { Copy } from "../../ui/copy.js";
import { Icon } from "../../ui/icon.js";
import { commandOf } from "./command.js";
import { useExtension } from "./extension.js";

const EXTENSIONS = "chrome://extensions";

/** @param {{address: string, busy: boolean, isOpened: boolean, onRecord: () => void}} props `isOpened` once the extension
 * has opened the tab */
export function EverythingStart({ address, busy, isOpened, onRecord }) {
  if (!useExtension()) return html`<${Install} /><${Command} address=${address} />`;
  return html`<p class="soft">The extension opens the address in a new tab. Press its button there, show the bug, and press it again. You see what it recorded before it is sent.</p>
    <button type="button" class="button primary large" aria-disabled=${busy} onClick=${onRecord}><${Icon} name="record" /> Record everything</button>
    <div role="status" class=${isOpened ? "" : "visually-hidden"}>
      ${isOpened && html`<p class="notice"><${Icon} name="check" /><span>The tab is open. Press the button of Claude Scope there, unless it shows the time already; press it again to stop.</span></p>`}
    </div>`;
}

function Install() {
  return html`<div class="stack install">
    <h3>With the extension, in Chrome, Edge or Chromium</h3>
    <ol class="steps">
      <li><a href="/claude-scope-extension.zip" download>Download the extension</a> and unpack it.</li>
      <li>Open <code>${EXTENSIONS}</code> <${Copy} text=${EXTENSIONS} label="Copy the address" small /> and switch on “Developer mode”. Press “Load unpacked” and choose the folder.</li>
      <li>Press the button of Claude Scope in the browser's bar, pair it with <code>${location.origin}</code>, and reload this page.</li>
    </ol>
  </div>`;
}

/** @param {{address: string}} props */
function Command({ address }) {
  const command = commandOf(address);
  return html`<div class="stack">
    <h3>Or with a command, in any terminal</h3>
    <div class="command"><code>${command}</code><${Copy} text=${command} label="Copy the command" said="The command was copied." small /></div>
    <p class="hint">It needs Claude Scope on your machine, records in a window of its own, and writes a .scope file for below.</p>
  </div>`;
}
