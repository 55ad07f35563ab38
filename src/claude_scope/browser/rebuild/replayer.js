// Defines `Replay`: the events of one document in rrweb's replayer, where an event that throws is lost alone.
(() => {
  const FULL_SNAPSHOT = 2;
  const MOST_STARTS = 10;
  // Where scripts are off, a canvas is only its fallback content, and would take no room.
  const CANVAS = "canvas { display: inline-block; overflow: hidden; width: attr(width px, 300px); height: attr(height px, 150px); aspect-ratio: attr(width type(<number>), 300) / attr(height type(<number>), 150); }";
  // A page that scrolls smoothly would still be on its way when it is read.
  const AT_ONCE = "* { scroll-behavior: auto !important; }";

  class CarefulReplayer extends rrwebReplay.Replayer {
    constructor(events, config, broken) {
      super(events, config);
      this.broken = broken; // the data of the events that threw
    }
    attempt(data, work) {
      try {
        work();
      } catch {
        this.broken.add(data);
      }
    }
    applyIncremental(event, isSync) {
      this.attempt(event.data, () => super.applyIncremental(event, isSync));
    }
    rebuildFullSnapshot(event, isSync) {
      this.attempt(event.data, () => super.rebuildFullSnapshot(event, isSync));
    }
  }

  // What it calls with the data of an event, some of it when it has caught up.
  for (const name of ["applyMutation", "applyScroll", "applyInput", "applySelection", "applyStyleSheetMutation", "applyAdoptedStyleSheet"]) {
    const apply = rrwebReplay.Replayer.prototype[name];
    CarefulReplayer.prototype[name] = function (data, ...given) {
      this.attempt(data, () => apply.call(this, data, ...given));
    };
  }

  class Replay {
    constructor(events, broken) {
      this.events = events;
      this.broken = broken;
      this.start();
    }
    start() {
      this.events = this.events.filter((event) => event.type !== FULL_SNAPSHOT || !this.broken.has(event.data));
      this.snapshots = this.events.filter((event) => event.type === FULL_SNAPSHOT).map((event) => event.timestamp);
      if (!this.snapshots.length) throw new Error("its DOM has no full snapshot that can be rebuilt");
      globalThis.replayer?.destroy();
      document.body.replaceChildren();
      // Its virtual DOM is a copy of the whole page, made and compared for each state: from one state to the next, little
      // changes, and to change that one by one takes a quarter of the browser's time less.
      globalThis.replayer = new CarefulReplayer(
        this.events,
        { root: document.body, mouseTail: false, showDebug: false, UNSAFE_replayCanvas: false, loadTimeout: 0, insertStyleRules: [CANVAS, AT_ONCE], useVirtualDom: false },
        this.broken,
      );
    }
    // Rebuilds the document as it was at an epoch time. Starts again without a full snapshot that threw.
    seek(time) {
      for (let starts = 0; starts < MOST_STARTS; starts++) {
        replayer.pause(Math.max(0, time - this.events[0].timestamp));
        if (!this.events.some((event) => event.type === FULL_SNAPSHOT && this.broken.has(event.data))) return;
        this.start();
      }
      throw new Error("its DOM cannot be replayed");
    }
  }
  globalThis.Replay = Replay;
})();
