// The formats of this browser's recorder: VP9 first, since it compresses screens best.

const FORMATS = [
  "video/webm;codecs=vp9",
  "video/webm;codecs=vp8",
  "video/webm",
  "video/mp4;codecs=avc1.640028",
  "video/mp4",
];

/** The best supported format; undefined if there is none. */
export function format() {
  return FORMATS.find((type) => MediaRecorder.isTypeSupported(type));
}

/** Why no tab can be recorded here, in words; empty if one can. */
export function whyNot() {
  if (!window.isSecureContext)
    return "Browsers let a page record only over https, or on localhost. Open this page that way, or choose a video file.";
  if (!navigator.mediaDevices?.getDisplayMedia || !window.MediaRecorder)
    return "This browser cannot record a tab; those of phones cannot. Record with a desktop browser, or choose a video file.";
  return format() ? "" : "This browser's recorder writes no WebM or MP4. Use another browser, or choose a video file.";
}

/** A file's name for its type. @param {string} mimeType */
export function fileName(mimeType) {
  return mimeType.startsWith("video/mp4") ? "recording.mp4" : "recording.webm";
}
