// Defines `Replay`: the events of one document in rrweb's replayer, where an event that throws does not affect others.
(() => {
  const FULL_SNAPSHOT = 2;
  const MOST_STARTS = 10;
  // With scripts off, the browser shows a canvas as its fallback content, which would take no space.
  const CANVAS = "canvas { display: inline-block; overflow: hidden; width: attr(width px, 300px); height: attr(height px, 150px); aspect-ratio: attr(width type(<number>), 300) / attr(height type(<number>), 150); }";
  // A page with smooth scrolling would still be scrolling when it is read.
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

  // The methods that the replayer calls with the data of an event, some of them only after it has caught up.
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
      // rrweb's virtual DOM copies and compares the whole page for each state. Little changes from one state to the next,
      // and changing the nodes one by one saves a quarter of the browser's time.
      globalThis.replayer = new CarefulReplayer(
        this.events,
        { root: document.body, mouseTail: false, showDebug: false, UNSAFE_replayCanvas: false, loadTimeout: 0, insertStyleRules: [CANVAS, AT_ONCE], useVirtualDom: false },
        this.broken,
      );
    }
    // Rebuilds the document as it was at an epoch time. If a full snapshot throws, starts again without it.
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
