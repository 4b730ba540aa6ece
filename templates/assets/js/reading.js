// What readers need for reading on: the menu of marks, notes, their file, progress and the help on keys.

import { openHelp } from "./key-help.js";
import { openMarkMenu } from "./mark-menu.js";
import { marksFileControls } from "./marks-file.js";
import { showProgress } from "./progress.js";

export const reading = { marksFileControls, openHelp, openMarkMenu, showProgress };
