// New recording: the form and the source of the recording, then the recording itself, then its upload.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { useLoaded } from "../loaded.js";
import { check } from "../record/file/check.js";
import { Choices, choiceOf } from "../record/choices.js";
import { adjusted, dropDraft, initial, keepDraft, lastChoice, problemsOf, remember, rememberChoice, withScheme } from "../record/details.js";
import { record } from "../record/everything/extension.js";
import { EverythingStart } from "../record/everything/start.js";
import { DetailsForm } from "../record/form.js";
import { useFilesStay, useGuard } from "../record/guard.js";
import { Kept, useKept } from "../record/stored-recording.js";
import { drawn } from "../record/key.js";
import { Live, useElapsed } from "../record/live.js";
import { contentOf } from "../record/memory.js";
import { owner } from "../record/owner.js";
import { useRecorder } from "../record/recorder.js";
import { Sending } from "../record/sending.js";
import { Chosen, SourceChoice, sourceOf, VideoStart } from "../record/source.js";
import { LEAST_BYTES } from "../record/store.js";
import { terms, USUAL } from "../record/terms.js";
import { go, leaving } from "../router.js";
import { toast } from "../state.js";
import { styles } from "../styles.js";
import { useFocusKept } from "../ui/focus.js";
import { Failure, Loading, Page } from "../ui/page.js";
import { clock } from "../ui/format.js";
import { visible } from "../ui/visible.js";

/** @typedef {import("../record/details.js").Details} Details */
/** @typedef {import("../record/source.js").Source} Source */
/** @typedef {import("../record/terms.js").Terms} Terms */

const MINUTE_MS = 60_000;
await styles("record.css");

/** @param {{query: URLSearchParams}} props */
export default function Record({ query }) {
  const { data, error, reload } = useLoaded(terms, []);
  if (!data && !error) return html`<${Page} title="New recording"><${Loading} /><//>`;
  const { settings, limits } = data ?? USUAL;
  const failure = error && html`<${Failure} error=${error} retry=${reload} title="Your settings could not be read" />`;
  return html`<${Recorder} settings=${settings} limits=${limits} failure=${failure} wanted=${choiceOf(query.get("choice"))} />`;
}

