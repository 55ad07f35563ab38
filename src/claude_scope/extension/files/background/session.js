// What the service worker has to know after the browser has ended it: the recording under way, and what the web app asked for.

/** @typedef {{id: string, tab: number, tabs: number[], url: string, startedAt: number}} Recording `tabs` are the tab and the
 * windows that it opened */
/** @typedef {{title: string, notes: string, url: string, agentTarget: string, tab: number}} Waiting */

/** @returns {Promise<Recording | null>} */
export const recordingNow = async () => /** @type {any} */ ((await chrome.storage.session.get("recording")).recording ?? null);
/** @param {Recording | null} recording */
export const setRecording = (recording) => chrome.storage.session.set({ recording });

/** @returns {Promise<Waiting | null>} */
export const waitingNow = async () => /** @type {any} */ ((await chrome.storage.session.get("waiting")).waiting ?? null);
/** @param {Waiting | null} waiting */
export const setWaiting = (waiting) => chrome.storage.session.set({ waiting });
