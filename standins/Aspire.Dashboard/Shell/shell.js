// What the browser must do by itself: settings, menus' places, shortcuts, copying, and reloading once the server is a new one.
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

  const current = {
    keys: () => (singleKeys() ? 'on' : 'off'),
    theme: () => document.documentElement.dataset.theme,
    language: () => document.documentElement.lang,
  };

  document.addEventListener('change', event => {
    const setting = event.target.closest?.('[data-setting]')?.dataset.setting;
    if (!setting) return;
    remember(setting, event.target.value);
    if (setting === 'theme') document.documentElement.dataset.theme = event.target.value;
    else if (setting === 'language') location.reload();
  });

  // Menus: the browser opens and closes them; where they stand is computed here, since tables clip what overflows.
  document.addEventListener('beforetoggle', event => {
    const menu = event.target;
    if (event.newState !== 'open' || !menu.matches?.('.menu[popover]')) return;
    for (const choice of menu.querySelectorAll('[data-setting]')) {
      for (const radio of choice.querySelectorAll('input')) radio.checked = radio.value === current[choice.dataset.setting]();
    }
  }, true);

  document.addEventListener('toggle', event => {
    const menu = event.target;
    if (event.newState !== 'open' || !menu.matches?.('.menu[popover]')) return;
    const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
    if (!button) return;
    const gap = 4;
    const from = button.getBoundingClientRect();
    const wide = menu.offsetWidth;
    const high = menu.offsetHeight;
    const left = menu.dataset.align === 'end' ? from.right - wide : from.left;
    const below = from.bottom + gap + high <= innerHeight || from.top < high + gap;
    menu.style.left = `${Math.max(8, Math.min(left, innerWidth - wide - 8))}px`;
    menu.style.top = `${below ? from.bottom + gap : from.top - gap - high}px`;
    menu.querySelector('input, button, a')?.focus({ preventScroll: true });
  }, true);

  document.addEventListener('click', event => {
    const menu = event.target.closest?.('.menu[data-close-on-click]');
    if (menu && event.target.closest('.menu-item')) menu.hidePopover();
    if (event.target.closest?.('[data-skip]')) {
      event.preventDefault();
      event.stopPropagation();
      document.getElementById('main')?.focus();
    }
    if (event.target.closest?.('#reconnect-again')) location.reload();
  }, true);

  document.addEventListener('keydown', event => {
    const open = document.querySelector('.menu:popover-open');
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const items = [...open.querySelectorAll('input, button:not(:disabled), a')];
      const step = event.key === 'ArrowDown' ? 1 : -1;
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length]?.focus();
      event.preventDefault();
      return;
    }

    if (event.key === 'Escape' && !open && !document.querySelector('dialog[open]')) {
      document.querySelector('[data-closes-on-escape] [data-close]')?.click();
      return;
    }

    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k' && !document.querySelector('dialog[open]')) {
      event.preventDefault();
      document.querySelector('[data-palette-open]')?.click();
      return;
    }

    if (event.target.closest?.('[data-palette-input]')) {
      inPalette(event);
      return;
    }

    if (!singleKeys() || document.querySelector('dialog[open]')) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select, [contenteditable]')) return;
    const wanted = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
    if (wanted) {
      event.preventDefault();
      if (wanted.matches('input')) wanted.focus();
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