/** @typedef {import("../record/choices.js").Choice} Choice */
/** @param {Terms & {failure: unknown, wanted: Choice | undefined}} props */
function Recorder({ settings, limits, failure, wanted }) {
  const [whose] = useState(owner);
  const [choice, setChoice] = useState(() => wanted ?? choiceOf(lastChoice(whose)) ?? "everything");
  const [isOpened, setOpened] = useState(false); // by the extension, in a new tab
  const [details, setDetails] = useState(() => initial(whose, settings));
  const [isChecked, setChecked] = useState(false);
  const [source, setSource] = useState(/** @type {Source | null} */ (null));
  const [isSending, setSending] = useState(false);
  const [asItIs, setAsItIs] = useState(/** @type {Source | null} */ (null)); // sent without the form, which stays as it is
  const [part, setPart] = useState(0);
  const [told, setTold] = useState("");
  const [busy, setBusy] = useState(false);
  const [kept, reloadKept] = useKept(whose);
  const { running, start } = useRecorder(({ recording, blob, reason }) => {
    if (blob.size < LEAST_BYTES) return setTold("Nothing was recorded: it ended before there was a picture. Start again.");
    if (reason === "time") toast(`Stopped after ${clock(recording.durationMs)}, as chosen.`, { kind: "note" });
    if (reason === "size") toast("Stopped: a larger recording could not be uploaded.", { kind: "note" });
    if (reason === "error") toast("The browser's recorder failed; what was recorded until then is sent.", { kind: "problem" });
    setSource(sourceOf(recording, blob));
    setSending(true);
  });
  const words = source?.words;
  const isEverything = choice === "everything" && !source;
  const rules = isEverything ? UNTITLED : words;
  const ms = useElapsed(running?.elapsed ?? zero);
  useFilesStay();
  useFocusKept([source, kept.length, busy], ".record-source .primary, .drop .button");
  useGuard(
    running ? "The recording is still going on. Leave, and stop it?" : isSending || asItIs ? "The upload is not finished. Leave, and stop it?" : "",
  );

  const touched = useRef(/** @type {Set<string>} */ (new Set()));
  const { defaultAgent, maxRecordingLength } = settings;
  useEffect(() => {
    setDetails((before) => adjusted(before, touched.current, whose, { defaultAgent, maxRecordingLength }));
  }, [defaultAgent, maxRecordingLength]);

  const change = (/** @type {Partial<Details>} */ changed) => {
    setDetails((before) => {
      const now = { ...before, ...changed };
      for (const field of /** @type {(keyof Details)[]} */ (Object.keys(changed))) if (now[field] !== before[field]) touched.current.add(field);
      keepDraft(whose, now, settings);
      return now;
    });
  };
  /** Whether the form can be sent; otherwise its first invalid field gets the focus. */
  const isReady = () => {
    setChecked(true);
    const now = { ...details, seedUrl: withScheme(details.seedUrl) };
    change(now);
    const [first] = Object.keys(problemsOf(now, rules));
    if (first) document.getElementById(first === "seedUrl" ? "seed-url" : first)?.focus();
    else remember(whose, now, settings);
    return !first;
  };
  const begin = async () => {
    if (busy || !isReady()) return;
    setBusy(true);
    setTold("");
    try {
      await start({ details: trimmed(details), maxMs: Math.min(details.minutes, maxRecordingLength) * MINUTE_MS, maxBytes: limits.maxBytes });
    } catch (error) {
      setTold(wordsOf(error));
    }
    setBusy(false);
  };
  const beginEverything = async () => {
    if (busy || !isReady()) return;
    setBusy(true);
    setTold("");
    setOpened(false);
    const { title, notes, seedUrl, agentTarget } = trimmed(details);
    try {
      await record({ title, notes, url: seedUrl, agentTarget });
      setOpened(true);
    } catch (error) {
      setTold(visible(wordsOf(error)));
    }
    setBusy(false);
  };
  const choose = (/** @type {Choice} */ chosen) => {
    setChoice(chosen);
    rememberChoice(whose, chosen);
    setChecked(false);
    setTold("");
    setOpened(false);
  };
  const takes = useRef(0);
  const take = async (/** @type {File} */ file) => {
    if (running || isSending || asItIs) return;
    const count = ++takes.current;
    setBusy(true);
    setTold("");
    try {
      const found = await check(file, limits);
      if (count !== takes.current) return; // another one was chosen in the meantime
      setSource({ id: drawn(), name: file.name, size: file.size, ...found, blob: file });
    } catch (error) {
      if (count !== takes.current) return;
      setSource(null);
      setTold(wordsOf(error));
    }
    setBusy(false);
  };
  /** A recording stored in this browser: sent as it is, or opened in the form first. */
  const resume = async (/** @type {import("../record/store.js").Recording} */ recording, /** @type {boolean} */ isAsItIs) => {
    let found;
    try {
      found = sourceOf(recording, await contentOf(recording));
    } catch {
      return toast("The browser's storage could not be read.", { kind: "problem" });
    }
    if (isAsItIs) return setAsItIs(found);
    takes.current += 1;
    setBusy(false);
    setSource(found);
    const { minutes: _, ...rest } = recording.details; // the limit for the next recording is independent of this one
    change(rest);
    setTold("");
  };
  const sent = (/** @type {{id: string}} */ session) => {
    if (!asItIs) dropDraft(whose);
    leaving.ask = null;
    go(`/sessions/${session.id}/processing`);
  };
  const back = () => {
    setSending(false);
    setAsItIs(null);
    reloadKept();
    setPart(0);
  };
  const other = () => {
    if (!asItIs) setSource(null);
    back();
  };

  if (running) {
    return html`<${Page} key="live" title="Recording" tab=${`● ${clock(ms)}`} lead=${details.title}>
      <${Live} ...${running} ms=${ms} maxBytes=${limits.maxBytes} onStop=${running.stop} />
    <//>`;
  }
  const sending = asItIs ?? (isSending ? source : null);
  if (sending) {
    return html`<${Page} key="send" title="New recording" tab=${part ? `Uploading ${Math.floor(100 * part)}%` : "Uploading"}>
      <${Sending} source=${sending} details=${asItIs?.kept?.details ?? trimmed(details)} isAsItIs=${Boolean(asItIs)} onProgress=${setPart} onSent=${sent} onBack=${back} onOther=${other} />
    <//>`;
  }
  const problems = isChecked ? problemsOf(details, rules) : {};
  const others = kept.filter((recording) => recording.id !== source?.kept?.id);
  return html`<${Page} key="form" title="New recording" lead="Show the bug in a tab, and get a prompt that a coding agent can act on.">
    ${failure}
    ${
      others.length > 0 &&
      html`<${Kept} recordings=${others} onChange=${reloadKept}
        onResume=${(/** @type {any} */ one) => resume(one, true)} onTake=${(/** @type {any} */ one) => resume(one, false)} />`
    }
    ${!source && html`<${Choices} chosen=${choice} onChoose=${choose} />`}
    <div class="record">
      <${DetailsForm} details=${details} problems=${problems} words=${words} most=${settings.maxRecordingLength} isEverything=${isEverything} change=${change} />
      ${
        source
          ? html`<${Chosen} source=${source} onWords=${change} onSend=${() => isReady() && setSending(true)} onRemove=${() => {
              setSource(null);
              reloadKept();
            }} />`
          : html`<${SourceChoice} problem=${told} busy=${busy} maxBytes=${limits.maxBytes} onFile=${take}>
              ${isEverything ? html`<${EverythingStart} address=${details.seedUrl} busy=${busy} isOpened=${isOpened} onRecord=${beginEverything} />` : html`<${VideoStart} busy=${busy} onRecord=${begin} />`}
            <//>`
      }
    </div>
  <//>`;
}

/** The rules for a recording whose title can be given when it is sent. */
const UNTITLED = { url: "", title: "", notes: "" };
const zero = () => 0;
const wordsOf = (/** @type {unknown} */ error) => (error instanceof Error ? error.message : String(error));
const trimmed = (/** @type {Details} */ details) => ({ ...details, title: details.title.trim(), seedUrl: withScheme(details.seedUrl) });
