// The dispatcher's desk works without this file; it only helps.
(() => {
  'use strict';

  const page = document.querySelector('[data-desk-page]');
  if (!page) return;
  const find = (selector, root = page) => root.querySelector(selector);
  const all = (selector, root = page) => [...root.querySelectorAll(selector)];
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const queue = find('.queue');
  const pane = find('[data-pane]');
  const live = find('[data-live]');
  const data = page.dataset;
  const wide = matchMedia('(min-width: 1100px)');
  const MINUTE = 60000;
  const NBSP = '\u00a0';
  const skew = Number(data.now) - Date.now();
  const now = () => Date.now() + skew;

  /* ---- Time left ---- */

  function span(ms) {
    const minutes = Math.floor(Math.abs(ms) / MINUTE);
    const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
    if (days) {
      const last = days % 100 > 10 && days % 100 < 20 ? 0 : days % 10;
      const word = last === 1 ? 'день' : last > 1 && last < 5 ? 'дня' : 'дней';
      return `${days}${NBSP}${word}${hours ? ` ${hours}${NBSP}ч` : ''}`;
    }
    return hours ? `${hours}${NBSP}ч${rest ? ` ${rest}${NBSP}мин` : ''}` : `${rest}${NBSP}мин`;
  }

  function tick() {
    for (const item of all('[data-due]')) {
      const [due, soon, at] = [Number(item.dataset.due), Number(item.dataset.soon), now()];
      const tone = at > due ? 'late' : at >= soon ? 'soon' : 'calm';
      const term = find('[data-term]', item);
      for (const one of ['late', 'soon', 'calm']) {
        item.classList.toggle(`${one}-${term ? 'term' : 'row'}`, one === tone);
      }
      if (term) {
        term.textContent =
          at > due ? `просрочено ${span(at - due)}` : `осталось ${span(due - at + MINUTE - 1)}`;
        continue;
      }
      // Days of the calendar stay as the server has written them.
      if (at > due) {
        find('[data-left]', item).textContent = `−${span(at - due)}`;
        find('[data-beside]', item).textContent = 'просрочена';
      } else if (due < Number(data.midnight)) {
        find('[data-left]', item).textContent = span(due - at + MINUTE - 1);
      }
    }
  }
  setInterval(tick, 15000);

  /* ---- One request beside the list ---- */

  const drafts = new Map();
  let opened = find('#request')?.dataset.request;
  let opening;

  const pathOf = (form) => new URL(form.action).pathname;
  const rowOf = (id) => all('li', queue).find((row) => row.dataset.id === id);
  const current = () => rowOf(opened);

  function mark() {
    for (const link of all('a[aria-current]', queue)) link.removeAttribute('aria-current');
    current()?.firstElementChild.setAttribute('aria-current', 'true');
  }

  function remember({ target }) {
    const form = target.form;
    if (!form?.matches('[data-desk]')) return;
    const kept = drafts.get(opened) ?? {};
    const path = pathOf(form);
    (kept[path] ??= {})[target.name] = target.type === 'checkbox' ? target.checked : target.value;
    drafts.set(opened, kept);
  }

  function restore() {
    for (const [path, values] of Object.entries(drafts.get(opened) ?? {})) {
      const form = all('form', pane).find((one) => pathOf(one) === path);
      for (const [name, value] of Object.entries(form ? values : {})) {
        const field = form.elements[name];
        if (typeof value === 'boolean') field.checked = value;
        else if (field) field.value = value;
      }
      const details = form?.closest('details');
      if (details) details.open = true;
    }
  }

  /** What is unfolded and where one types stay so when an answer comes meanwhile, but for the form that it answers. */
  function hold(sent) {
    const unfolded = all('details[open] form', pane).map(pathOf);
    const { form, name, selectionStart, selectionEnd } = document.activeElement;
    const typing = form && pane.contains(form) && pathOf(form) !== sent ? pathOf(form) : undefined;
    return () => {
      for (const fresh of all('details form', pane)) {
        const path = pathOf(fresh);
        if (path !== sent && unfolded.includes(path)) fresh.closest('details').open = true;
        const field = path === typing && fresh.elements[name];
        if (!field) continue;
        field.focus();
        if (selectionEnd) field.setSelectionRange(selectionStart, selectionEnd);
      }
    };
  }

  /** A request that somebody has chosen is what the page shows on a narrow screen, too. */
  function show(html, url, { chosen, sent }) {
    const content = new DOMParser().parseFromString(html, 'text/html');
    const section = content.querySelector('#request');
    if (!section) return false;
    const release = section.dataset.request === opened ? hold(sent) : undefined;
    pane.replaceChildren(...content.querySelectorAll('.flash'), section);
    opened = section.dataset.request;
    if (chosen) data.deskPage = 'detail';
    if (data.deskPage === 'detail') find('h1').textContent = `Заявка ${section.dataset.number}`;
    history.replaceState(null, '', url);
    mark();
    restore();
    release?.();
    tick();
    document.dispatchEvent(new Event('office:keys'));
    find('.error-summary', pane)?.focus();
    return true;
  }

  async function open(id, chosen = true) {
    const url = `/office/requests/${id}${data.query}`;
    opening = id;
    try {
      const answer = await fetch(url, { headers: { 'x-pane': '1' } });
      const html = await answer.text();
      if (opening === id && (!answer.ok || !show(html, url, { chosen }))) location.href = url;
    } catch {
      lost();
    }
  }

  /** A form is sent without leaving the page; when that does not work, as any form is. */
  async function send(form, button, id) {
    const path = pathOf(form);
    // What was pressed while the answer to one's own step before was on its way means the request after that step.
    const fresh = opened === id && !find('.error-summary', pane) && find('form[data-desk]', pane);
    if (fresh) for (const name of ['version', 'seen']) form.elements[name].value = fresh.elements[name].value;
    try {
      const body = new URLSearchParams(new FormData(form, button));
      const answer = await fetch(form.action, { method: 'POST', body, headers: { 'x-pane': '1' } });
      if (answer.redirected) delete drafts.get(id)?.[path];
      const html = await answer.text();
      // Another request has been opened meanwhile: that one stays.
      if (answer.redirected && opened !== id) return;
      if (show(html, answer.redirected ? answer.url : location.href, { chosen: true, sent: path })) {
        if (!pane.contains(document.activeElement)) current()?.firstElementChild.focus();
        return;
      }
    } catch {
      lost();
      delete form.dataset.sent;
      return;
    }
    // A page of its own: the session has ended, or somebody was faster. It is asked for as it should be.
    form.submit();
  }

  let steps = Promise.resolve();

  queue.addEventListener('click', (event) => {
    const row = event.target.closest('li');
    if (!row || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (row.dataset.id === opened && event.detail === 0) return;
    event.preventDefault();
    open(row.dataset.id);
  });
  pane.addEventListener('input', remember);
  pane.addEventListener('change', (event) => {
    remember(event);
    const chosen = event.target.selectedOptions?.[0]?.dataset.text;
    if (!chosen) return;
    const text = event.target.form.elements.text;
    text.setRangeText(chosen, text.selectionStart, text.selectionEnd, 'end');
    event.target.value = '';
    text.dispatchEvent(new Event('input', { bubbles: true }));
    text.focus();
  });
  pane.addEventListener(
    'submit',
    (event) => {
      if (!event.target.matches('[data-desk]') || event.target.dataset.sent) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const [form, button, id] = [event.target, event.submitter, opened];
      form.dataset.sent = 'yes';
      steps = steps.then(() => send(form, button, id));
    },
    true,
  );
  // By a key or by hand: what is opened is to be filled in.
  pane.addEventListener('click', ({ target }) => {
    const details = target.closest('summary')?.parentElement;
    if (!details || details.open) return;
    const field = () => find('input:not([type=hidden]), select, textarea', details)?.focus();
    details.addEventListener('toggle', field, { once: true });
  });

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const typing = event.target.closest('input, select, textarea');
    if (event.code === 'Escape' && event.target.closest('[data-pane], .filters')) {
      current()?.firstElementChild.focus();
      return;
    }
    if (typing || (event.code !== 'ArrowDown' && event.code !== 'ArrowUp') || !queue.children.length) return;
    event.preventDefault();
    const rows = all('li', queue);
    const at = rows.indexOf(document.activeElement.closest('.queue li') ?? current());
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + (event.code === 'ArrowDown' ? 1 : -1)))];
    next.firstElementChild.focus();
    if (wide.matches) open(next.dataset.id);
  });
  // Enter within a field of one line sends; within several lines Ctrl + Enter does.
  pane.addEventListener('keydown', (event) => {
    if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) event.target.form?.requestSubmit();
  });

  /* ---- Filters, more rows, presence ---- */

  const filters = find('.filters');
  filters.addEventListener('change', ({ target }) => target.tagName === 'SELECT' && filters.requestSubmit());
  find('button', filters).hidden = true;
  for (const list of all('[data-keys]')) list.hidden = false;

  page.addEventListener('click', async (event) => {
    const link = event.target.closest('[data-next]');
    if (!link) return;
    event.preventDefault();
    const answer = await fetch(link.href).catch(() => undefined);
    if (!answer?.ok) return void (location.href = link.href);
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const row of next.querySelectorAll('.queue li')) if (!rowOf(row.dataset.id)) queue.append(row);
    const more = next.querySelector('[data-next]');
    if (more) link.href = more.href;
    else link.closest('[data-more]').remove();
    mark();
  });

  setInterval(async () => {
    const token = find('[name=_csrf]', pane)?.value;
    if (!opened || !token || document.hidden) return;
    const answer = await fetch(`/office/requests/${opened}/viewing`, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: token }),
    }).catch(() => undefined);
    const place = find('[data-viewers]', pane);
    if (!answer?.ok || !place) return;
    const { viewers } = await answer.json();
    place.textContent = viewers.length ? `смотрит ${viewers.join(', ')}` : '';
  }, 20000);

  /* ---- What happens meanwhile ---- */

  const seen = new Set();
  const held = [];
  let last = Number(data.last);
  let heardAt = now();
  let polling;
  let over = false;
  let unseen = 0;
  let sound;
  const title = document.title;

  /** Whether a row belongs into this list. */
  function fits({ due, soon, house, kind, state, executor, taken, parent }) {
    if (data.over || !due || parent || new URLSearchParams(location.search).has('after')) return false;
    const tabs = {
      all: true,
      late: due < now(),
      soon: soon <= now() && due >= now(),
      mine: taken === data.staff,
      deferred: state === 'deferred',
    };
    const chosen = data.filterExecutor;
    return (
      tabs[data.filterShow] &&
      (!data.filterHouse || data.filterHouse === house) &&
      (!data.filterKind || data.filterKind === kind) &&
      (!data.filterState || data.filterState === state) &&
      (!chosen || (chosen === 'none' ? !executor : chosen === executor))
    );
  }

  const bandOf = ({ due, soon }) => (Number(due) < now() ? 0 : Number(soon) <= now() ? 1 : 2);

  function draw(html) {
    const row = make('template', { innerHTML: html }).content.firstElementChild;
    row.firstElementChild.href += data.query;
    return row;
  }

  /** A new row slides in where it belongs; the one that is looked at stays where it is. */
  function insert({ row, kind }) {
    const fresh = draw(row.html);
    const [band, due] = [bandOf(row), row.due];
    const next = all('li', queue).find((one) => {
      const other = bandOf(one.dataset);
      return one.dataset.due && (other > band || (other === band && Number(one.dataset.due) > due));
    });
    if (!next && find('[data-next]')) return;
    const anchor = current();
    const top = anchor?.getBoundingClientRect().top;
    queue.insertBefore(fresh, next ?? null);
    find('[data-empty]').hidden = true;
    if (anchor) scrollBy(0, anchor.getBoundingClientRect().top - top);
    fresh.classList.add('slides');
    if (kind !== 'registered') return;
    const badge = make('span', { className: 'fresh', textContent: 'новая' });
    find('b', fresh).after(' ', badge);
    setTimeout(() => badge.remove(), 30000);
  }

  function update(event) {
    const { row, request } = event;
    const known = rowOf(request);
    if (!known) {
      if (!fits(row)) return;
      // Nothing moves under the pointer.
      if (queue.matches(':hover')) held.push(event);
      else insert(event);
      return;
    }
    const link = known.firstElementChild;
    const focused = document.activeElement === link;
    const drawn = draw(row.html);
    drawn.classList.toggle('gone', !data.over && !fits(row));
    known.replaceWith(drawn);
    mark();
    if (focused) drawn.firstElementChild.focus();
  }

  queue.addEventListener('pointerleave', () => {
    for (const event of held.splice(0)) if (!rowOf(event.request)) insert(event);
    tell();
  });

  function told(event) {
    last = Math.max(last, event.id);
    if (seen.has(event.id)) return;
    seen.add(event.id);
    const known = rowOf(event.request);
    update(event);
    const others = event.by !== data.staff;
    // Those shortly before the page was made are told again, in case it missed one.
    if (event.request === opened && event.id > Number(find('#request').dataset.seen) && others) refresh();
    if (event.kind === 'registered' && event.row.emergency && !known && others) alarm();
  }

  /** Somebody else has changed what is open here: what is typed stays, the rest is read anew. */
  function refresh() {
    if (opening && opening !== opened) return;
    if (
      !pane.contains(document.activeElement) ||
      !document.activeElement.matches('input, select, textarea')
    ) {
      return void open(opened, false);
    }
    if (find('.changed', pane)) return;
    const button = make('button', {
      type: 'button',
      className: 'changed',
      textContent: 'Заявка изменилась, обновить',
    });
    button.addEventListener('click', () => open(opened));
    pane.prepend(button);
  }

  function alarm() {
    unseen += 1;
    document.title = `(${unseen}) Авария — ${title}`;
    beep();
  }
  for (const kind of ['pointerdown', 'keydown', 'focus']) {
    addEventListener(kind, () => {
      unseen = 0;
      document.title = title;
      if (sound === undefined && kind !== 'focus' && window.AudioContext) sound = new AudioContext();
    });
  }

  const mute = find('[data-sound]');
  const QUIET = 'desk-quiet';
  const quiet = () => {
    try {
      return localStorage.getItem(QUIET) === '1';
    } catch {
      return false;
    }
  };
  function showSound() {
    mute.hidden = !window.AudioContext;
    mute.textContent = quiet() ? 'Звук выключен' : 'Звук включён';
    mute.setAttribute('aria-pressed', String(!quiet()));
  }
  mute.addEventListener('click', () => {
    localStorage.setItem(QUIET, quiet() ? '0' : '1');
    showSound();
    beep();
  });
  showSound();

  function beep() {
    if (!sound || quiet()) return;
    const [tone, volume] = [sound.createOscillator(), sound.createGain()];
    tone.frequency.value = 880;
    volume.gain.setValueAtTime(0.2, sound.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.8);
    tone.connect(volume).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.8);
  }

  /* ---- The line to the server ---- */

  const clock = (at) => new Date(at).toLocaleTimeString('ru', { hour: 'numeric', minute: '2-digit' });
  let away = false;

  function tell() {
    live.hidden = false;
    live.classList.toggle('lost', away || over);
    const wait = held.length ? `, новых: ${held.length}` : '';
    live.textContent = over
      ? 'сеанс закончился, обновите страницу'
      : away
        ? `нет связи ${Math.round((now() - heardAt) / 1000)}${NBSP}с, список от ${clock(heardAt)}`
        : `на связи${wait}`;
  }

  function heard() {
    away = false;
    heardAt = now();
    tell();
  }

  function lost() {
    away = true;
    tell();
  }

  const apply = {
    counts(numbers) {
      // the menu says the same as the tabs: «ждут: », the number, «, горит: »
      const [, number, burning] =
        document.querySelector('nav a[href="/office/requests"] .count')?.childNodes ?? [];
      if (number) number.nodeValue = numbers.all;
      if (burning) burning.textContent = `, горит: ${numbers.late}`;
      if (data.filterHouse || data.filterKind || data.filterExecutor) return;
      for (const tab of all('[data-tab]')) {
        const count = find('[data-count]', tab);
        count.textContent = numbers[tab.dataset.tab];
        count.classList.toggle('burn', tab.dataset.tab === 'late' && count.textContent !== '0');
      }
    },
    proposals(html) {
      const place = find('[data-proposals]');
      place.innerHTML = html;
      const token = document.querySelector('.me [name=_csrf]')?.value ?? '';
      for (const field of all('[name=_csrf]', place)) field.value = token;
    },
    request: told,
    time() {},
    reload: () => location.reload(),
    ended() {
      over = true;
      tell();
    },
  };

  function stream() {
    if (!window.EventSource) return poll();
    const source = new EventSource(`/office/requests/events?after=${last}`);
    for (const [name, work] of Object.entries(apply)) {
      source.addEventListener(name, (event) => {
        heard();
        work(JSON.parse(event.data));
        tell();
      });
    }
    source.addEventListener('open', heard);
    source.addEventListener('error', () => {
      lost();
      // The browser tries again by itself, unless it was refused.
      if (source.readyState === EventSource.CLOSED) poll();
    });
  }

  /** Where no stream gets through. */
  async function poll() {
    clearTimeout(polling);
    if (over) return;
    try {
      const answer = await fetch(`/office/requests/changes?after=${last}`);
      if (answer.status === 401) return apply.ended();
      if (!answer.ok) throw new Error('not answered');
      const { events, reload } = await answer.json();
      if (reload) return apply.reload();
      events.forEach(told);
      heard();
    } catch {
      lost();
    }
    polling = setTimeout(poll, 10000);
  }

  setInterval(() => {
    // Twice the pause between two signs of life.
    if (now() - heardAt > 35000) away = true;
    tell();
  }, 5000);
  stream();
})();
