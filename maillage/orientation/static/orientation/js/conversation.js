// The conversation: the focus goes to the heading of the turn, and a person in danger leaves
// without a page of ours behind her. Everything else is plain links and forms.

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
