// Opens an agent with the prompt. A link can hold only a few thousand characters, so it contains a sentence that names
// the prompt's file; for agents without links, there is a command to paste.

import { html } from "../html.js";
import { Copy } from "../ui/copy.js";
import { Icon } from "../ui/icon.js";

/** @typedef {import("./stored-prompt.js").Facts} Facts */

/** By agent: the beginning of its link. @type {Record<string, [string, string]>} */
const LINKS = {
  CLAUDE_CODE: ["Claude Code", "claude-cli://open?q="],
  CURSOR: ["Cursor", "cursor://anysphere.cursor-deeplink/prompt?text="],
};
/** By agent: the program that accepts the sentence. @type {Record<string, string>} */
const PROGRAMS = { CLAUDE_CODE: "claude", CODEX: "codex" };

/** @param {{agent: string, facts: Facts}} props */
export function OpenIn({ agent, facts }) {
  const sentence = sentenceOf(facts);
  if (!sentence) return null;
  const [name, link] = LINKS[agent] ?? [];
  const program = PROGRAMS[agent];
  return html`${link && html`<a class="button" href=${link + encodeURIComponent(sentence)} title=${sentence}><${Icon} name="right" /> Open in ${name}</a>`}
    ${program && html`<${Copy} text=${`${program} ${quoted(sentence)}`} label="Copy command" said="The command was copied; paste it into a terminal in the repository." />`}`;
}

/** @param {Facts} facts */
export function sentenceOf({ file, pull }) {
  if (!file) return "";
  if (pull) return `Run \`${pull}\`, then read the prompt whose path it prints and do what it says.`;
  return `Read ${/\s/.test(file) ? JSON.stringify(file) : file} and do what it says.`;
}

/** Quoted for a POSIX shell. @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
