// The conversation: the focus goes to the heading of the turn. Everything else is plain links and
// forms; « Quitter vite » is in core/js/leave.js.

import { enhanceSpeech } from "./speech.js";

enhanceSpeech(document);

// A new turn begins at its heading, or at what must be corrected.
const start = document.getElementById("erreurs")
  ?? (location.search ? document.getElementById("tour") : null);
start?.focus();
