"""Pages that look for traces of the recorder: in globals, natives, calls, the DOM, errors,
the console and resources."""

from tests.browser.record.hostile.hostile_page import BODY, HostilePage

_NAMES = """const names = (of) => { const all = new Set(); for (let at = of; at; at = Object.getPrototypeOf(at))
    for (const key of Reflect.ownKeys(at)) all.add(String(key)); return all; };
    const first = names(window);
    const own = /^(\\d+|own|first|look|names|timer|save|name|secret|other|state|event|frame|popups|trace)$/;
    const look = (view, where) => { try { for (const key of names(view))
      if (!first.has(key) && !own.test(key)) find(where + key); }
      catch {} };"""

PAGES = [
    HostilePage(
        "globals",
        "compares the names in window, document and more over time, and with those of a new frame",
        script=_NAMES
        + """const targets = [document, navigator, screen, location, history, performance, console,
            EventTarget.prototype];
            const before = targets.map((target) => names(target));
            const compare = () => { look(window, "window ");
              targets.forEach((target, n) => { for (const key of names(target))
              if (!before[n].has(key)) find(`${target} ${key}`); }); };
            const timer = setInterval(compare, 20);""",
        check="""compare(); { const frame = document.body.appendChild(document.createElement("iframe"));
            const there = names(frame.contentWindow); frame.remove();
            for (const key of first) if (!there.has(key)) find("only here: " + key); }""",
        proof="(document.trace = 1, compare(), findings !== '')",
    ),
    HostilePage(
        "globals-of-frames",
        "looks into all of its frames over time: blank, srcdoc, of its origin, and blank ones that it removes again",
        script=_NAMES
        + """const timer = setInterval(() => {
              for (let n = 0; n < frames.length; n++) look(frames[n], `frame ${n} `);
              const frame = document.createElement("iframe"); document.body.append(frame);
              look(frame.contentWindow, "new frame "); frame.remove();
            }, 30);""",
        body=BODY + "<iframe></iframe><iframe srcdoc='<p>In'></iframe><iframe src=/frame-in></iframe>",
        others={"/frame-in": "<p>Inner frame<input>"},
        proof="(frames[1].trace2 = 1, look(frames[1], ''), frames.length === 3 && findings !== '')",
    ),
    HostilePage(
        "globals-of-popups",
        "opens a blank window and another one, and looks into both over time",
        script=_NAMES
        + """const popups = []; let looked = 0;
            addEventListener("click", () => { popups.push(open("", "", "width=300,height=200"), open("/popup-in", "",
              "width=300,height=200"));
              popups[0].document.write("<p>Written"); popups.forEach((view) => look(view, "popup "));
                }, { once: true });
            const timer = setInterval(() => { looked++; popups.forEach((view, n) => look(view, `popup ${n} `)); }, 20);
""",
        others={"/popup-in": "<title>Popup</title><p>Popup<input>"},
        proof="(popups.forEach((view) => view.close()), looked > 5 && popups.length === 2)",
        popups=2,
    ),
    HostilePage(
        "hooked-natives",
        "hooks every method, getter and setter that there is, and notes each call",
        script="""isArmed = false; const names = Object.getOwnPropertyNames(window);
            const hook = (target, name, label) => {
              const found = Object.getOwnPropertyDescriptor(target, name);
              if (!found?.configurable || /^(constructor|eval|findings|Reflect)$/.test(name)) return;
              for (const part of ["get", "set", "value"]) {
                const native = found[part];
                if (typeof native !== "function" || (part === "value" && native.prototype)) continue;
                found[part] = { f(...given) { find(`${part} ${label}.${name}`);
                  return Reflect.apply(native, this, given); } }.f;
              }
              Object.defineProperty(target, name, found);
            };
            for (const name of names) {
              if (/^(Object|Function|Reflect|Proxy|Array|String)$/.test(name)) continue;
              const value = Object.getOwnPropertyDescriptor(window, name).value;
              if (typeof value !== "function" || !value.prototype) continue;
              for (const key of Object.getOwnPropertyNames(value.prototype)) hook(value.prototype, key, name);
            }
            for (const name of names) if (typeof Object.getOwnPropertyDescriptor(window, name).value === "function"
              && /^[a-z]/.test(name)) hook(window, name, "window");
            for (const name of ["stringify", "parse"]) hook(JSON, name, "JSON");
            hook(Date, "now", "Date"); hook(Array.prototype, "push", "Array"); hook(Array, "from", "Array");""",
        body=BODY + "<script>onload = () => { isArmed = true; }</script>",
        proof="(document.createElement('p').getAttribute('x'), findings.split('\\n').length > 2)",
    ),
    HostilePage(
        "texts-of-natives",
        "compares the texts of all natives with those in a new frame",
        script="""const toText = Function.prototype.toString;""",
        check="""{ const frame = document.body.appendChild(document.createElement("iframe")),
            there = frame.contentWindow;
            for (const name of Object.getOwnPropertyNames(there)) {
              const [a, b] = [window[name]?.prototype, there[name]?.prototype];
              if (!a || !b || typeof a !== "object") continue;
              for (const key of Object.getOwnPropertyNames(b)) for (const part of ["value", "get", "set"]) {
                const [mine, native] = [a, b].map((of) => Object.getOwnPropertyDescriptor(of, key)?.[part]);
                if (typeof native === "function" && (typeof mine !== "function"
                  || toText.call(mine) !== toText.call(native))) find(`${name}.${key}`);
                compared++;
              }
            } frame.remove(); }""",
        body=BODY + "<script>let compared = 0</script>",
        proof="compared > 5_000",
    ),
    HostilePage(
        "automation",
        "looks for a program that controls the browser",
        script="""if (navigator.webdriver) find("webdriver");
            if (!("webdriver" in navigator) || Object.getOwnPropertyNames(navigator).length) find("navigator");
            for (const name of [...Object.getOwnPropertyNames(window), ...Object.getOwnPropertyNames(document)])
              if (/cdc_|webdriver|selenium|playwright|puppeteer|phantom|nightmare|domAutomation|__\\w+__|^_[0-9a-f]/i
                .test(name)) find(name);
            const known = ["loadTimes", "csi", "app", "runtime", "webstore"];
            for (const name of Object.getOwnPropertyNames(window.chrome
              || {})) if (!known.includes(name)) find("chrome." + name);
            if (document.documentElement.getAttributeNames().length) find("attributes");""",
        check="{ const t = performance.now(); debugger; if (performance.now() - t > 100) find('debugger'); }",
        proof="typeof navigator.webdriver === 'boolean'",
    ),
    HostilePage(
        "worker",
        "looks for traces in a worker",
        script="""let told = 0;
            const source = `const names = () => { const all = new Set();
              for (let at = self; at; at = Object.getPrototypeOf(at))
                for (const key of Reflect.ownKeys(at)) all.add(String(key));
              return all; };
            const before = names(), error = new Error("e"); Object.defineProperty(error, "stack", { get() {
              postMessage("stack"); } });
            console.debug(error, Object.create(new Proxy({}, { ownKeys: () => (postMessage("ownKeys"), []) })));
            setTimeout(() => { for (const key of names()) if (!before.has(key)) postMessage(key); postMessage("");
              }, 150);`;
            new Worker(URL.createObjectURL(new Blob([source]))).onmessage = ({ data }) => { told++;
              if (data) find(data); };""",
        proof="told > 0",
        console=("Error: e {}",),
    ),
]
