// Markup in template literals: htm (https://github.com/developit/htm) over Preact. Text in it is only ever text.

import htm from "htm";
import { h } from "preact";

export const html = htm.bind(h);
