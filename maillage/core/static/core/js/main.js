// Marks that JavaScript runs, and starts what the page asks for. Every page works without.
import { enhancePlaceFields } from "./place-field.js";
import { enhanceActions } from "./actions.js";
import { enhanceLeaving } from "./leave.js";

document.documentElement.classList.add("js");
enhancePlaceFields(document);
enhanceActions(document);
enhanceLeaving(document);
