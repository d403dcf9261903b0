// An order's page shows it anew when it has changed. Without this script it does so when it is loaded again.

const watched = document.querySelector("[data-order-events]");
if (watched) {
  const events = new EventSource(watched.dataset.orderEvents);
  // The first event says how it stands, which the page shows; each further one is a change.
  events.addEventListener("change", () => {
    events.close();
    location.reload();
  });
  addEventListener("pagehide", () => events.close());
}
