// The ARIA tree of a frame.

import { useSignal } from "@preact/signals";
import { html } from "../html.js";
import { Find } from "../ui/find.js";
import { Tree } from "../ui/tree.js";
import { count } from "../ui/format.js";

const MANY = 30; // a tree that does not fit on one screen gets a search field

/** @param {{detail: import("./frame-model.js").FrameDetail, picked: import("./boxes.js").Marked, hovered: import("./boxes.js").Marked}} props */
export function Elements({ detail, picked, hovered }) {
  const goTo = useSignal(/** @type {{index: number} | null} */ (null));
  const rows = detail.tree;
  const heading = html`<h3 id="elements-title">Page structure <span class="soft">${detail.treeRows.toLocaleString("en")}</span></h3>`;
  if (!rows.length) {
    return html`${heading}<p class="soft">${detail.reader ? "Nothing was found on this frame." : "This frame could not be read; only its picture is known."}</p>`;
  }
  return html`<div class="elements-head">${heading}${rows.length > MANY && html`<${Find} rows=${rows} label="Find in the tree" goTo=${goTo} />`}</div>
    ${detail.treeRows > rows.length && html`<p class="hint">The first ${rows.length.toLocaleString("en")} of ${count(detail.treeRows, "node")}; the bundle has them all.</p>`}
    <${Tree} rows=${rows} label="Elements of this frame" picked=${picked} hovered=${hovered} goTo=${goTo} />`;
}
