// Starts the recording of a document before its first element, in the recorder's own JavaScript world: the page finds
// nothing of it.
(config, parts) => {
  const port = parts.port(config);
  if (!port) return;
  if (location.protocol === "chrome-error:") return; // rrweb's snapshot crashes the renderer there
  const earlier = window[config.key];
  if (earlier?.document === document && !earlier.isStopped) return; // the script ran twice
  const begin = () => parts.recording(config, parts, port);
  if (location.href === "about:blank") parts.blank(config, parts, port, begin);
  else begin();
}
