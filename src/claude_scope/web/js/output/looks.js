// The looks of prompts: imported by the pages that show one, loaded once.

import { styles } from "../styles.js";

await styles("output.css");
