// What the visitor has looked at, fetched when the page is there. A product's page notes the product by the same request.

const place = document.querySelector("[data-viewed]");

const ask = async (method, body) => {
  try {
    const answer = await fetch(place.dataset.viewed, { method, body });
    return answer.status === 200 ? await answer.text() : "";
  } catch {
    return "";
  }
};

const show = strip => {
  place.innerHTML = strip;
  place.hidden = strip === "";
};

if (place) {
  const { product } = place.dataset;
  show(await (product ? ask("POST", new URLSearchParams({ product })) : ask("GET")));
  place.addEventListener("click", event => event.target.closest("[data-viewed-clear]") && (ask("DELETE"), show("")));
  // Back from a product by the browser's own way, the page is as it was left.
  addEventListener("pageshow", async event => event.persisted && !product && show(await ask("GET")));
}
