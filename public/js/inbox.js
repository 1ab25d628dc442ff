// The inbox works without this file; it only helps.
(() => {
  'use strict';

  const page = document.querySelector('[data-inbox]');
  if (!page) return;
  const find = (selector, root = page) => root.querySelector(selector);
  const all = (selector, root = page) => [...root.querySelectorAll(selector)];
  const list = find('.mail');
  const pane = find('[data-pane]');
  const wide = matchMedia('(min-width: 1100px)');
  const SAVE_MS = 4000;
  const LOOK_MS = 20000;

  const opened = () => find('#request')?.dataset.request;
  const answer = () => find('#answer', pane);
  const rowOf = (id) => all('li', list).find((row) => row.dataset.id === id);
  const pathOf = (rest) => `/office/messages/${opened()}/${rest}`;

  /* ---- One entry beside the list ---- */

  let opening;

  function mark() {
    for (const link of all('a[aria-current]', list)) link.removeAttribute('aria-current');
    rowOf(opened())?.firstElementChild.setAttribute('aria-current', 'true');
  }

  /** An entry is open: on a narrow screen it is what the page shows. */
  function chosen(url) {
    history.replaceState(null, '', url);
    page.dataset.inbox = 'detail';
  }

  async function open(id) {
    const url = `/office/messages/${id}${page.dataset.query}`;
    opening = id;
    // It stands there already, perhaps with words that are being typed.
    if (id === opened()) return void chosen(url);
    await save();
    try {
      const reply = await fetch(url, { headers: { 'x-pane': '1' } });
      const content = new DOMParser().parseFromString(await reply.text(), 'text/html');
      const sections = content.querySelectorAll('#request, .reply');
      if (opening !== id) return;
      if (!reply.ok || !sections.length) return void (location.href = url);
      await save();
      pane.replaceChildren(...sections);
      chosen(url);
      mark();
      ready();
    } catch {
      location.href = url;
    }
  }

  list.addEventListener('click', (event) => {
    const row = event.target.closest('li');
    if (!row || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(row.dataset.id);
  });

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.code === 'Escape' && event.target.closest('[data-pane], .filters')) {
      rowOf(opened())?.firstElementChild.focus();
      return;
    }
    const typing = event.target.closest('input, select, textarea, dialog');
    if (typing || (event.code !== 'ArrowDown' && event.code !== 'ArrowUp') || !list.children.length) return;
    event.preventDefault();
    const rows = all('li', list);
    const at = rows.indexOf(document.activeElement.closest('.mail li') ?? rowOf(opened()));
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + (event.code === 'ArrowDown' ? 1 : -1)))];
    next.firstElementChild.focus();
    if (wide.matches) open(next.dataset.id);
  });

  /* ---- The answer: drafts and templates ---- */

  let changed = false;
  let waiting;

  async function save() {
    clearTimeout(waiting);
    const form = answer();
    if (!changed || !form) return;
    changed = false;
    const { text, signed, _csrf } = form.elements;
    const body = new URLSearchParams({ text: text.value, signed: signed.value, _csrf: _csrf.value });
    const place = find('[data-saved]', form);
    try {
      const reply = await fetch(pathOf('draft'), {
        method: 'POST',
        body,
        keepalive: body.toString().length < 60000,
      });
      const { saved } = reply.ok ? await reply.json() : {};
      place.textContent = saved || 'Черновик не сохранён';
    } catch {
      changed = true;
      place.textContent = 'Нет связи: черновик не сохранён, попробуем ещё раз';
      waiting = setTimeout(save, SAVE_MS);
    }
  }

  pane.addEventListener('input', ({ target }) => {
    if (target.form !== answer() || target.name === 'template' || target.type === 'file') return;
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(save, SAVE_MS);
  });
  /** Leads on once the words are kept: a page that is asked for at once would still have the older ones. */
  async function after(go) {
    await save();
    changed = false;
    go();
  }
  page.addEventListener(
    'submit',
    (event) => {
      const { target, submitter } = event;
      if (target === answer() || !changed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      after(() => target.requestSubmit(submitter));
    },
    true,
  );
  addEventListener('pagehide', save);
  document.addEventListener('visibilitychange', () => document.hidden && save());
  // What is sent on purpose is no draft any more.
  pane.addEventListener('submit', ({ target }) => {
    if (target !== answer()) return;
    changed = false;
    clearTimeout(waiting);
  });

  /** The words of the chosen template, where the cursor stands; without an answer the form asks for them itself. */
  async function fill(form, button) {
    const { text, template } = form.elements;
    if (!template.value) return void template.focus();
    const reply = await fetch(pathOf(`templates/${template.value}`)).catch(() => undefined);
    if (!reply?.ok) return void form.requestSubmit(button);
    const { text: words } = await reply.json();
    const atEnd = text.value !== '' && text.selectionStart === text.value.length;
    text.setRangeText((atEnd ? '\n\n' : '') + words, text.selectionStart, text.selectionEnd, 'end');
    text.dispatchEvent(new Event('input', { bubbles: true }));
    text.focus();
  }

  // Before anybody else takes the form for sent.
  pane.addEventListener(
    'submit',
    (event) => {
      const { target, submitter } = event;
      if (!submitter?.matches('[data-fill]') || submitter.dataset.asked) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      submitter.dataset.asked = 'yes';
      fill(target, submitter).finally(() => delete submitter.dataset.asked);
    },
    true,
  );
  // Ctrl+Enter sends the form that one is in, and never the answer from another one.
  page.addEventListener('keydown', (event) => {
    const { form } = event.target;
    if (event.code !== 'Enter' || !(event.ctrlKey || event.metaKey) || !form || form === answer()) return;
    event.preventDefault();
    form.requestSubmit();
  });
  pane.addEventListener('keydown', (event) => {
    if (event.code !== 'Enter' || event.ctrlKey || event.target.name !== 'template') return;
    event.preventDefault();
    find('[data-fill]', pane).click();
  });

  // By a key or by hand: what is opened is to be filled in.
  pane.addEventListener('click', ({ target }) => {
    const details = target.closest('summary')?.parentElement;
    if (!details || details.open) return;
    const field = () => find('input:not([type=hidden]), select, textarea', details)?.focus();
    details.addEventListener('toggle', field, { once: true });
  });

  function ready() {
    for (const button of all('[data-draft]', pane)) button.hidden = true;
    document.dispatchEvent(new Event('office:keys'));
  }

  /* ---- Filters, more rows, presence ---- */

  const filters = find('.filters');
  filters.addEventListener('change', ({ target }) => target.tagName === 'SELECT' && filters.requestSubmit());
  find('button', filters).hidden = true;
  for (const keys of all('[data-keys]')) keys.hidden = false;

  page.addEventListener('click', async (event) => {
    const link = event.target.closest('[data-next]');
    if (!link) return;
    event.preventDefault();
    const reply = await fetch(link.href).catch(() => undefined);
    if (!reply?.ok) return void (location.href = link.href);
    const next = new DOMParser().parseFromString(await reply.text(), 'text/html');
    for (const row of next.querySelectorAll('.mail li')) if (!rowOf(row.dataset.id)) list.append(row);
    const more = next.querySelector('[data-next]');
    if (more) link.href = more.href;
    else link.closest('[data-more]').remove();
    mark();
  });

  page.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]');
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button || link?.target;
    if (!link || !changed || elsewhere || event.defaultPrevented) return;
    event.preventDefault();
    after(() => (location.href = link.href));
  });

  setInterval(async () => {
    const token = find('[name=_csrf]', pane)?.value ?? document.querySelector('.me [name=_csrf]')?.value;
    if (!opened() || !token || document.hidden) return;
    const body = new URLSearchParams({ _csrf: token });
    const reply = await fetch(pathOf('viewing'), { method: 'POST', body }).catch(() => undefined);
    const place = find('[data-viewers]', pane);
    if (!reply?.ok || !place) return;
    const { viewers } = await reply.json();
    place.replaceChildren(
      ...viewers.map((words) =>
        Object.assign(document.createElement('p'), { className: 'here-too', textContent: words }),
      ),
    );
  }, LOOK_MS);

  ready();
})();
