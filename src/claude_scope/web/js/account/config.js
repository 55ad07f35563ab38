// The ways to sign in to this server, requested before anybody is signed in.

import { ApiError, get } from "../api.js";
import { useLoaded } from "../loaded.js";

/** @typedef {{signUp: "open" | "invitation" | "closed", provider: {issuer: string} | null, local: boolean, tokenCommand: string | null}} Config
 * `local` if the one-time link of the terminal works; `tokenCommand` prints a token there, and is sent only to this machine */

/** @type {Config} */
const UNKNOWN = { signUp: "open", provider: null, tokenCommand: null, local: ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname) };

/** @param {Config | undefined} config */
export const tokenCommand = (config) => config?.tokenCommand ?? "claude-scope token";

/** Undefined until it is known. If the request fails, every way is offered: the API refuses those that do not exist. */
export function useConfig() {
  const { data } = useLoaded(ask, []);
  return data;
}

/** @param {AbortSignal} signal @returns {Promise<Config>} */
async function ask(signal) {
  try {
    return await get("/auth/config", { signal, anonymous: true });
  } catch (error) {
    if (error instanceof ApiError) return UNKNOWN;
    throw error;
  }
}
