// An order's page shows it anew when it has changed, and a checkout when it is come back to. Without this script it does so while it is being paid, and when it is loaded again.

// A browser may show the checkout again as it was left: what was bought meanwhile is no longer to be bought.
if (document.getElementById("place")) addEventListener("pageshow", event => event.persisted && location.reload());

const coming = document.querySelector("[data-order-reload]");
if (coming) setTimeout(() => location.reload(), Number(coming.dataset.orderReload));

const watched = document.querySelector("[data-order-events]");
if (watched) {
  const events = new EventSource(watched.dataset.orderEvents);
  // What somebody is writing is not thrown away: they are told, and look when they like.
  const isWriting = () => document.querySelector("main details[open] form, main form:focus-within");
  const show = event => {
    const { state, steps, tracked } = JSON.parse(event.data);
    const { orderState, orderSteps, orderTracked } = watched.dataset;
    if (state === orderState && steps === Number(orderSteps) && tracked === Number(orderTracked)) return;
    events.close();
    if (isWriting()) document.querySelector("[data-order-stale]").hidden = false;
    else location.reload();
  };
  // The first event says how it stands, which may be newer than the page.
  events.addEventListener("state", show);
  events.addEventListener("change", show);
  addEventListener("pagehide", () => events.close());
}
