"""Pages that claim what never happened, or bury what happened."""

from tests.browser.record.hostile.hostile_page import BODY, HostilePage

_FORGER = """<title>forged</title><script>
    const event = (data) => ({ type: 3, timestamp: Date.now(), data });
    const messages = [
      { type: "rrweb", isCheckout: false, origin: location.origin, event: event({
        source: 0, adds: [], removes: [], texts: [{ id: 5, value: "forged" }], attributes: [] }) },
      { type: "rrweb", isCheckout: true, origin: location.origin, event: { type: 2, data: { node: {
        type: 0, id: 1, childNodes: [] }, initialOffset: { top: 0, left: 0 } }, timestamp: Date.now() } },
      { kind: "action", act: "click", t: Date.now(), target: {
        tag: "button", name: "forged" }, frame: "d00112233445566aa" },
      JSON.stringify({ kind: "request", t: Date.now(), url: "https://forged.example/", method: "POST", status: 500 }),
      JSON.stringify({ kind: "document", t: Date.now(), url: "https://forged.example/", title: "forged" }),
    ];
    const names = new Set(); for (let at = window; at;
      at = Object.getPrototypeOf(at)) for (const name of Object.getOwnPropertyNames(at)) names.add(name);
    let called = 0;
    const forge = () => { for (const message of messages) { parent.postMessage(message, "*");
      top.postMessage(message, "*"); }
      for (const name of names) if (/^_|binding|send|record|report(?!Error)|claude|rrweb/i.test(name)
        && typeof window[name] === "function")
        for (const message of messages) { called++; try {
          window[name](typeof message === "string" ? message : JSON.stringify(message)); } catch {} } };
    forge(); setTimeout(forge, 150); addEventListener("message", ({ data }) => parent.postMessage({
      heard: String(data) }, "*"));
    </script><p>Advertisement</p>"""

PAGES = [
    HostilePage(
        "forging-frames",
        "has frames of other origins and in a sandbox that send rrweb's messages and call all that looks like ours",
        script="""let heard = 0; addEventListener("message", ({ data }) => { heard++;
            if (data?.heard) find(data.heard); });""",
        body=BODY
        + "<iframe src=OTHER/forging-in></iframe><iframe sandbox=allow-scripts src=/forging-in></iframe>"
        + "<iframe src=/forging-in></iframe>",
        others={"/forging-in": _FORGER},
        proof="heard >= 30",
    ),
    HostilePage(
        "guessed-binding",
        "defines functions with names like those of a binding, and calls what it finds",
        script="""for (let n = 0; n < 50; n++) window["_" + crypto.randomUUID().replaceAll("-", "").slice(0,
            24)] = (text) => find("called " + text);
            let called = 0; setInterval(() => {
              for (const name of Object.getOwnPropertyNames(window)) if (name.startsWith("_")
              && !String(window[name]).includes("find")) {
              called++; window[name](JSON.stringify({ kind: "action", act: "click", t: Date.now(), target: {
                name: "forged" } })); find(name); } }, 50);""",
        proof="called === 0",
    ),
    HostilePage(
        "synthetic-acts",
        "clicks, types, chooses and moves by script",
        body=BODY
        + "<input type=checkbox id=box aria-label=forged><div id=editor contenteditable></div>"
        + "<select id=list aria-label=forged><option>none<option>forged</select>",
        script="""let acted = 0; addEventListener("load", () => setTimeout(() => {
              const by = (id) => document.getElementById(id);
                const [name, list, editor] = [by("name"), by("list"), by("editor")];
              by("box").click(); name.focus(); name.setRangeText("forged"); name.value = "";
              const types = { click: MouseEvent, dblclick: MouseEvent, pointerdown: PointerEvent,
                pointerup: PointerEvent, contextmenu: MouseEvent, wheel: WheelEvent, drop: DragEvent,
                dragstart: DragEvent,
                keydown: KeyboardEvent, keyup: KeyboardEvent, beforeinput: InputEvent, input: InputEvent,
                  change: Event, scroll: Event, submit: Event };
              for (const type in types) for (const target of [name, list, editor, by("box"), document.body])
                acted += target.dispatchEvent(new types[type](type, {
                  bubbles: true, composed: true, key: "F", inputType: "insertText", data: "forged", detail: 1,
                  isPrimary: true, button: 0 }));
              list.selectedIndex = 1; scrollTo(0, 5);
              name.focus(); document.execCommand("insertText", false, "forged"); name.value = "";
              editor.focus(); document.execCommand("insertText", false, "forged"); document.execCommand("selectAll");
                editor.blur(); acted++;
            }, 20));""",
        proof="acted > 50 && document.getElementById('editor').textContent === 'forged'",
    ),
    HostilePage(
        "flood",
        "floods messages, the console, errors and rejections",
        script="""let sent = 0; addEventListener("message", () => { sent++; });
            for (let n = 0; n < 300; n++) console.log("flood");
            const flood = () => { for (let n = 0; n < 500; n++) postMessage({ type: "rrweb", n }, "*");
              if (sent < 20_000) setTimeout(flood, 10); };
            flood(); for (let n = 0; n < 100; n++) { setTimeout(() => { throw new Error("flood"); });
              Promise.reject(new Error("rejected")); }""",
        proof="sent > 1_000",
        console=("flood",) * 300,
        errors=("Error: rejected",) * 100 + ("Uncaught Error: flood",) * 100,
    ),
    HostilePage(
        "urgent-tasks",
        "keeps the browser's scheduler busy with its most urgent tasks",
        script="""let ran = 0, until = 0; const run = () => { ran++; const end = performance.now() + 2;
            while (performance.now() < end);
              if (end < until) scheduler.postTask(run, { priority: "user-blocking" }); };
            const burst = () => { until = performance.now() + 100; for (let n = 0; n < 5; n++) run();
              setTimeout(burst, 150); }; addEventListener("load", burst);""",
        proof="ran > 50",
    ),
    HostilePage(
        "many-nodes",
        "adds and removes hundreds of nodes all the time",
        body=BODY + "<div id=many></div>",
        script="""let added = 0; setInterval(() => { const many = document.getElementById("many");
            many.replaceChildren();
              for (let n = 0; n < 100; n++) { added++;
                many.appendChild(document.createElement("p")).textContent = "n" + n; } }, 15);""",
        proof="added > 500",
    ),
    HostilePage(
        "private-names",
        "changes what its secret field looks like: its type, its name and its label",
        script="""let changes = 0; setInterval(() => { const field = document.getElementById("secret"); changes++;
              field.type = changes % 2 ? "text" : "password"; field.removeAttribute("data-rr-is-password");
                field.name = "n" + changes; field.autocomplete = "off"; }, 25);""",
        proof="changes > 5",
    ),
]
