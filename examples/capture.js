// Runs inside the recorded page, before its own scripts: records this tab with getDisplayMedia and MediaRecorder, as
// the recorder of a web app does, returns the time on the recording's clock, and draws a pointer. A headless browser
// does not include the pointer in recordings, so this one follows the mouse events instead.

window.__capture = (() => {
  const chunks = [];
  let recorder;
  let pointer;
  let zero; // performance.now() when recorder.start() was called: time 0 of the video

  async function start({ mimeType, videoBitsPerSecond, frameRate }) {
    const stream = await navigator.mediaDevices.getDisplayMedia({
      preferCurrentTab: true,
      video: { width: { ideal: innerWidth }, height: { ideal: innerHeight }, frameRate },
      audio: false,
    });
    recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond });
    recorder.ondataavailable = (event) => chunks.push(event.data);
    tremble(800);
    await new Promise((resolve) => setTimeout(resolve, 300));
    zero = performance.now();
    recorder.start(1000); // milliseconds of video per chunk
  }

  const now = () => Math.round(performance.now() - zero);
  const frame = () => new Promise(requestAnimationFrame);

  // Waits until `condition` holds, no finite animation is running, and two more frames were drawn. Returns when it
  // first held and when the screen was still.
  async function settle(condition) {
    const holds = new Function(`return ${condition}`);
    while (!holds()) await frame();
    const changed = now();
    const ends = (animation) => animation.effect.getComputedTiming().endTime !== Infinity;
    await Promise.all(document.getAnimations().filter(ends).map((animation) => animation.finished));
    await frame();
    await frame();
    return [changed, now()];
  }

  async function stop() {
    const durationMs = now();
    await new Promise((stopped) => {
      recorder.onstop = stopped;
      recorder.stop();
    });
    recorder.stream.getTracks().forEach((track) => track.stop());
    const reader = new FileReader();
    await new Promise((loaded) => {
      reader.onload = loaded;
      reader.readAsDataURL(new Blob(chunks));
    });
    return { durationMs, base64: reader.result.split(",")[1] };
  }

  // Moves the pointer by a pixel in every drawn frame, as a hand does. While a page is still, the first picture reaches
  // the recorder about 70 ms after its start, and the zero of the video would be that much later than ours.
  async function tremble(forMs) {
    const end = performance.now() + forMs;
    for (let step = 0; performance.now() < end; step++) {
      pointer.style.marginLeft = `${step % 2}px`;
      await frame();
    }
  }

  function drawPointer() {
    pointer = document.createElement("div");
    pointer.popover = "manual"; // the top layer, so that dialogs do not cover it
    pointer.ariaHidden = "true";
    pointer.style = "all: unset; position: fixed; left: 0; top: 0; pointer-events: none; transform: translate(-99px, 0)";
    pointer.innerHTML = `<svg width="21" height="30" viewBox="0 0 14 20"><path d="M1 1v15l3.6-3.4 2.3 5.6 2.4-1-2.3-5.5H12z"
      fill="#000" stroke="#fff" stroke-width="1.3" stroke-linejoin="round"/></svg>`;
    document.documentElement.append(pointer);
    pointer.showPopover();
    addEventListener("mousemove", ({ clientX, clientY }) => {
      pointer.style.transform = `translate(${clientX}px, ${clientY}px)`;
    }, true);
    const raise = () => { // the last element added to the top layer is on top
      pointer.hidePopover();
      pointer.showPopover();
    };
    new MutationObserver(raise).observe(document.body, { subtree: true, attributeFilter: ["open"] });
  }
  addEventListener("DOMContentLoaded", drawPointer);

  return { start, stop, now, settle };
})();
