// Loads the style sheet of prompts, once.

import { styles } from "../styles.js";

await styles("output.css");
