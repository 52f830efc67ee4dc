// The conversation: the focus goes to the heading of the turn, and a person in danger leaves
// without this page behind her. Everything else is plain links and forms.

import { enhanceSpeech } from "./speech.js";

enhanceSpeech(document);

// A new turn begins at its heading, or at what must be corrected.
const start = document.getElementById("erreurs")
  ?? (location.search ? document.getElementById("tour") : null);
start?.focus();

for (const link of document.querySelectorAll("[data-quit]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });
}
