// Hearts change in place. Without this script each is a form that comes back to where it was; so it is where this one fails, and for strangers, who are to sign in.

const form = document.getElementById("hearts");

form?.addEventListener("submit", async event => {
  const button = event.submitter;
  if (!button?.dataset.other) return;
  event.preventDefault();
  if (button.ariaBusy) return;
  button.ariaBusy = "true";
  const body = new URLSearchParams(new FormData(form, button));
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    if (answer.status === 204) {
      button.name = button.name === "add" ? "remove" : "add";
      [button.ariaLabel, button.dataset.other] = [button.dataset.other, button.ariaLabel];
      button.ariaBusy = null;
      return;
    }
  } catch {
    // Sent once more, as a page: what goes wrong is told there.
  }
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
  form.submit();
});
