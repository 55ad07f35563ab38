// A session's status, and how a frame differs from the previous one: by words and signs, not by colour alone.

import { html } from "../html.js";
import { Icon } from "./icon.js";
import { STATUSES } from "./format.js";

/** @type {Record<string, string>} */
const ICONS = { processing: "retry", complete: "check", error: "error", cancelled: "stop" };

/** @param {{status: string}} props */
export function StatusBadge({ status }) {
  return html`<span class=${`badge ${status}`}><${Icon} name=${ICONS[status]} /> ${STATUSES[status] ?? status}</span>`;
}

/** +N ~N -N, without zeros. @param {{diff: {added: number, changed: number, removed: number}}} props */
export function DiffBadge({ diff }) {
  const told = `${diff.added} added, ${diff.changed} changed, ${diff.removed} removed`;
  const parts = /** @type {[keyof typeof diff, string][]} */ ([["added", "+"], ["changed", "~"], ["removed", "−"]]).filter(([kind]) => diff[kind]);
  if (!parts.length) return null;
  return html`<span class="counts" role="img" aria-label=${told} title=${told}>${parts.map(([kind, sign]) => html`<span class=${kind}>${sign}${diff[kind]}</span>`)}</span>`;
}
