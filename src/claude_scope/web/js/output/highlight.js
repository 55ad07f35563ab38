// Splits a prompt into lines of spans by kind: tags, headings, code, pictures. Every pattern is linear in the text,
// which may be long and untrusted.

/** @typedef {{kind: string, text: string, bytes?: number}} Span
 * `kind` is "" for plain text; a "picture" replaces `bytes` of base64 that are not shown */

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}#{1,6}\s/;
const LEAD = /^(\s*)([-*+]|\d{1,4}\.|>)(?=\s)/;
const SHORTEST_FOLDED = 200;
const INLINE =
  /(?<head>data:image\/[a-z0-9.+-]{1,20};base64,)(?<picture>[A-Za-z0-9+/=]+)|(?<comment><!--.*?(?:-->|$))|(?<tag><\/?[A-Za-z][^<>]{0,300}>)|(?<code>`[^`]+`)|(?<string>"[^"]*")/g;

/** @param {string} text @returns {Span[][]} a list of spans for each line */
export function highlighted(text) {
  let fence = "";
  return text.split("\n").map((line) => {
    const mark = FENCE.exec(line)?.[1];
    if (fence) {
      const closes = mark && mark.startsWith(fence) && !line.trim().replaceAll(mark[0], "");
      if (closes) fence = "";
      return [{ kind: closes ? "fence" : "code", text: line }];
    }
    if (mark) {
      fence = mark;
      return [{ kind: "fence", text: line }];
    }
    if (HEADING.test(line)) return [{ kind: "heading", text: line }];
    return spansOf(line);
  });
}

/** @param {string} line @returns {Span[]} */
function spansOf(line) {
  /** @type {Span[]} */
  const spans = [];
  let at = 0;
  const lead = LEAD.exec(line);
  if (lead) {
    at = lead[0].length;
    spans.push({ kind: "mark", text: lead[0] });
  }
  for (const found of line.slice(at).matchAll(INLINE)) {
    const start = found.index + (lead ? lead[0].length : 0);
    if (start > at) spans.push({ kind: "", text: line.slice(at, start) });
    spans.push(...spanOf(found[0], /** @type {Record<string, string | undefined>} */ (found.groups)));
    at = start + found[0].length;
  }
  if (at < line.length) spans.push({ kind: "", text: line.slice(at) });
  return spans;
}

/** @param {string} text @param {Record<string, string | undefined>} groups @returns {Span[]} */
function spanOf(text, groups) {
  const { head, picture } = groups;
  if (head && picture) {
    if (picture.length < SHORTEST_FOLDED) return [{ kind: "string", text }];
    return [
      { kind: "string", text: head },
      { kind: "picture", text: picture, bytes: Math.floor((picture.length * 3) / 4) },
    ];
  }
  if (groups.tag) return [{ kind: groups.tag.includes("page-data-") ? "data" : "tag", text }];
  return [{ kind: groups.comment ? "comment" : groups.code ? "code" : "string", text }];
}
