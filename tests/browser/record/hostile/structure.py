"""Pages whose documents are hostile: names that shadow properties, documents that are replaced, and policies."""

from tests.browser.record.hostile.hostile_page import BODY, STYLE, HostilePage

_REWRITTEN = f"<title>NAME</title>{STYLE}{BODY}".replace("script>", "scr${''}ipt>")

PAGES = [
    HostilePage(
        "names-in-a-form",
        "has a form with a field for each property that a form, an element or a node has",
        body=f"""<form onsubmit="return false">{BODY}<span id=fields></span></form><script>
            const names = new Set(); for (const key in document.forms[0]) names.add(key);
            document.getElementById("fields").innerHTML = [...names].map((name) =>
              `<input type=hidden name="${{name}}">`).join("");</script>""",
        proof="document.forms[0].parentElement.type === 'hidden' && document.forms[0].nodeType.type === 'hidden'",
    ),
    HostilePage(
        "names-in-the-document",
        "has an image for each property that the document has",
        body=BODY
        + """<div id=images></div><script>
            { const images = document.getElementById("images"), all = [];
              for (const key in document) if (key !== "location"
                && !key.startsWith("on")) all.push(`<img name="${key}" alt="">`);
              images.innerHTML = all.join(""); }</script>""",
        proof="document.nodeType instanceof HTMLImageElement && document.querySelectorAll instanceof HTMLImageElement",
    ),
    HostilePage(
        "ids-of-globals",
        "has elements with the names of globals, of libraries and of module systems",
        body=BODY
        + """<form id=Zone><input name=__symbol__></form><div id=ids></div><script>
            { const ids = document.getElementById("ids"), all = ["exports", "module", "define", "require", "process",
              "rrweb", "rrwebRecord", "__rrMutationObserver", "event"];
              ids.innerHTML = [...Object.getOwnPropertyNames(window), ...all].filter((id) =>
                !document.getElementById(id)).map((id) => `<a id="${id}"></a><a name="${id}"></a>`).join("");
                }</script>""",
        proof="exports.nodeType === 1 && Zone.nodeType === 1",
    ),
    HostilePage(
        "opened-again",
        "opens its document anew after it was loaded",
        script=f"""let reopened = 0;
            addEventListener("load", () => {{
              document.open(); reopened++; document.write(`{_REWRITTEN}`); document.close(); }});""",
        proof="reopened > 0 && text.data.startsWith('changed')",
    ),
    HostilePage(
        "replaced-root",
        "replaces its root element again and again",
        script="""let replaced = 0; const renew = () => { replaced++; const root = document.createElement("html");
              root.append(...document.documentElement.childNodes);
                document.replaceChild(root, document.documentElement); };
            addEventListener("load", () => { renew(); renew(); }); addEventListener("mousemove", renew, true);""",
        proof="replaced > 2",
        late_ms=700,  # a new root is known from the next full snapshot
    ),
    HostilePage(
        "cloned-nodes",
        "replaces its body by a clone without listeners, again and again",
        script="""let cloned = 0; const clone = () => { cloned++; const body = document.body.cloneNode(true);
            document.body.replaceWith(body);
              body.querySelector("#save").onclick = change; body.querySelector("#state").replaceChildren(text);
                other = body.querySelector("#other"); };
            addEventListener("load", () => { clone(); clone(); setTimeout(clone, 30); });""",
        proof="cloned === 3 && text.isConnected",
    ),
    HostilePage(
        "shadow-roots",
        "has everything in shadow roots that scripts make, late and deep",
        body="""<a-host id=host></a-host><script>
            { let at = document.getElementById("host"); for (let n = 0; n < 5;
              n++) { const root = at.attachShadow({ mode: "open" }); root.append(at = document.createElement("div"));
              }
              const root = at.attachShadow({ mode: "open" });
                root.innerHTML = `<button id=save>Save NAME</button><input id=name aria-label=Name>
              <input id=secret type=password aria-label=Password><input id=other aria-label=Other>
              <p id=state></p>` + document.querySelector("style").outerHTML;
              root.getElementById("save").onclick = change; root.getElementById("state").append(text);
                other = root.getElementById("other"); }</script>""",
        proof="text.getRootNode().host.getRootNode() !== document",
    ),
    HostilePage(
        "policy-none",
        "has a policy that allows no source",
        headers={
            "Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
            "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
        },
        script="""let blocked = 0; addEventListener("securitypolicyviolation", ({ violatedDirective }) => {
              if (violatedDirective === "img-src") blocked++; else find(violatedDirective); });
            new Image().src = "/picture.png";""",
        proof="blocked === 1",
        console=(
            "Loading the image 'SITE/picture.png' violates the following Content Security Policy directive: "
            "\"default-src 'none'\". Note that 'img-src' was not explicitly set, so 'default-src' is used as a "
            "fallback. The action has been blocked.",
        ),
    ),
    HostilePage(
        "policy-sandbox",
        "is in a sandbox with an origin of its own",
        headers={"Content-Security-Policy": "sandbox allow-scripts"},
        proof="origin === 'null'",
    ),
    HostilePage(
        "trusted-types",
        "allows no string in the DOM and no policy",
        headers={"Content-Security-Policy": "require-trusted-types-for 'script'; trusted-types 'none'"},
        script="""addEventListener("securitypolicyviolation", ({
            violatedDirective, sample }) => find(violatedDirective + sample));""",
        proof="(() => { isArmed = false; try { document.body.innerHTML = 'x' } catch { return true } })()",
        console=("This document requires 'TrustedHTML' assignment. The action has been blocked.",),
    ),
    HostilePage(
        "isolated-origin",
        "is isolated from other origins, and forbids features",
        headers={
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Embedder-Policy": "require-corp",
            "Permissions-Policy": "unload=(), sync-xhr=(), fullscreen=()",
            "Document-Policy": "js-profiling",
        },
        proof="true",
    ),
]
