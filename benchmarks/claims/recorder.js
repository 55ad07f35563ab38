// Runs in its own tab: records another tab with getDisplayMedia and MediaRecorder, like a recorder in a web page.

window.__recorder = (() => {
  const chunks = [];
  let stream;
  let recorder;

  // The browser selects the tab by the title that it was given.
  async function choose(frameRate) {
    stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate }, audio: false });
  }

  // Returns the epoch time of video time 0.
  function start(options) {
    recorder = new MediaRecorder(stream, options);
    recorder.ondataavailable = (event) => chunks.push(event.data);
    const zero = performance.timeOrigin + performance.now();
    recorder.start(1000); // milliseconds of video per chunk
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
