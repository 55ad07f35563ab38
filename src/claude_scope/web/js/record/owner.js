// The owner of a recording: several accounts may use one browser, and none is offered another's recording.

import { auth } from "../state.js";

/** The subject of the access token (RFC 7519), empty if it cannot be read. */
export function owner() {
  try {
    const payload = (auth.value?.accessToken ?? "").split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    return String(JSON.parse(atob(payload)).sub ?? "");
  } catch {
    return "";
  }
}
