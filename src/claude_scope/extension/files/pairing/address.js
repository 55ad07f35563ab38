// The address of a service, as a person writes it.

const PRIVATE_V4 = /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;
const PRIVATE_V6 = /^\[(::1|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*)\]$/;

/** The origin of an address. Throws an Error in words.
 * @param {string} written */
export function addressOf(written) {
  const words = written.trim();
  if (!words) throw new Error("Write the address of your Claude Scope, such as https://scope.example.com.");
  const url = parsed(words);
  if (url?.protocol !== "https:" && url?.protocol !== "http:") throw new Error(`“${words.slice(0, 100)}” is not an address such as https://scope.example.com.`);
  if (url.username || url.password) throw new Error("Leave the name and the password out of the address.");
  if (url.protocol === "http:" && !isNear(url.hostname)) throw new Error(`Use https: without it, others on the way could read what you send to ${url.hostname}.`);
  return url.origin;
}

/** @param {string} words */
function parsed(words) {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(words);
  const named = hasScheme ? words : `https://${words}`;
  if (!URL.canParse(named)) return null;
  const url = new URL(named);
  return hasScheme || !isNear(url.hostname) ? url : new URL(`http://${words}`); // on this machine there is no certificate
}

/** Whether a host is this machine or in a private network. @param {string} host as URL writes it */
export function isNear(host) {
  const isNumbers = /^[\d.]+$/.test(host);
  return host === "localhost" || host.endsWith(".localhost") || (isNumbers && PRIVATE_V4.test(host)) || PRIVATE_V6.test(host);
}
