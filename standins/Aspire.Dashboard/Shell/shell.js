// What the browser must do by itself: settings, shortcuts, copying, and reloading once the server is a new one.
(() => {
  'use strict';

  window.dashboard = {
    showModal: dialog => { if (dialog && !dialog.open) dialog.showModal(); },
    close: dialog => dialog?.close(),
    copy: text => navigator.clipboard.writeText(text),
  };

  const year = 31536000;
  const remember = (name, value) => {
    document.cookie = `dashboard-${name}=${encodeURIComponent(value)}; path=/; max-age=${year}; samesite=strict`;
  };

  // Keys without a modifier can be in the way of speech input and of slips: they can be turned off.
  const singleKeys = () => !document.cookie.split('; ').includes('dashboard-keys=off');

  // Fluent's dialogs have theirs inside.
  const modal = () => [...document.querySelectorAll('dialog, fluent-dialog')].some(dialog => (dialog.dialog ?? dialog).open);

  const current = {
    keys: () => (singleKeys() ? 'on' : 'off'),
    theme: () => document.documentElement.dataset.theme,
    language: () => document.documentElement.lang,
  };

  // A menu marks its item and says so, whoever did it: the person, or this script when it opens.
  document.addEventListener('change', event => {
    const { setting, value = event.target.checked ? 'on' : 'off' } = event.target.dataset ?? {};
    if (!setting || value === current[setting]() || (event.target.role === 'menuitemradio' && !event.target.checked)) return;
    remember(setting, value);
    if (setting === 'theme') {
      document.documentElement.dataset.theme = value;
      Blazor.theme.setThemeMode(value);
    } else if (setting === 'language') location.reload();
  });

  document.addEventListener('beforetoggle', event => {
    if (event.newState !== 'open' || !event.target.matches?.('[data-settings]')) return;
    for (const item of event.target.querySelectorAll('[data-setting]')) item.checked = (item.dataset.value ?? 'on') === current[item.dataset.setting]();
  }, true);

  document.addEventListener('click', event => {
    const form = event.target.closest?.('[data-sends]')?.dataset.sends;
    if (form) document.getElementById(form).requestSubmit();
    if (event.target.closest?.('[data-skip]')) {
      event.preventDefault();
      event.stopPropagation();
      document.getElementById('main')?.focus();
    }
    if (event.target.closest?.('#reconnect-again')) location.reload();
  }, true);

  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !document.querySelector('fluent-menu-list:popover-open, fluent-listbox:popover-open') && !modal()) {
      document.querySelector('[data-closes-on-escape] [data-close]')?.click();
      return;
    }

    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k' && !modal()) {
      event.preventDefault();
      document.querySelector('[data-palette-open]')?.click();
      return;
    }

    if (event.target.closest?.('[data-palette-input]')) {
      inPalette(event);
      return;
    }

    if (!singleKeys() || modal()) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.composedPath()[0].closest?.('input, textarea, select, [contenteditable]')) return;
    const wanted = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
    if (wanted) {
      event.preventDefault();
      if (wanted.matches('fluent-text-input')) wanted.focus();
      else wanted.click();
    }
  });

  // The palette's entries: the arrows move what is chosen, Enter takes it. Other letters choose the first again.
  document.addEventListener('input', event => {
    if (!event.target.matches?.('[data-palette-input]')) return;
    event.target.removeAttribute('aria-activedescendant');
    for (const entry of document.querySelectorAll('[data-palette-entries] [aria-selected="true"]')) entry.setAttribute('aria-selected', 'false');
  });

  const inPalette = event => {
    const entries = [...document.querySelectorAll('[data-palette-entries] [role="option"]')];
    const at = Math.max(0, entries.findIndex(entry => entry.getAttribute('aria-selected') === 'true'));
    if (event.key === 'Enter') {
      event.preventDefault();
      entries[at]?.click();
      return;
    }

    // Else the first one would only clear what was typed.
    if (event.key === 'Escape') {
      event.preventDefault();
      event.target.closest('dialog').close();
      return;
    }

    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    if (entries.length === 0) return;
    const next = entries[(at + (event.key === 'ArrowDown' ? 1 : -1) + entries.length) % entries.length];
    entries[at]?.setAttribute('aria-selected', 'false');
    next.setAttribute('aria-selected', 'true');
    event.target.setAttribute('aria-activedescendant', next.id);
    next.scrollIntoView({ block: 'nearest' });
  };

  // A server that does not know this page any more is a restarted one: start anew, by the login page when its token is new too.
  document.addEventListener('components-reconnect-state-changed', async event => {
    const state = event.detail?.state;
    if (state === 'rejected') location.reload();
    if (state !== 'retrying') return;
    const answer = await fetch('/', { method: 'HEAD', headers: { Accept: 'text/plain' } }).catch(() => null);
    if (answer?.status === 401) location.reload();
  }, true);
})();
