// All sessions: searched by title, status and date, opened, renamed, deleted.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { go } from "../router.js";
import { choiceOf, chosen, queryOf } from "../sessions/choose.js";
import { deleteLater } from "../sessions/deleting.js";
import { Filters } from "../sessions/filters.js";
import { SessionList } from "../sessions/list.js";
import { useSessions } from "../sessions/load.js";
import { hiddenSessions } from "../state.js";
import { Empty, Failure, Loading, Page } from "../ui/page.js";
import { count } from "../ui/format.js";
import "../sessions/sessions-styles.js";

/** @typedef {import("../sessions/choose.js").Choice} Choice */
/** @typedef {import("../sessions/session-model.js").Session} Session */

const NOTHING = { q: "", status: "", since: "", sort: "" };

/** @param {{query: URLSearchParams}} props */
export default function Sessions({ query }) {
  const { sessions, put, reload, isWhole, error } = useSessions();
  const [choice, setChoice] = useChoice(query);
  const renamed = useRenamed(choice);
  const hidden = hiddenSessions.value;
  const kept = sessions.filter((session) => !hidden.has(session.id));
  const shown = useMemo(() => chosen(kept, choice, Date.now(), renamed.current), [sessions.length, hidden, choice, sessions.map((session) => session.updatedAt + session.title).join()]);
  const list = useRef(/** @type {HTMLElement | null} */ (null));

  const rename = (/** @type {Session} */ one) => {
    renamed.current.add(one.id);
    put([one]);
  };
  const drop = (/** @type {Session} */ session) => {
    const at = shown.indexOf(session);
    const next = shown[at + 1] ?? shown[at - 1];
    // The focused row disappears: the focus goes to the next one, or to the search.
    const button = next && list.current?.querySelector(`[data-session="${next.id}"] [title="Delete"]`);
    /** @type {HTMLElement | null} */ (button || document.getElementById("search"))?.focus();
    deleteLater(session);
  };

  return html`<${Page} title="Sessions" lead=${kept.length ? told(kept.length, shown.length, isWhole) : undefined}>
    ${error && html`<${Failure} title="The sessions could not be loaded" error=${error} retry=${reload} />`}
    ${!error && !isWhole && !kept.length && html`<${Loading} what="Loading sessions" />`}
    ${isWhole && !kept.length && html`<${NoneYet} />`}
    ${
      kept.length > 0 &&
      html`<${Filters} choice=${choice} onChoose=${setChoice} />
      <div ref=${list}>
        <${SessionList} sessions=${shown} of=${choice} onRenamed=${rename} onDelete=${drop} />
      </div>
      ${
        isWhole &&
        !shown.length &&
        html`<${Empty} title="No session fits"><p>Nothing is found for what you chose above.</p>
          <button type="button" class="button" onClick=${() => setChoice({ ...NOTHING, sort: choice.sort })}>Show all sessions</button><//>`
      }`
    }
  <//>`;
}

/** @param {number} all @param {number} shown @param {boolean} isWhole */
function told(all, shown, isWhole) {
  if (!isWhole) return `${count(all, "session")} so far, loading more…`;
  return all === shown ? count(all, "session") : `${shown.toLocaleString("en")} of ${count(all, "session")}`;
}

function NoneYet() {
  return html`<${Empty} title="No sessions yet">
    <p>Record the tab with the bug, and its prompt will be here.</p>
    <a class="button primary" href="/record">New recording</a>
  <//>`;
}

/** The ids of sessions that were renamed during a search: they stay visible until the next search.
 * @param {Choice} choice */
function useRenamed({ q }) {
  const renamed = useRef({ q, ids: /** @type {Set<string>} */ (new Set()) });
  if (renamed.current.q !== q) renamed.current = { q, ids: new Set() };
  return { current: renamed.current.ids };
}

const WRITE_MS = 200;

/** The choice, at once for the page and soon in the address, replacing an address that was navigated to.
 * @param {URLSearchParams} query @returns {[Choice, (choice: Choice) => void]} */
function useChoice(query) {
  const [choice, setChoice] = useState(() => choiceOf(query));
  const written = useRef(query.toString());
  const timer = useRef(0);
  useEffect(() => {
    if (query.toString() === written.current) return;
    clearTimeout(timer.current); // an address that was navigated to
    written.current = query.toString();
    setChoice(choiceOf(query));
  }, [query]);
  useEffect(() => {
    const text = queryOf(choice);
    if (text === queryOf(choiceOf(new URLSearchParams(written.current)))) return;
    timer.current = setTimeout(() => {
      if (new URLSearchParams(location.search).toString() !== written.current) return; // a link was followed meanwhile
      written.current = text.slice(1);
      go(`/sessions${text}`, { replace: true });
    }, WRITE_MS); // browsers allow about 200 changes of the address in 30 s
    return () => clearTimeout(timer.current);
  }, [choice]);
  return [choice, setChoice];
}
