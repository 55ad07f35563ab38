"""Pages that replace natives, so that a recorder in their JavaScript world would go silent or say what they want."""

from tests.browser.record.hostile.hostile_page import HostilePage

PAGES = [
    HostilePage(
        "json",
        "replaces JSON's functions",
        script="""replace(JSON, "stringify", () => "forged"); replace(JSON, "parse", () => ({ kind: "forged" }));""",
        proof="JSON.stringify({}) === 'forged'",
    ),
    HostilePage(
        "to-json",
        "gives all values a toJSON",
        script="""for (const type of [Object, Array, String, Number, Boolean, Function, MouseEvent, Node])
            replace(type.prototype, "toJSON", () => "forged");""",
        proof="JSON.stringify([{}]) === '\"forged\"'",
    ),
    HostilePage(
        "listeners",
        "lets nobody listen, and turns every event into another one",
        script="""replace(EventTarget.prototype, "addEventListener removeEventListener dispatchEvent", () => {
            throw new Error("forged"); });
            replace(window, "addEventListener removeEventListener dispatchEvent", () => {});""",
        proof="addEventListener('click', () => {}) === undefined && !String(addEventListener).includes('native')",
    ),
    HostilePage(
        "clocks",
        "stops and moves all clocks",
        script="""const then = new Date(0); replace(Date, "now", () => 5);
            replace(Performance.prototype, "now", () => 5);
            replaceGetters(Performance.prototype, "timeOrigin timing", () => 5);
            replaceGetters(Event.prototype, "timeStamp", () => 5);
            replace(Date.prototype, "getTime valueOf toISOString", () => 5);
            replace(window, "Date", function () { return then; });""",
        proof="performance.now() === 5 && performance.timeOrigin === 5 && new Event('x').timeStamp === 5",
    ),
    HostilePage(
        "timers",
        "replaces all timers",
        script="""replace(window, "setTimeout setInterval requestAnimationFrame requestIdleCallback queueMicrotask",
            () => 0);
            replace(window, "clearTimeout clearInterval cancelAnimationFrame", () => {});
            if (window.Scheduler) replace(Scheduler.prototype, "postTask yield", () => Promise.reject(1));""",
        proof="setTimeout(() => {}) === 0",
    ),
    HostilePage(
        "cleared-timers",
        "clears every timer and animation frame that there can be, again and again",
        script="""const clear = () => { for (let id = 0; id < 3_000; id++) {
              clearTimeout(id); cancelAnimationFrame(id); cancelIdleCallback(id); } };
            clear(); const channel = new MessageChannel(); let rounds = 0;
            channel.port1.onmessage = () => { clear(); rounds++; later(); };
            const later = () => scheduler.postTask(() => channel.port2.postMessage(0), { delay: 5 });
            later();""",
        proof="rounds > 10",
    ),
    HostilePage(
        "timer-ids",
        "counts the ids of timers and animation frames that it did not ask for",
        script="""const next = { timer: 0, frame: 0, idle: 0 };
            const ask = () => {
              const ids = { timer: setTimeout(() => {}, 1e6), frame: requestAnimationFrame(() => {}),
                idle: requestIdleCallback(() => {}) };
              for (const name in ids) if (next[name]
                && ids[name] !== next[name]) find(`${name} ${next[name]} ${ids[name]}`);
              for (const name in ids) next[name] = ids[name] + 1;
            };
            ask(); const rounds = new MessageChannel(); let asked = 0;
            rounds.port1.onmessage = () => { ask(); if (++asked < 2_000) scheduler.postTask(() =>
              rounds.port2.postMessage(0), { delay: 5 }); };
            rounds.port2.postMessage(0);""",
        check="ask()",
        proof="asked > 10 && (setTimeout(() => {}), ask(), findings !== '')",
    ),
    HostilePage(
        "mutation-observer",
        "replaces all observers",
        script="""for (const name of ["MutationObserver", "ResizeObserver", "IntersectionObserver",
            "PerformanceObserver"]) {
              for (const what of ["observe", "disconnect", "takeRecords",
                "unobserve"]) replace(window[name].prototype, what, () => []);
              replace(window, name, class { observe() {} disconnect() {} takeRecords() { return []; } });
            }""",
        proof="!String(MutationObserver).includes('native')",
    ),
    HostilePage(
        "promises",
        "breaks promises and proxies",
        script="""replace(Promise.prototype, "then catch finally", () => { throw new Error("forged"); });
            replace(window, "Promise Proxy Reflect WeakRef FinalizationRegistry", function () {
              throw new Error("forged"); });""",
        proof="Promise === Reflect",
    ),
    HostilePage(
        "proxied-window",
        "puts proxies in the place of what window gives",
        script="""const forged = new Proxy(function () {}, {
            get: () => forged, has: () => true, apply: () => forged, construct: () => forged });
            for (const name of Object.getOwnPropertyNames(window)) {
              const found = Object.getOwnPropertyDescriptor(window, name);
              if (found.configurable && !/^(onclick|Object|Runtime)$/.test(name)) { try {
                replaceGetters(window, name, () => forged); } catch {} }
            }""",
        proof="Map === forged && parent === forged && performance === forged",
    ),
    HostilePage(
        "function-prototype",
        "replaces call, apply, bind and the iterators",
        script="""replace(Function.prototype, "call apply bind toString", () => "forged");
            for (const type of [Array, String, Map, Set, NodeList]) replace(type.prototype, "entries", () => []);
            for (const type of [Array, String, Map, Set, NodeList]) Object.defineProperty(type.prototype,
              Symbol.iterator, { value: () => ({ next: () => ({ done: true }) }) });""",
        proof="[...'abc'].length === 0 && find.call() === 'forged'",
    ),
    HostilePage(
        "collections",
        "replaces the methods of arrays, maps, sets, strings, numbers and expressions",
        script="""for (const type of [Array, Map, Set, WeakMap, WeakSet, String, Number, RegExp, Object]) {
              for (const name of Object.getOwnPropertyNames(type.prototype)) {
                if (name !== "constructor" && name !== "split"
                  && typeof Object.getOwnPropertyDescriptor(type.prototype, name).value === "function")
                  replace(type.prototype, name, () => undefined);
              }
            }""",
        proof="[].push(1) === undefined && new Map().get(1) === undefined",
    ),
    HostilePage(
        "node-getters",
        "replaces what nodes say about themselves",
        script="""for (const type of [Node, Element, HTMLElement, Document, ShadowRoot, HTMLInputElement,
            HTMLButtonElement, CharacterData]) {
              for (const name of Object.getOwnPropertyNames(type.prototype)) {
                const found = Object.getOwnPropertyDescriptor(type.prototype, name);
                if (!found.configurable
                  || /^(constructor|data|value|getElementById|appendChild|on\\w+)$/.test(name)) continue;
                if (found.get) replaceGetters(type.prototype, name, () => "forged");
                else if (typeof found.value === "function") replace(type.prototype, name, () => null);
              }
            }""",
        proof="document.body === 'forged' && text.parentNode === 'forged'",
    ),
    HostilePage(
        "event-getters",
        "makes events untrusted, nameless and without a target",
        script="""for (const type of [Event, UIEvent, MouseEvent, PointerEvent, KeyboardEvent, InputEvent]) {
              for (const name of Object.getOwnPropertyNames(type.prototype)) {
                const found = Object.getOwnPropertyDescriptor(type.prototype, name);
                if (found.get && found.configurable) replaceGetters(type.prototype, name, () => null);
                else if (name !== "constructor" && found.configurable && found.value?.call) replace(type.prototype,
                  name, () => []);
              }
            }
            addEventListener("click", (event) => { try { Object.defineProperty(event, "isTrusted", { value: false });
              } catch {}
              Object.defineProperty(event, "target", { value: null }); seen = event.target; }, true); let seen = 0;""",
        proof="seen === null",
    ),
    HostilePage(
        "deleted-window",
        "deletes the properties of window and document",
        script="""for (const of of [window, Document.prototype, Node.prototype, Event.prototype,
            HTMLElement.prototype, History.prototype]) {
              for (const name of Object.getOwnPropertyNames(of)) {
                if (!/^(Object|getElementById|appendChild|onclick|data)$/.test(name)) { try { delete of[name];
                  } catch {} }
              }
            }""",
        proof="typeof setTimeout === 'undefined' && document.body === undefined",
    ),
    HostilePage(
        "stopped-events",
        "stops every event in window before anybody else gets it",
        script="""let stopped = 0;
            for (const name in window) if (name.startsWith("on")) addEventListener(name.slice(2), (event) => {
              if (event.type === "click") change(); stopped++; event.stopImmediatePropagation(); }, true);""",
        proof="stopped > 10",
    ),
    HostilePage(
        "busy",
        "has a debugger statement, endless microtasks and long tasks",
        script="""let rounds = 0; const busy = () => { const until = performance.now() + 60;
              const spin = () => { rounds++; debugger; if (performance.now() < until) Promise.resolve().then(spin); };
              spin(); setTimeout(busy, 30); };
            busy();""",
        proof="rounds > 1_000",
    ),
]
