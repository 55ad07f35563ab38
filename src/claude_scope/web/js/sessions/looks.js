// The looks of everything that shows sessions: imported by their pages, loaded once.

import { styles } from "../styles.js";

await styles("sessions.css");
