// Suggestions below the search field, after the combobox pattern of ARIA's authoring practices. Without this script the form works as it is.

const pause = 120; // milliseconds without a key, before asking

const field = document.querySelector("[data-suggestions]");
if (field) combobox(field);

function combobox(field) {
  const list = Object.assign(document.createElement("div"), { id: "suggestions", className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.placeholder);
  const status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  status.setAttribute("role", "status");
  field.form.append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }))
    field.setAttribute(name, value);

  let options = [], active = -1, timer, request;

  const close = () => {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    activate(-1);
  };

  const activate = index => {
    options[active]?.removeAttribute("aria-selected");
    active = index;
    const option = options[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    option ? field.setAttribute("aria-activedescendant", option.id) : field.removeAttribute("aria-activedescendant");
  };

  const show = found => {
    options = [];
    active = -1;
    field.removeAttribute("aria-activedescendant");
    list.replaceChildren(...[
      group(field.dataset.categories, found.categories.map(category => option(`/categories/${encodeURIComponent(category.slug)}`, category.name))),
      group(field.dataset.products, found.products.map(product =>
        option(`/products/${encodeURIComponent(product.slug)}`, product.name, money(product.price), product.pictureUrl))),
      group(field.dataset.brands, found.brands.map(brand => option(`/products?brand=${encodeURIComponent(brand.name)}`, brand.name, brand.count))),
    ].filter(Boolean));
    list.hidden = options.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = field.dataset.count.replace("{0}", options.length);
  };

  const group = (label, entries) => {
    if (entries.length === 0) return null;
    const box = Object.assign(document.createElement("div"), { className: "suggestions-group" });
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", label);
    const heading = Object.assign(document.createElement("p"), { className: "suggestions-label", textContent: label });
    heading.setAttribute("aria-hidden", "true");
    box.append(heading, ...entries);
    return box;
  };

  const option = (address, name, detail, picture) => {
    const entry = Object.assign(document.createElement("a"), { href: address, className: "suggestion", id: `suggestion-${options.length}`, tabIndex: -1 });
    entry.setAttribute("role", "option");
    if (picture) entry.append(Object.assign(document.createElement("img"), { src: picture, width: 40, height: 40, alt: "" }));
    entry.append(Object.assign(document.createElement("span"), { textContent: name, className: "suggestion-name" }));
    if (detail !== undefined) entry.append(Object.assign(document.createElement("span"), { textContent: detail, className: "count" }));
    options.push(entry);
    return entry;
  };

  const money = ({ amount, currency }) => new Intl.NumberFormat(document.documentElement.lang,
    { style: "currency", currency, trailingZeroDisplay: "stripIfInteger" }).format(amount);

  const ask = async text => {
    request?.abort();
    request = new AbortController();
    try {
      const answer = await fetch(`${field.dataset.suggestions}?q=${encodeURIComponent(text)}`,
        { headers: { "Accept-Language": document.documentElement.lang }, signal: request.signal });
      if (answer.ok && document.activeElement === field) show(await answer.json());
    } catch {
      // Typed on, or Catalog is away: the form still searches.
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    const text = field.value.trim();
    text ? timer = setTimeout(() => ask(text), pause) : close();
  });

  field.addEventListener("keydown", event => {
    if (event.isComposing || list.hidden) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      // One place beyond the options is the field itself.
      const places = options.length + 1;
      activate((active + 1 + steps[event.key] + places) % places - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(options[active].href);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });

  field.addEventListener("blur", event => {
    if (!list.contains(event.relatedTarget)) close();
  });
  // The field keeps the focus while an option is clicked.
  list.addEventListener("pointerdown", event => event.preventDefault());
}
