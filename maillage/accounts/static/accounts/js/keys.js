// Passkeys and security keys: asks the browser, puts its answer in the form, sends the form.
// Forms are marked data-key="create" or "get"; their options are in the JSON named by data-options.

function toBuffer(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

function toText(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

function withBuffers(publicKey) {
  const options = { ...publicKey, challenge: toBuffer(publicKey.challenge) };
  if (options.user) {
    options.user = { ...options.user, id: toBuffer(options.user.id) };
  }
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (options[list]) {
      options[list] = options[list].map((known) => ({ ...known, id: toBuffer(known.id) }));
    }
  }
  return options;
}

function asJson(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: toText(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) {
      answer[name] = toText(response[name]);
    }
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: answer,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(form) {
  const { publicKey } = JSON.parse(document.getElementById(form.dataset.options).textContent);
  const options = { publicKey: withBuffers(publicKey) };
  const credential = form.dataset.key === "create"
    ? await navigator.credentials.create(options)
    : await navigator.credentials.get(options);
  form.elements.credential.value = asJson(credential);
  form.submit();
}

for (const form of document.querySelectorAll("form[data-key]")) {
  const status = form.querySelector("[role=status]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!navigator.credentials || !window.PublicKeyCredential) {
      status.textContent = form.dataset.absent;
      return;
    }
    status.textContent = form.dataset.wait;
    ask(form).catch(() => {
      status.textContent = form.dataset.failed;
    });
  });
}
