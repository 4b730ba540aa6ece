// All that runs in a reader's browser. Pages are whole without it.

import { pageRead } from "./bar.js";
import { startCopying } from "./copying.js";
import { startFinding } from "./finding.js";
import { startMarking } from "./marking.js";
import { startMenu } from "./menu.js";

startCopying();
startFinding();
startMarking();
pageRead().then(startMenu);
