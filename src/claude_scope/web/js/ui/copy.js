// Copies a text, and confirms it.

import { useState } from "preact/hooks";
import { html } from "../html.js";
import { toast } from "../state.js";
import { Icon } from "./icon.js";

const SAID_MS = 2500;

/** @param {{text: string, label?: string, said?: string, primary?: boolean, small?: boolean}} props
 * `small` shows only the icon */
export function Copy({ text, label = "Copy", said = "Copied to the clipboard.", primary, small }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return toast("The browser did not let the text be copied; select it and copy it by hand.", { kind: "problem" });
    }
    setCopied(true);
    setTimeout(setCopied, SAID_MS, false);
    toast(said);
  };
  if (small) {
    return html`<button type="button" class="button quiet small" aria-label=${label} title=${label} onClick=${copy}>
      <${Icon} name=${isCopied ? "check" : "copy"} />
    </button>`;
  }
  return html`<button type="button" class=${primary ? "button primary" : "button"} onClick=${copy}>
    <${Icon} name=${isCopied ? "check" : "copy"} /> ${isCopied ? "Copied" : label}
  </button>`;
}
