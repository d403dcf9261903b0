// Shows a page of the shop where there is no connection, and does nothing else: no product, price or stock is ever kept.

const store = "offline", page = "/offline";

const keep = async () => {
  const cache = await caches.open(store);
  const answer = await fetch(page, { cache: "reload" });
  if (!answer.ok) throw new Error(`${page} is ${answer.status}`);
  const styles = [...(await answer.clone().text()).matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(match => match[1]);
  await cache.addAll(styles);
  await cache.put(page, answer);
  const kept = new Set([page, ...styles]);
  for (const request of await cache.keys())
    if (!kept.has(new URL(request.url).pathname)) await cache.delete(request);
};

const open = async event => {
  try {
    return await event.preloadResponse ?? await fetch(event.request);
  } catch {
    return await caches.match(page, { cacheName: store }) ?? Response.error();
  }
};

const style = async request => {
  try {
    return await fetch(request);
  } catch {
    return await caches.match(request, { cacheName: store }) ?? Response.error();
  }
};

addEventListener("install", event => event.waitUntil(keep().then(() => skipWaiting())));

// The page is asked for while the worker wakes, so that it makes none slower.
addEventListener("activate", event => event.waitUntil(Promise.all([registration.navigationPreload?.enable(), clients.claim()])));

addEventListener("message", event => event.data === "keep" && event.waitUntil(keep()));

addEventListener("fetch", event => {
  if (event.request.mode === "navigate" && event.request.method === "GET") event.respondWith(open(event));
  else if (event.request.destination === "style") event.respondWith(style(event.request));
});
