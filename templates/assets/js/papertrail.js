// All that runs in a reader's browser. Pages are whole without it.

import "./browse.js";
import { startCopying } from "./copying.js";
import { startFinding } from "./finding.js";
import { startMarking } from "./marking.js";

startCopying();
startFinding();
startMarking();
