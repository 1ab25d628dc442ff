// Tells what has become of readings that were typed without a signal, and starts what keeps them. The portal works without.
(() => {
  'use strict';

  const worker = navigator.serviceWorker;
  if (!worker) return;
  const STORE = 'readings';
  const main = document.querySelector('main');

  const time = (at) =>
    new Date(at).toLocaleString('ru-RU', {
      day: 'numeric',
      month: 'long',
      hour: '2-digit',
      minute: '2-digit',
    });

  /** «Показания, набранные 28 ноября в 14:05…» */
  function words({ state, at, number }) {
    const typed = `Показания, набранные ${time(at)},`;
    switch (state) {
      case 'sent':
        return number
          ? `${typed} приняты: ${number.includes(',') ? 'справки' : 'справка'} № ${number}.`
          : `${typed} у нас уже есть.`;
      case 'asked':
        return `${typed} пока не приняты: проверьте их и отправьте ещё раз.`;
      case 'signed-out':
        return `${typed} сохранены на этом телефоне. Войдите, и мы отправим их.`;
      default:
        return `${typed} сохранены на этом телефоне. Отправим их сами, как только появится связь, даже если закрыть браузер.`;
    }
  }

  function tell(list) {
    document.querySelectorAll('[data-kept]').forEach((note) => note.remove());
    for (const kept of list) {
      const note = document.createElement('p');
      note.className = kept.state === 'sent' ? 'note good' : 'note warn';
      note.dataset.kept = kept.state;
      note.setAttribute('role', 'status');
      note.textContent = words(kept);
      const [address, name] =
        kept.state === 'sent' && kept.number
          ? [kept.address, 'Открыть справку']
          : kept.state === 'asked'
            ? [kept.path, 'Проверить показания']
            : [];
      if (address && address !== location.pathname) {
        note.append(' ', Object.assign(document.createElement('a'), { href: address, textContent: name }));
      }
      main.prepend(note);
      if (kept.state === 'asked') fillIn(kept);
    }
  }

  /** What was typed comes back into its fields, for the person who typed it. */
  function fillIn({ path, person, body }) {
    const form = document.querySelector(`form[action="${path}"]`);
    if (form?.elements._person?.value !== person || document.querySelector('.error-summary, [role=alert]'))
      return;
    for (const [name, value] of new URLSearchParams(body)) {
      if (/^(whole|fraction)-/.test(name) && form.elements[name]) {
        form.elements[name].value = value;
        form.elements[name].dispatchEvent(new Event('input', { bubbles: true }));
      }
    }
  }

  async function ask() {
    const { active } = await worker.ready;
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => tell(data);
    active.postMessage(STORE, [channel.port2]);
  }

  // A page that the worker does not see signs out by itself.
  document.querySelector('form[action="/auth/logout"]')?.addEventListener('submit', () => {
    if (!worker.controller) indexedDB.deleteDatabase(STORE);
  });
  addEventListener('load', () => {
    worker.register('/sw.js').then(ask, () => {});
  });
  addEventListener('online', ask);
})();
