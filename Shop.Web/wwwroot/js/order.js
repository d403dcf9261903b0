// An order's page shows it anew when it has changed, and a checkout when it is come back to. Without this script it does so while it is being paid, and when it is loaded again.

// A browser may show the checkout again as it was left: what was bought meanwhile is no longer to be bought.
if (document.getElementById("place")) addEventListener("pageshow", event => event.persisted && location.reload());

const coming = document.querySelector("[data-order-reload]");
if (coming) setTimeout(() => location.reload(), Number(coming.dataset.orderReload));

const watched = document.querySelector("[data-order-events]");
if (watched) {
  const events = new EventSource(watched.dataset.orderEvents);
  const show = () => {
    events.close();
    location.reload();
  };
  // The first event says how it stands, which may be newer than the page; each further one is a change.
  events.addEventListener("state", event => JSON.parse(event.data).state !== watched.dataset.orderState && show());
  events.addEventListener("change", show);
  addEventListener("pagehide", () => events.close());
}
