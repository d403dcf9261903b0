// Shows how far an import is, again and again until it is over. A failed look is no news; the next one may fare better.

const shown = document.getElementById("import");

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("import");
      if (now) {
        shown.replaceChildren(...now.childNodes);
        shown.dataset.again = now.dataset.again ?? "";
      }
    }
  } catch {
    // Away for a moment.
  }
  wait();
}

function wait() {
  if (shown.dataset.again) setTimeout(look, Number(shown.dataset.again));
}

wait();
