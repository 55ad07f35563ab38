// The start page: totals, and the latest sessions.

import { useEffect } from "preact/hooks";
import { get, page } from "../api.js";
import { html } from "../html.js";
import { useLoaded } from "../loaded.js";
import { ChoiceLinks } from "../record/choices.js";
import { SessionList } from "../sessions/list.js";
import { hiddenSessions, user } from "../state.js";
import { Failure, Loading, Page } from "../ui/page.js";
import { clock, count, took } from "../ui/format.js";
import "../sessions/sessions-styles.js";

/** @typedef {import("../sessions/session-model.js").Session} Session */
/** @typedef {{totalSessions: number, completedSessions: number, totalDuration: number, avgProcessingTime: number}} Stats */

const RECENT = 8;
const AGAIN_MS = 4_000;

export default function Dashboard() {
  const { data, error, reload } = useLoaded(load, []);
  const hidden = hiddenSessions.value;
  const recent = data?.recent.filter((session) => !hidden.has(session.id)).slice(0, RECENT) ?? [];
  const isLive = recent.some((session) => session.status === "processing");
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => document.hidden || reload(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [isLive]);

  return html`<${Page} title=${greeting()} tab="Dashboard">
    ${error && !data && html`<${Failure} title="The dashboard could not be loaded" error=${error} retry=${reload} />`}
    ${!error && !data && html`<${Loading} what="Loading the dashboard" />`}
    ${data && (data.stats.totalSessions ? html`<${Totals} stats=${data.stats} /><${Recent} sessions=${recent} all=${data.stats.totalSessions} />` : html`<${First} />`)}
  <//>`;
}

/** @param {AbortSignal} signal @returns {Promise<{stats: Stats, recent: Session[]}>} */
async function load(signal) {
  // Request more than are shown, since sessions that are being deleted are left out.
  const [stats, recent] = await Promise.all([get("/sessions/stats", { signal }), page(`/sessions?limit=${RECENT * 2}`, { signal })]);
  return { stats, recent: recent.items };
}

function greeting() {
  const hour = new Date().getHours();
  const part = hour < 5 ? "evening" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
  const name = user.value?.name;
  return name ? `Good ${part}, ${name}` : `Good ${part}`;
}

/** @param {{stats: Stats}} props */
function Totals({ stats }) {
  const totals = [
    ["Sessions", stats.totalSessions.toLocaleString("en")],
    ["Complete", stats.completedSessions.toLocaleString("en")],
    ["Recorded", clock(stats.totalDuration * 1000)],
    ["Processing, on average", stats.avgProcessingTime ? took(stats.avgProcessingTime) : "–"],
  ];
  return html`<dl class="totals">${totals.map(([name, value]) => html`<div class="card"><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** @param {{sessions: Session[], all: number}} props */
function Recent({ sessions, all }) {
  return html`<section class="stack" aria-labelledby="recent">
    <div class="recent-head"><h2 id="recent">Recent sessions</h2><a href="/sessions">All ${count(all, "session")}</a></div>
    <${SessionList} sessions=${sessions} />
  </section>`;
}

function First() {
  return html`<section class="first card" aria-labelledby="first">
    <h2 id="first">Record your first bug</h2>
    <ol class="first-steps">
      <li><strong>Record</strong> the tab while the bug happens, or drop a recording that you have.</li>
      <li><strong>Look over</strong> the frames that matter; leave out what does not.</li>
      <li><strong>Copy</strong> the prompt for Claude Code, Codex or Cursor.</li>
    </ol>
    <${ChoiceLinks} />
  </section>`;
}
