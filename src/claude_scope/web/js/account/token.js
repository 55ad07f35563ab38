// The claims of an access token (RFC 7519). Only the server knows whether it is authentic and still valid.

/** @param {string} [token] @returns {{iss?: string, sub?: string, exp?: number, iat?: number}} */
export function claims(token) {
  try {
    const part = (token ?? "").split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (character) => character.charCodeAt(0))));
  } catch {
    return {};
  }
}

/** Whether a password can be requested to confirm: this machine's own account has none, and accounts of a provider neither.
 * @param {import("../state.js").User} user @param {string} [token] */
export function hasPassword(user, token) {
  return user.email !== null && claims(token).iss === "claude-scope";
}
