// Fluent's components first, then the circuit: what it renders is made of them. A host with static web assets would do this by itself.
const fluent = await import(document.getElementById('fluent').href);
fluent.beforeWebStart();
await Blazor.start();
fluent.afterWebStarted(Blazor);
Blazor.theme.setThemeMode(document.documentElement.dataset.theme);
