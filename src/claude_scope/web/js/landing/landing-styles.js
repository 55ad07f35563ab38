// Loads the style sheet of the landing page.

import { styles } from "../styles.js";

await styles("landing.css");
