// Types of the API's frames (docs/service/api.md), and names for their elements.

import { clipped } from "../ui/visible.js";

/** @typedef {"added" | "changed" | "removed"} DiffStatus */
/** @typedef {{added: number, changed: number, removed: number}} DiffSummary */
/** @typedef {{id: string, number: number, timestamp: number, url: string, imageUrl: string, thumbnailUrl: string, diffSummary: DiffSummary}} Frame */
/** @typedef {[number, number, number, number]} Box x, y, width, height in pixels of the frame */
/** @typedef {{id: string, type: string, role: string, label: string, name: string, value: string, state: string[], box: Box | null, locator: string, source: string, confidence: number | null}} Element */
/** @typedef {{kind: DiffStatus, what: string, before: string, after: string, element: Element}} Change */
/** @typedef {{kind: string, text: string, box?: Box | null}} Observation */
/** @typedef {Frame & {width: number, height: number, kind: string, summary: string, evidence: string[], transient: boolean, reader: string, elements: Element[], parts: Element[], changes: Change[], observations: Observation[], untold: Box[], tree: import("../ui/outline.js").Row[], treeRows: number}} FrameDetail */
/** @typedef {[number, number]} Point in pixels of the frame */
/** @typedef {{role: string, name: string, locator: string, box: Box | null}} Target */
/** @typedef {{kind: string, text: string, timeMs: number, target: Target, point: Point | null, toPoint: Point |
 * null}} Act on the previous frame */
/** @typedef {{timeMs: number, kind: string, source: string, isError: boolean, text: string, place: string, stack: string, count: number}} LogLine */
/** @typedef {{startMs: number, endMs: number | null, method: string, url: string, path: string, answer: string, failed: boolean, kind: string, sizeBytes: number}} Request */
/** @typedef {{timeMs: number, kind: string, text: string}} PageEvent */
/** @typedef {{frameId: string, since: number, kind: string, summary: string, evidence: string[], transient: boolean, modelSays: string[], url: string, acts: Act[], log: LogLine[], requests: Request[], events: PageEvent[]}} Moment */
/** @typedef {{isCaptured: boolean, logTotal: number, requestTotal: number, moments: Moment[], wrong: string | null, wrongBecause: string, alsoWrong: {frameId: string, because: string}[], onlyOnScreen: string[], onlyInTree: string[], unnamed: string[]}} Timeline */
/** @typedef {{buttons: number, inputs: number, links: number, headings: number, images: number, total: number}} Counts */
/** @typedef {{url: string, ariaTree: string, counts: Counts, success: boolean, error: string | null, title: string, console: string[], failedRequests: string[], screenshotUrl: string | null, notes: string[]}} Snapshot */
/** @typedef {{urlsInspected: string[], snapshots: Snapshot[], durationMs: number}} Inspection */
/** @typedef {{id: string, title: string, seedUrl: string, status: string, lastError: string | null, frames: Frame[], removedFrames: Frame[], timeline: Timeline | null, inspection: Inspection | null, lanes: {name: string, detail: string | null, error: string | null}[]}} Session */

/** @type {Record<string, string>} */
export const SOURCES = { dom: "the page itself", both: "screen and accessibility tree", pixels: "screen only", aria: "accessibility tree only" };

/** The acts, if a capture has them; otherwise what happened. @param {{acts?: Act[], summary: string}} moment */
export const headlineOf = ({ acts, summary }) => (acts ?? []).map((act) => act.text).join("; ") || summary;

/** The name of an element: its accessible name, otherwise its label from the pixels. @param {Element} element */
export const nameOf = (element) => clipped(element.name || element.label);

/** @param {Element} element */
export const roleOf = (element) => clipped(element.role || element.type, 60);

/** How each element differs from the previous frame. @param {Change[]} changes @returns {Map<string, string>} */
export const statuses = (changes) => new Map(changes.map((change) => [change.element.id, change.kind]));

/** A frame in which parts of the page, such as bars and cards, which are only rows of the tree, can be hovered like
 * elements; their ids are valid in this frame only. @param {FrameDetail} detail @returns {FrameDetail} */
export function withParts(detail) {
  const tree = detail.tree.map((row, number) => (row.elementId || !row.box ? row : { ...row, elementId: `${detail.id} ${number}` }));
  const parts = tree.flatMap(({ role, name, box, elementId, source = "" }) =>
    box && elementId ? [{ id: elementId, type: role, role, label: "", name, value: "", state: [], box, locator: "", source, confidence: null }] : [],
  );
  return { ...detail, tree, parts };
}

/** The elements of a frame, its parts and the removed elements, by their ids. @param {FrameDetail} detail
 * @returns {Map<string, Element>} */
export function elementsOf(detail) {
  const gone = detail.changes.filter((change) => change.kind === "removed").map((change) => change.element);
  return new Map([...gone, ...detail.parts, ...detail.elements].map((element) => [element.id, element]));
}
