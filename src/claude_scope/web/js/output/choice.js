// Which prompt is shown, stored in the address; options as in the upload are not included there.

/** @typedef {import("./stored-prompt.js").Choice} Choice */
/** @typedef {import("../sessions/session-model.js").Detail} Detail */

/** The three options: their field, their name in the address, their label and what they do. @type {[keyof import("../sessions/session-model.js").Options, string, string, string][]} */
export const OPTIONS = [
  ["includeScreenshots", "screenshots", "Screenshots", "The three frames that matter, named as files that an agent opens"],
  ["inlineAriaTree", "tree", "Page structure", "Roles, names and locators of the page, pruned"],
  ["includeRawDiff", "diff", "Raw diff", "Every difference between states, with its box"],
];
const AGENT_NAMES = /** @type {Record<string, string>} */ ({ "claude-code": "CLAUDE_CODE", codex: "CODEX", cursor: "CURSOR", raw: "RAW" });

/** @param {URLSearchParams} query @param {Detail} session @returns {Choice} */
export function choiceOf(query, session) {
  const choice = { ...defaults(session) };
  choice.agentTarget = AGENT_NAMES[query.get("agent") ?? ""] ?? choice.agentTarget;
  for (const [field, name] of OPTIONS) {
    const given = query.get(name);
    if (given === "on" || given === "off") choice[field] = given === "on";
  }
  return choice;
}

/** @param {Choice} choice @param {Detail} session */
export function addressOf(choice, session) {
  const usual = defaults(session);
  const query = new URLSearchParams({ agent: choice.agentTarget.toLowerCase().replace("_", "-") });
  for (const [field, name] of OPTIONS) if (choice[field] !== usual[field]) query.set(name, choice[field] ? "on" : "off");
  return `?${query}`;
}

/** @param {Detail} session @returns {Choice} */
function defaults(session) {
  const options = session.options ?? { includeScreenshots: true, inlineAriaTree: true, includeRawDiff: false };
  return { agentTarget: session.agentTarget, ...options };
}
