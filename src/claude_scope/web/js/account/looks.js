// The looks of signing in, profile, settings and models: imported by their pages, loaded once.

import { styles } from "../styles.js";

await styles("account.css");
