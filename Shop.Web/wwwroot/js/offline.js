// Brings the service worker, which shows a page of its own where there is no connection. It keeps that page as it is read now: anew in another language or theme.

const key = "offline-page";

addEventListener("load", async () => {
  try {
    await navigator.serviceWorker?.register("/sw.js");
    const now = `${document.documentElement.lang} ${document.documentElement.dataset.theme}`;
    const { active } = await navigator.serviceWorker.ready;
    if (localStorage.getItem(key) === now) return;
    active.postMessage("keep");
    localStorage.setItem(key, now);
  } catch {
    // Where there can be none the browser's own page is shown.
  }
});
