// What an access token (RFC 7519) says of itself. Only the server knows whether it is true and still good.

/** @param {string} [token] @returns {{iss?: string, sub?: string, exp?: number, iat?: number}} */
export function claims(token) {
  try {
    const part = (token ?? "").split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (character) => character.charCodeAt(0))));
  } catch {
    return {};
  }
}

/** Whose sign-in has a password to be asked for: this machine's own account has none, nor do those of a provider.
 * @param {import("../state.js").User} user @param {string} [token] */
export function hasPassword(user, token) {
  return user.email !== null && claims(token).iss === "claude-scope";
}
