// Reads a part of the page aloud with the voices of the device: a button [data-speak] names the
// part (its id) and stays hidden when no voice speaks the language of the page. Each block is
// read in its own language: names of places are French on a page in Turkish.
const synth = globalThis.speechSynthesis;
let reading = null;

function primary(tag) {
  return tag.toLowerCase().replace("_", "-").split("-")[0];
}

function voiceFor(language) {
  const known = synth.getVoices().filter((voice) => primary(voice.lang) === primary(language));
  // A voice of the device also speaks without the network.
  return known.find((voice) => voice.localService) ?? known[0];
}

function languageOf(node) {
  return node.parentElement.closest("[lang]")?.lang ?? document.documentElement.lang;
}

// [{words, language}], one for each run of text in one language inside one block.
export function sentencesOf(part) {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  const found = [];
  let block = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = node.textContent.replace(/\s+/g, " ").trim();
    if (!words || node.parentElement.closest("svg") || !node.parentElement.checkVisibility()) {
      continue;
    }
    const language = languageOf(node);
    const own = node.parentElement.closest("p, li, h1, h2, h3, address");
    const last = found.at(-1);
    if (last && own === block && last.language === language) {
      last.words += ` ${words}`;
    } else {
      found.push({ words, language });
    }
    block = own;
  }
  return found;
}

export function isSpeaking() {
  return reading !== null;
}

export function stopSpeech() {
  if (reading) {
    const { button, words } = reading;
    reading = null;
    synth.cancel();
    button.querySelector("span").textContent = words;
  }
}

function read(button) {
  const part = document.getElementById(button.dataset.speak);
  const label = button.querySelector("span");
  reading = { button, words: label.textContent };
  const mine = reading;
  label.textContent = button.dataset.stopWords;
  const said = sentencesOf(part).map(({ words, language }) => {
    const spoken = new SpeechSynthesisUtterance(words);
    spoken.lang = language;
    spoken.voice = voiceFor(language) ?? null;
    spoken.rate = 0.9;
    return spoken;
  });
  const end = () => reading === mine && stopSpeech();
  said.forEach((spoken) => spoken.addEventListener("error", end));
  said.at(-1)?.addEventListener("end", end);
  synth.cancel();
  said.forEach((spoken) => synth.speak(spoken));
}

function show(root) {
  const isOffered = Boolean(voiceFor(document.documentElement.lang));
  for (const button of root.querySelectorAll("[data-speak]")) {
    button.hidden = !isOffered;
  }
}

export function enhanceSpeech(root) {
  if (!synth) {
    return;
  }
  show(root);
  // Browsers give their voices late.
  synth.addEventListener?.("voiceschanged", () => show(root), { once: true });
  for (const button of root.querySelectorAll("[data-speak]")) {
    button.addEventListener("click", () => (reading ? stopSpeech() : read(button)));
  }
}
