// Loads the style sheet of everything that shows sessions, once.

import { styles } from "../styles.js";

await styles("sessions.css");
