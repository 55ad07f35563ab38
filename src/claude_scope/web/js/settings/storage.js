// The storage that the account's sessions use, with its quota.

import { html } from "../html.js";
import { count, size } from "../ui/format.js";

/** @typedef {{sessions: number, maxSessions: number | null, bytes: number, maxBytes: number | null}} Usage null: no limit */

/** @param {{usage?: Usage, error?: Error}} props */
export function Storage({ usage, error }) {
  return html`<div>
    <h3>${usage ? words(usage) : error ? "What they take could not be read." : "Looking…"}</h3>
    <p class="soft">Of files: pictures of frames, and videos until they are worked on. Sessions stay until you delete them, in <a href="/sessions">your sessions</a>.</p>
  </div>`;
}

/** "123 of 10,000 sessions, 1.2 GB of 100 GB". @param {Usage} usage */
export function words({ sessions, maxSessions, bytes, maxBytes }) {
  const many = maxSessions ? `${sessions.toLocaleString("en")} of ${count(maxSessions, "session")}` : count(sessions, "session");
  return `${many}, ${size(bytes)}${maxBytes ? ` of ${size(maxBytes)}` : ""}`;
}
