// The document that records (offscreen/), as the service worker sees it.

const PAGE = "offscreen/offscreen.html";

export const isOpen = async () => Boolean(chrome.offscreen) && (await chrome.runtime.getContexts({ contextTypes: [chrome.runtime.ContextType.OFFSCREEN_DOCUMENT] })).length > 0;

export async function open() {
  if (!chrome.offscreen) throw new Error("This browser cannot record yet: it has no offscreen documents. Use Chrome, Chromium or Edge.");
  if (await isOpen()) return;
  await chrome.offscreen.createDocument({ url: PAGE, reasons: [chrome.offscreen.Reason.DISPLAY_MEDIA], justification: "Records the picture of the tab." });
}

export const close = () => chrome.offscreen.closeDocument().catch(() => {});

/** @param {{do: string, [key: string]: unknown}} message */
export const ask = (message) => chrome.runtime.sendMessage({ to: "offscreen", ...message });
