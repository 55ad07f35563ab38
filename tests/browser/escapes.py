"""Ways in which a page can make its browser contact an address from which it was not loaded.

Each is a page; `{http}`, `{https}`, `{ws}`, `{wss}`, `{host}`, `{ip}` and `{port}` stand for the forbidden server, and
`{name}` for its port at a name that resolves to it. Pages come from a secure context, so that workers are allowed.
"""

from __future__ import annotations

_GIF = "R0lGODlhAQABAAAAACw="


def script(code: str) -> str:
    return f"<!doctype html><p>page</p><script>{code}</script>"


WAYS: dict[str, str] = {
    # what a document loads by itself
    "img": "<img src='{http}'>",
    "img srcset": "<img srcset='{http} 2x, {http}?b 1x'>",
    "input image": "<input type=image src='{http}'>",
    "body background": "<body background='{http}'>",
    "script": "<script src='{http}'></script>",
    "module script": "<script type=module src='{http}'></script>",
    "stylesheet": "<link rel=stylesheet href='{http}'>",
    "css import": "<style>@import url('{http}');</style>",
    "css background": "<style>body {{ background: url('{http}') }}</style>",
    "css cursor": "<style>body {{ cursor: url('{http}'), auto }}</style><body style='height: 99vh'>",
    "css mask": "<style>p {{ mask-image: url('{http}') }}</style><p>masked</p>",
    "css content": "<style>p::before {{ content: url('{http}') }}</style><p>x</p>",
    "font": "<style>@font-face {{ font-family: f; src: url('{http}') }} p {{ font-family: f }}</style><p>text</p>",
    "video": "<video src='{http}' preload=auto></video>",
    "video poster": "<video poster='{http}'></video>",
    "audio": "<audio src='{http}' preload=auto></audio>",
    "track": "<video crossorigin src='data:video/webm;base64,GkXfo0AgQoaBAUL3gQFC8oEEQvOBCEKCQAR3ZWJt'>"
    "<track default src='{http}' kind=captions></video><script>document.querySelector('track').track.mode = 'showing'"
    "</script>",
    "object": "<object data='{http}'></object>",
    "embed": "<embed src='{http}'>",
    "svg image": "<svg><image href='{http}' width=9 height=9 /></svg>",
    "svg feimage": "<svg width=50 height=50><filter id=f><feImage href='{http}' /></filter>"
    "<rect width=50 height=50 filter='url(#f)' /></svg>",
    "iframe": "<iframe src='{http}'></iframe>",
    "iframe srcdoc": "<iframe srcdoc=\"<img src='{http}'>\"></iframe>",
    "iframe blob": script(
        "const f = document.createElement('iframe');"
        "f.src = URL.createObjectURL(new Blob([`<img src={http}>`], {{type: 'text/html'}})); document.body.append(f)"
    ),
    "iframe javascript": "<iframe src=\"javascript:'<img src={http}>'\"></iframe>",
    "frameset": "<frameset><frame src='{http}'></frameset>",
    # hints
    "prefetch": "<link rel=prefetch href='{http}'>",
    "preload": "<link rel=preload as=image href='{http}'>",
    "modulepreload": "<link rel=modulepreload href='{http}'>",
    "preconnect": "<link rel=preconnect href='{https}'>",
    "icon": "<link rel=icon href='{http}'>",
    "manifest": "<link rel=manifest href='{http}'>",
    "speculation rules": "<script type=speculationrules>"
    '{{"prefetch": [{{"source": "list", "urls": ["{http}"], "eagerness": "immediate"}}]}}</script>',
    # scripts
    "fetch": script("fetch('{http}', {{mode: 'no-cors'}})"),
    "fetch keepalive": script("fetch('{http}', {{mode: 'no-cors', keepalive: true, method: 'POST', body: 'x'}})"),
    "fetch tls": script("fetch('{https}', {{mode: 'no-cors'}})"),
    "xhr": script("const x = new XMLHttpRequest(); x.open('GET', '{http}'); x.send()"),
    "beacon": script("navigator.sendBeacon('{http}', 'x')"),
    "websocket": script("new WebSocket('{ws}')"),
    "websocket tls": script("new WebSocket('{wss}')"),
    "eventsource": script("new EventSource('{http}')"),
    "dynamic import": script("import('{http}')"),
    "import map": '<script type=importmap>{{"imports": {{"x": "{http}"}}}}</script>'
    "<script type=module>import 'x'</script>",
    "worker fetch": script("new Worker(URL.createObjectURL(new Blob([`fetch('{http}', {{mode: 'no-cors'}})`])))"),
    "worker importScripts": script("new Worker(URL.createObjectURL(new Blob([`importScripts('{http}')`])))"),
    "shared worker": script(
        "new SharedWorker(URL.createObjectURL(new Blob([`fetch('{http}', {{mode: 'no-cors'}})`])))"
    ),
    "service worker": script("navigator.serviceWorker.register('/sw-fetch.js?{port}', {{scope: '/none-{port}'}})"),
    "service worker import": script(
        "navigator.serviceWorker.register('/sw-import.js?{port}', {{scope: '/none-{port}'}})"
    ),
    "webrtc stun": script(
        "const c = new RTCPeerConnection({{iceServers: [{{urls: 'stun:{ip}:{port}'}}]}}); c.createDataChannel('x');"
        "c.createOffer().then((o) => c.setLocalDescription(o))"
    ),
    "webrtc turn": script(
        "const c = new RTCPeerConnection({{iceServers: [{{urls: 'turn:{ip}:{port}?transport=tcp',"
        " username: 'u', credential: 'p'}}]}}); c.createDataChannel('x');"
        "c.createOffer().then((o) => c.setLocalDescription(o))"
    ),
    "webtransport": script("new WebTransport('{https}')"),
    # navigations
    "form": "<form method=post action='{http}'><input name=a></form><script>document.forms[0].submit()</script>",
    "meta refresh": "<meta http-equiv=refresh content='0; url={http}'>",
    "location": script("location = '{http}'"),
    "window.open": script("window.open('{http}')"),
    "link blank": "<a target=_blank href='{http}'>x</a><script>document.links[0].click()</script>",
    "ping": "<a href='#x' ping='{http}'>x</a><script>document.links[0].click()</script>",
    "redirected img": "<img src='/redirect?{http}'>",
    "redirected page": "<meta http-equiv=refresh content='0; url=/redirect?{http}'>",
    "redirected worker": script("new Worker('/redirect?{http}')"),
    "csp report": "<meta http-equiv=refresh content='0; url=/csp?{http}'>",
    # other forms of the address
    "name": "<img src='http://{name}:{port}/'>",
    "name with a dot": "<img src='http://{name}.:{port}/'>",
    "localhost": "<img src='http://localhost:{port}/'>",
    "decimal": "<img src='http://2130706433:{port}/'>",
    "hexadecimal": "<img src='http://0x7f000001:{port}/'>",
    "octal": "<img src='http://0177.0.0.1:{port}/'>",
    "short": "<img src='http://127.1:{port}/'>",
    "all zeros": script("fetch('http://0.0.0.0:{port}/', {{mode: 'no-cors'}})"),
    "ipv6": "<img src='http://[::1]:{port}/'>",
    "ipv4 in ipv6": "<img src='http://[::ffff:127.0.0.1]:{port}/'>",
    "machine's own address": "<img src='http://{ip}:{port}/'>",
}

IN_A_TAB = {
    "machine's own address",
    "manifest",
    "speculation rules",
    "prefetch",
    "css cursor",
    "link blank",
    "window.open",
}
"""Ways that work only in a page in its own tab."""
ALONE = {"icon"}
"""Ways that work only in a page that does nothing else."""
PAGES = ("frames", "tab", *sorted(ALONE))
"""The pages that try every way: most side by side in iframes; those that need a tab, together in
one; and the others.
"""
