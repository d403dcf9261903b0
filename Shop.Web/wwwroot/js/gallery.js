// A product's pictures: a small one moves the strip and nothing else of the page, and the one that is seen is marked. Without this script they are links into the strip.

const strip = document.querySelector("[data-gallery]");
if (strip) gallery(strip, [...strip.nextElementSibling.querySelectorAll("a")]);

function gallery(strip, links) {
  const pictures = [...strip.children];

  links.forEach((link, index) => link.addEventListener("click", event => {
    event.preventDefault();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    strip.scrollTo({ left: pictures[index].offsetLeft - strip.offsetLeft, behavior: calm ? "instant" : "smooth" });
  }));

  const seen = new IntersectionObserver(entries => {
    const shown = entries.find(entry => entry.isIntersecting);
    if (shown)
      links.forEach((link, index) => pictures[index] === shown.target ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
  }, { root: strip, threshold: 0.6 });
  pictures.forEach(picture => seen.observe(picture));
}
