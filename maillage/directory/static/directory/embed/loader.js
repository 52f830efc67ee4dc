// The tag that another site pastes: <script src="…/embed.js" data-territoire="…" async></script>.
// It puts in its place a frame that grows with its content. No cookie, no style, no global.
(() => {
  const tag = document.currentScript;
  if (!tag) {
    return;
  }
  const { origin } = new URL(tag.src);
  const address = new URL("/embed/lieux/", origin);
  const { hauteur, titre, ...criteria } = tag.dataset;
  for (const [name, value] of Object.entries(criteria)) {
    address.searchParams.set(name, value);
  }
  const fixed = Number.parseInt(hauteur, 10);
  const frame = document.createElement("iframe");
  frame.src = address.href;
  frame.title = titre || "Lieux d’aide au numérique";
  frame.loading = "lazy";
  frame.referrerPolicy = "strict-origin";
  frame.style.inlineSize = "100%";
  frame.style.border = "0";
  frame.style.blockSize = `${fixed > 0 ? fixed : 640}px`;
  tag.replaceWith(frame);
  if (fixed > 0) {
    return;
  }
  addEventListener("message", (message) => {
    const height = message.data?.maillage?.height;
    const isOurs = message.source === frame.contentWindow && message.origin === origin;
    if (isOurs && height > 0 && height < 20000) {
      frame.style.blockSize = `${Math.ceil(height)}px`;
    }
  });
})();
