// Draws the pointer into each page, since a headless browser does not include it in its recordings. It has the cursor
// shape of the page, and is in a closed shadow root: the DOM recorder sees an empty element that never changes.
(() => {
  if (window !== window.top) return;
  const SHAPES = {
    arrow: [14, 20, -1, -1, "M1 1v15l3.6-3.4 2.3 5.6 2.4-1-2.3-5.5H12z", "#000", "#fff"],
    hand: [18, 20, -6, -1, "M6 1.5c1.2 0 1.8.8 1.8 1.9v5l1.9.3 5.4 1.2c1 .3 1.5 1 1.4 2l-.6 4.2c-.3 1.7-1.2 2.6-2.9 2.6H8.3c-1 0-1.7-.4-2.3-1.2L1.6 12c-.6-.9-.3-1.9.6-2.2.7-.3 1.3 0 1.8.5L4.2 10.5V3.4c0-1.1.7-1.9 1.8-1.9z", "#fff", "#000"],
    beam: [9, 20, -4, -10, "M1 1h2.5q1 0 1 1v15q0 1-1 1H1M8 1H5.5q-1 0-1 1v15q0 1 1 1H8", "none", "#000"],
  };
  const SVG = "http://www.w3.org/2000/svg";
  const EDITABLE = "textarea, [contenteditable=''], [contenteditable=true], input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=reset], [type=file], [type=range], [type=color], [type=image])";

  const shapeAt = (element) => {
    const cursor = element ? getComputedStyle(element).cursor : "default";
    if (cursor === "pointer" || cursor === "grab") return "hand";
    if (cursor === "text") return "beam";
    if (cursor !== "auto") return "arrow";
    if (element.closest("a[href]")) return "hand";
    return element.closest(EDITABLE) ? "beam" : "arrow";
  };

  const draw = () => {
    const host = document.createElement("div");
    host.popover = "manual"; // the top layer, so that dialogs do not cover it
    host.ariaHidden = "true";
    host.style.cssText = "all: unset; position: fixed; inset: auto; left: 0; top: 0; width: 0; height: 0; overflow: visible; pointer-events: none";
    const root = host.attachShadow({ mode: "closed" });
    const svg = document.createElementNS(SVG, "svg");
    const path = document.createElementNS(SVG, "path");
    svg.append(path);
    svg.style.cssText = "position: absolute; display: block; overflow: visible; pointer-events: none; visibility: hidden";
    path.setAttribute("stroke-width", "1.2");
    path.setAttribute("stroke-linejoin", "round");
    root.append(svg);
    document.documentElement.append(host);
    host.showPopover();
    let shape = "";
    addEventListener("mousemove", (event) => {
      const { clientX, clientY } = event;
      const now = shapeAt(event.composedPath().find((target) => target instanceof Element));
      if (now !== shape) {
        shape = now;
        const [width, height, , , outline, fill, stroke] = SHAPES[shape];
        svg.setAttribute("width", width * 1.3);
        svg.setAttribute("height", height * 1.3);
        svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
        for (const [name, value] of Object.entries({ d: outline, fill, stroke })) path.setAttribute(name, value);
      }
      const [, , left, top] = SHAPES[shape];
      svg.style.visibility = "visible";
      svg.style.transform = `translate(${clientX + left * 1.3}px, ${clientY + top * 1.3}px)`;
    }, true);
    const raise = (event) => { // the last element added to the top layer is on top
      if (event.target === host) return;
      if (!host.isConnected) document.documentElement.append(host);
      host.hidePopover();
      host.showPopover();
    };
    addEventListener("toggle", raise, true);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", draw);
  else draw();
})();
