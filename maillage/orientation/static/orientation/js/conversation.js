// The conversation: the focus goes to the heading of the turn, and a person in danger leaves
// without this page behind her. Everything else is plain links and forms.

import { enhanceSpeech } from "./speech.js";

enhanceSpeech(document);

const heading = document.getElementById("tour");
if (heading && location.hash === "#tour") {
  heading.focus();
}

for (const link of document.querySelectorAll("[data-quit]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });
}
