// Runs in a tab of its own: records another tab with getDisplayMedia and MediaRecorder, as a recorder in a page does.

window.__recorder = (() => {
  const chunks = [];
  let stream;
  let recorder;

  // Which tab it gets is up to the browser, which was told a title.
  async function choose(frameRate) {
    stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate }, audio: false });
  }

  // Answers with the time 0 of the video, on the epoch's clock.
  function start(options) {
    recorder = new MediaRecorder(stream, options);
    recorder.ondataavailable = (event) => chunks.push(event.data);
    const zero = performance.timeOrigin + performance.now();
    recorder.start(1000); // milliseconds of video in one chunk
    return zero;
  }

  async function stop() {
    await new Promise((stopped) => {
      recorder.onstop = stopped;
      recorder.stop();
    });
    stream.getTracks().forEach((track) => track.stop());
    const reader = new FileReader();
    await new Promise((loaded) => {
      reader.onload = loaded;
      reader.readAsDataURL(new Blob(chunks));
    });
    return reader.result.split(",")[1];
  }

  return { choose, start, stop };
})();
