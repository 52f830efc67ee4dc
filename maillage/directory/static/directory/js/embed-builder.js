// Copy buttons of the page that builds the tag to paste (shown only when JavaScript runs).
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const status = document.getElementById(button.getAttribute("aria-describedby"));
    try {
      await navigator.clipboard.writeText(source.textContent);
      status.textContent = button.dataset.done;
    } catch {
      // Refused by the browser: select the text, so that the person copies it herself.
      getSelection().selectAllChildren(source);
      status.textContent = button.dataset.failed;
    }
  });
}
