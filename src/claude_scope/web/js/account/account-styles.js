// Loads the style sheet of sign-in, profile, settings and models, once.

import { styles } from "../styles.js";

await styles("account.css");
