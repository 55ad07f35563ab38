// The command that records an address, as shells of every system read it.

import { addressProblem, withScheme } from "../details.js";

const READ_BY_SHELLS = /[`$!'"\\^]/g;
const PLAIN = /^[\w.:/~%=@+,-]+$/;

/** `claude-scope record ADDRESS`; `URL` stands for an address that is not there yet. @param {string} typed */
export function commandOf(typed) {
  const address = withScheme(typed);
  if (addressProblem(address)) return "claude-scope record URL";
  // Percent-encoded, these mean the same to a server, and nothing to a shell.
  const encoded = new URL(address).href.replace(READ_BY_SHELLS, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return `claude-scope record ${PLAIN.test(encoded) ? encoded : `"${encoded}"`}`;
}
