// « Tout cocher »: one box that ticks all those of its form that bear a name, and follows them.
for (const all of document.querySelectorAll("[data-check-all]")) {
  const boxes = [...all.form.querySelectorAll(`input[type=checkbox][name="${all.dataset.checkAll}"]`)];
  const follow = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) {
      box.checked = all.checked;
    }
  });
  for (const box of boxes) {
    box.addEventListener("change", follow);
  }
  // The browser may have kept what was ticked before a reload.
  follow();
}
