"""Pages that look for effects of the recorder: in the DOM, errors, the console, events, resources and storage."""

from tests.browser.record.hostile.hostile_page import BODY, HostilePage

PAGES = [
    HostilePage(
        "observed-dom",
        "observes every change of its DOM, its attributes, style sheets and layers",
        script="""let noted = 0; const watch = new MutationObserver((records) => { for (const record of records) {
              if (!done) { noted++; continue; }
              if (record.target !== text) find(`${record.type} ${record.target.nodeName} ${record.attributeName}`);
                } });
            let done = false; watch.observe(document, { subtree: true, childList: true, attributes: true,
              characterData: true });
            let count = 0, places = "";
            const where = () => { let all = ""; for (let x = 5; x < innerWidth; x += 80) for (let y = 5;
              y < innerHeight; y += 60)
              all += document.elementsFromPoint(x, y).map((element) => element.id || element.nodeName) + ";";
                return all; };
            onload = () => { done = true; count = document.querySelectorAll("*").length; places = where(); };""",
        check="""if (document.querySelectorAll("*").length !== count) find("elements");
            if (where() !== places) find("elementsFromPoint");
            if (document.styleSheets.length !== 1 || document.adoptedStyleSheets.length) find("sheets");
            if (document.querySelector(":popover-open, :modal, iframe, [data-rr-is-password]")) find("layers");
            if (document.getAnimations().length || getSelection().rangeCount > 1) find("animations");
            if (/claude|rrweb|data-|_[0-9a-f]{24}/.test(document.body.outerHTML)) find("html");""",
        proof="""noted > 5 && places.includes("name,") && (document.body.title = "x",
            watch.takeRecords().length === 1)""",
    ),
    HostilePage(
        "custom-elements",
        "has elements that notice each attribute, move and reaction",
        script="""customElements.define("a-b", class extends HTMLElement {
            static observedAttributes = ["data-rr-is-password", "class", "style", "id",
            "data-claude-scope-popover-open"];
              attributeChangedCallback(name) { find("attribute " + name); } disconnectedCallback() { find("gone");
                } adoptedCallback() { find("adopted"); }
              get value() { find("value"); return ""; } get shadowRoot() { find("shadowRoot"); return null;
                } get tagName() { find("tagName"); return "A-B"; }
              get attributes() { find("attributes"); return null; } get childNodes() { find("childNodes"); return [];
                } });""",
        body=BODY + "<a-b popover>In</a-b>",
        proof="""(document.querySelector("a-b").setAttribute("class", "x"), findings === "attribute class\\n")""",
    ),
    HostilePage(
        "errors",
        "looks at all errors, rejections, reports and stacks",
        script="""for (const name of ["error", "unhandledrejection", "rejectionhandled", "securitypolicyviolation",
            "messageerror"])
              addEventListener(name, (event) =>
                find(`${name} ${event.message || event.reason || event.violatedDirective}`), true);
            let reports = 0, stacks = 0;
            new ReportingObserver((all) => {
              for (const report of all) find(`${report.type} ${report.body?.message || report.body?.id}`);
              }, { buffered: true }).observe();
            Error.stackTraceLimit = 100;
            Error.prepareStackTrace = (error, sites) => { for (const site of sites) { stacks++;
              const file = site.getFileName() || site.getScriptNameOrSourceURL?.() || "";
                if (file && !file.startsWith(location.origin)) find("stack " + file);
              if (!file && !site.isNative()) find("stack of " + site.getFunctionName()); } return "text"; };
            for (const name of ["click", "pointerdown", "input", "keydown", "focusin"]) addEventListener(name, () =>
              new Error("x").stack, true);
            setInterval(() => new Error("x").stack, 20);""",
        proof="stacks > 20",
    ),
    HostilePage(
        "console-getters",
        "logs objects that notice when an inspector reads them; what the console itself reads is not counted",
        script="""const trap = (name) => ({ get: (of, key) => {
            if (key !== Symbol.toStringTag) find(`${name} get ${String(key)}`); return of[key]; },
              ownKeys: (of) => { find(name + " ownKeys"); return Reflect.ownKeys(of); },
              getPrototypeOf: (of) => { find(name + " getPrototypeOf"); return Reflect.getPrototypeOf(of); },
              getOwnPropertyDescriptor: (of, key) => { find(`${name} descriptor ${String(key)}`);
                return Reflect.getOwnPropertyDescriptor(of, key); },
              has: (of, key) => { find(`${name} has ${String(key)}`); return key in of; } });
            const seen = (name) => ({ get() { find("get " + name); return name;
              }, enumerable: true, configurable: true });
            const log = () => {
              const error = new Error("e"); Object.defineProperty(error, "stack", seen("stack"));
              Object.defineProperty(error, "cause", seen("cause"));
              const element = document.createElement("p"); Object.defineProperty(element, "id", seen("id"));
              const typed = new (class A { static get name() { find("class name"); return "A";
                } get [Symbol.toPrimitive]() { find("toPrimitive"); } })();
              const proxied = new Proxy({ a: 1 }, trap("proxy"));
              const inherited = Object.create(new Proxy({}, trap("prototype")));
              for (const value of [error, element, typed, proxied, inherited, new Map([[proxied, proxied]]),
                Object.defineProperty({}, "x", seen("x"))])
                for (const method of ["log", "debug", "info", "dir", "dirxml"]) console[method](value);
              console.table([inherited]); console.groupEnd(inherited); console.groupEnd(error);
                console.trace(inherited);
            };
            try { log(); } catch (error) { find(String(error)); }""",
        proof="(Object.create(new Proxy({}, trap('proof'))).x, findings !== '')",
        console=(
            *(text for text in ("Error: e", "p", "A", "Proxy(Object)", "{}", "Map(1)", "{x: }") for _ in range(5)),
            *("[Object]", "{}"),
        ),
    ),
    HostilePage(
        "resources",
        "looks for resources, marks, long frames and long tasks that are not its own",
        script="""let entries = 0; const note = (entry) => { entries++;
              const { name, entryType } = entry;
              if (/^(mark|measure|resource)$/.test(entryType)
                && !name.startsWith(location.origin)) find(`${entryType} ${name}`);
              for (const { invoker, sourceURL } of entry.scripts || [])
                if (!sourceURL.startsWith(location.origin)) find(`script ${invoker} ${sourceURL}`);
              for (const { containerType, containerName } of entry.attribution
                || []) if (containerType !== "window") find(`task ${containerType} ${containerName}`); };
            new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
              entryTypes: PerformanceObserver.supportedEntryTypes });
            const slow = () => { const until = performance.now() + 60; while (performance.now() < until); };
            setTimeout(slow, 50);""",
        check="performance.getEntries().forEach(note)",
        proof="entries > 5 && performance.getEntriesByType('navigation').length === 1",
    ),
    HostilePage(
        "events",
        "listens to all types of events for those that no user and no page caused, and to messages",
        script="""let heard = 0; const types = new Set(["rrweb", "message", "storage", "hashchange", "popstate"]);
            for (const of of [window, document, HTMLElement.prototype])
              for (const name in of) if (name.startsWith("on")) types.add(name.slice(2));
            const uncaused = new RegExp("^(message|storage|hashchange|popstate|blur|visibilitychange|pagehide|freeze|"
              + "beforeunload|copy|resize|beforeprint|fullscreenchange)$");
            for (const type of types) addEventListener(type, (event) => { heard++;
              if (!event.isTrusted) find("untrusted " + event.type);
              if (event.target === window && uncaused.test(event.type)) find(event.type); }, true);
            const dispatch = EventTarget.prototype.dispatchEvent;
            EventTarget.prototype.dispatchEvent = function (event) { find("dispatchEvent " + event.type);
              return dispatch.call(this, event); };
            const length = history.length;""",
        check="if (history.length !== length || history.state) find('history')",
        proof="heard > 20",
    ),
    HostilePage(
        "storage",
        "looks for what a recorder could store: cookies, storage, databases, caches, workers, names",
        script="""let looked = 0; const find2 = (what, found) => { looked++; if (found) find(what); };
            addEventListener("load", async () => {
              find2("cookies", document.cookie); find2("local", localStorage.length);
                find2("session", sessionStorage.length); find2("name", window.name);
              find2("databases", (await indexedDB.databases()).length); find2("caches", (await caches.keys()).length);
              find2("workers", (await navigator.serviceWorker.getRegistrations()).length);
              find2("locks", (await navigator.locks.query()).held.length);
              find2("root", await (await navigator.storage.getDirectory()).keys().next().then(({ value }) => value));
            });""",
        proof="looked === 9",
    ),
    HostilePage(
        "leaving",
        "counts what happens while a frame of it leaves",
        script="""let left = ""; window.report = (counts) => { left = counts;
            if (counts !== "beforeunload 1 pagehide 1 visibilitychange 1 unload 1 ") find(counts); };""",
        body=BODY + "<iframe src=/leaving-in></iframe>",
        others={
            "/leaving-in": """<script>const counts = {}; onload = () => setTimeout(() => {
            location.href = "/leaving-then"; }, 100);
                for (const name of ["beforeunload", "pagehide", "visibilitychange", "unload",
                  "freeze"]) (name === "visibilitychange" ? document : window)
                  .addEventListener(name, () => { counts[name] = (counts[name] || 0) + 1; let text = "";
                    for (const key in counts) text += `${key} ${counts[key]} `;
                    parent.counted = text; });</script>""",
            "/leaving-then": "<script>parent.report(parent.counted); delete parent.counted</script>",
        },
        proof="left !== ''",
    ),
]
