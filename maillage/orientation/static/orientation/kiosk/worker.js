// The service worker of a kiosk: its screens survive a cut of the network. The network first,
// for three seconds; then the copy, which says that it is one (data-stored on <html>).
const plan = self.BORNE;
const PREFIX = `borne ${plan.scope} `;
const CACHE = PREFIX + plan.version;
const files = new Set(plan.files);

// Copies are those of nobody: no cookie goes with the request.
async function keep(cache, address) {
  const response = await fetch(address, {
    cache: "no-store",
    credentials: "omit",
    headers: { "X-Borne": "reserve" },
  });
  if (!response.ok || response.redirected) {
    throw new Error(`${address}: ${response.status}`);
  }
  await cache.put(address, response);
}

async function keepAll(cache, addresses) {
  for (const address of addresses) {
    await keep(cache, address); // one at a time: a small server has others to answer
  }
}

function markOf(language) {
  return `${plan.scope}copies-du/${language}`;
}

async function keepLanguage(cache, language) {
  await keepAll(cache, plan.pages[language]);
  await cache.put(markOf(language), new Response(String(Date.now())));
}

async function refresh(language) {
  if (!plan.pages[language]) {
    return;
  }
  const cache = await caches.open(CACHE);
  const mark = await cache.match(markOf(language));
  const since = mark ? Date.now() - Number(await mark.text()) : Infinity;
  if (since >= plan.freshness) {
    await keepLanguage(cache, language);
  }
}

// Before this version answers: what every screen needs, the first screen of every language and
// all of the kiosk's own.
async function install() {
  if (!plan.version) {
    return;
  }
  const cache = await caches.open(CACHE);
  await keepAll(cache, [plan.home, ...plan.files]);
  for (const [language, pages] of Object.entries(plan.pages)) {
    await keepAll(cache, [pages[0], offlineOf(language)]);
  }
  await keepLanguage(cache, plan.first);
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) {
      await caches.delete(name);
    }
  }
  if (plan.version) {
    await self.clients.claim();
  } else {
    await self.registration.unregister();
  }
}

function offlineOf(language) {
  return `${plan.scope}${language}/${plan.offline}/`;
}

async function asStored(response) {
  const html = (await response.text()).replace("<html ", "<html data-stored ");
  return new Response(html, { headers: new Headers(response.headers) });
}

function patience() {
  return new Promise((resolve) => setTimeout(resolve, plan.patience));
}

async function screen(network, path) {
  const fresh = await Promise.race([network.catch(() => null), patience()]);
  if (fresh && fresh.status < 500) {
    return fresh;
  }
  const cache = await caches.open(CACHE);
  const language = path.slice(plan.scope.length).split("/")[0];
  const kept =
    (await cache.match(path)) ??
    (await cache.match(offlineOf(language))) ??
    (await cache.match(offlineOf(plan.first)));
  return kept ? asStored(kept) : network;
}

async function renew(network, path) {
  const response = await network;
  if (response.ok && !response.redirected) {
    const copy = response.clone();
    await (await caches.open(CACHE)).put(path, copy);
  }
}

async function file(request) {
  return (await caches.match(request, { cacheName: CACHE })) ?? fetch(request);
}

self.addEventListener("install", (event) => {
  event.waitUntil(install().then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  // Without the network the copies stay as they are.
  event.waitUntil(refresh(event.data.refresh).catch(() => null));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (!plan.version || request.method !== "GET" || origin !== self.location.origin) {
    return;
  }
  if (files.has(pathname)) {
    event.respondWith(file(request));
  } else if (pathname.startsWith(plan.scope) && pathname.endsWith("/")) {
    const network = fetch(request);
    event.waitUntil(renew(network, pathname).catch(() => null));
    event.respondWith(screen(network, pathname));
  }
});
