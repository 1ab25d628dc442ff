// A sheet of readings line by line: each is saved when one leaves it, and kept until the server has it.
(() => {
  'use strict';

  const table = document.querySelector('[data-sheet]');
  const given = document.querySelector('[data-given]');
  if (!given) return;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const find = (selector, root = document) => root.querySelector(selector);
  const RETRY_MS = 3000;

  for (const button of all('[data-show], [data-whole]')) button.hidden = true;
  if (!table) {
    given.addEventListener('change', () => given.requestSubmit());
    return;
  }

  const form = find('main form[method=post]');
  const rows = all('tr[data-save]', table);
  const fieldsOf = (row) => all('.in input:not([type=hidden])', row);
  const lines = rows.filter((row) => fieldsOf(row).length > 0);
  const inputs = lines.flatMap(fieldsOf);
  const seenOf = (row) => find('.in input[type=hidden]', row);
  const valuesOf = (row) => fieldsOf(row).map(({ value }) => value.trim());
  const same = (one, other) => one.join('|') === other.join('|');
  const personOf = (page) => find('.me summary', page)?.textContent ?? '';
  const me = personOf(document);
  const { source, day } = form.elements;
  const STORE = [
    'sheet',
    me,
    given.getAttribute('action'),
    given.elements.house?.value,
    source.value,
    day.value,
  ].join(' ');

  /** What stands in the table, by line: what Esc brings back. */
  const former = new Map(lines.map((row) => [row, valuesOf(row)]));
  /** What was written when a line was typed: until it is said to be right, another one's is asked about again and again. */
  const known = new Map(lines.map((row) => [row, seenOf(row).value]));
  /** Lines that wait for the server, with what was confirmed of them. */
  const waiting = new Map();
  let sending = false;
  let timer;
  /** Lines that were left, the last one at the end: F2 means the line one stands in, or the last of these that is asked about. */
  const left = [];
  /** Where the last line has led on to, until one of those before it turns out to need somebody. */
  let led;
  /** What the page is in trouble with, and whether it has refused to become another sheet for that. */
  let troubled = '';
  let stays = false;

  // What is kept when the page goes away

  function kept() {
    try {
      return JSON.parse(sessionStorage.getItem(STORE) ?? '{}');
    } catch {
      return {};
    }
  }

  function keep(row) {
    const drafts = kept();
    const values = valuesOf(row);
    if (same(values, former.get(row))) delete drafts[row.dataset.save];
    else drafts[row.dataset.save] = { values, seen: known.get(row) };
    try {
      sessionStorage.setItem(STORE, JSON.stringify(drafts));
    } catch {
      // Nothing is kept: the page asks before it is left.
    }
  }

  // What is said of a line

  function units(row, text) {
    const decimals = Number(row.dataset.decimals);
    const [, whole, fraction = ''] = /^(\d{1,12})(?:[.,](\d*))?$/.exec(text.replace(/\s/g, '')) ?? [];
    return whole === undefined || fraction.length > decimals
      ? undefined
      : BigInt(whole + fraction.padEnd(decimals, '0'));
  }

  function shown(row, value, point = ',') {
    const decimals = Number(row.dataset.decimals);
    const digits = String(value < 0n ? -value : value).padStart(decimals + 1, '0');
    const fraction = decimals ? point + digits.slice(-decimals) : '';
    return (value < 0n ? '−' : '') + digits.slice(0, digits.length - decimals) + fraction;
  }

  /** As the server will see it, so that it is seen while one types; the server decides. */
  function look(row) {
    const found = fieldsOf(row).map((field) => {
      const value = units(row, field.value);
      if (value === undefined || field.dataset.before === undefined) return {};
      const before = BigInt(field.dataset.before);
      const most = BigInt(field.dataset.most);
      const round = 10n ** BigInt(Number(row.dataset.decimals) + Number(row.dataset.capacity));
      const over = round - before + value;
      if (value >= before)
        return {
          used: value - before,
          doubt: value - before > most ? 'необычно много' : '',
          little: value - before < BigInt(field.dataset.least) ? 'необычно мало' : '',
        };
      return over <= most
        ? { used: over, doubt: 'переход через ноль' }
        : { used: value - before, wrong: true };
    });
    const doubt = found.map((one) => one.doubt).find(Boolean);
    const little = found.map((one) => one.little).find(Boolean);
    const wrong = found.some((one) => one.wrong);
    const used = found.flatMap((one) =>
      one.used === undefined ? [] : `${shown(row, one.used)}\u00a0${row.dataset.unit}`,
    );
    const tone = wrong ? 'wrong' : doubt ? 'ask' : 'plain';
    say(row, {
      tone,
      text: wrong ? 'меньше прежних' : (doubt ?? ''),
      key: !wrong && !!doubt,
      used: used.join(' и '),
      little,
    });
  }

  function say(row, { tone, text, used, sure = '', little = '', key = false }) {
    row.className = `${tone}-row`;
    find('[data-used]', row).textContent = used;
    const cell = find('[data-state]', row);
    const words = Object.assign(document.createElement('span'), { textContent: text });
    cell.replaceChildren(words);
    if (little) {
      cell.append(
        ' ',
        Object.assign(document.createElement('b'), { className: 'little', textContent: little }),
      );
    }
    if (key) {
      // typed just now: the button comes with the server's answer
      const words = Object.assign(document.createElement('span'), { className: 'by-key' });
      words.append(
        ', ',
        Object.assign(document.createElement('kbd'), { textContent: 'F2' }),
        '\u00a0— верно',
      );
      cell.append(words);
    }
    if (sure) {
      const button = Object.assign(document.createElement('button'), {
        type: 'button',
        textContent: 'Верно ',
      });
      button.append(Object.assign(document.createElement('kbd'), { textContent: 'F2', ariaHidden: 'true' }));
      button.addEventListener('click', () => confirm(row));
      cell.append(' ', button);
    }
    for (const field of fieldsOf(row)) field.toggleAttribute('aria-invalid', tone === 'wrong');
    count();
    mark();
  }

  /** The line that F2 confirms. */
  function meant() {
    const here = rowOf(document.activeElement ?? table);
    const asks = (row) => row?.classList.contains('ask-row');
    return asks(here) ? here : left.findLast(asks);
  }

  /** Only that line shows the key. */
  function mark() {
    const row = meant();
    for (const one of lines) one.toggleAttribute('data-f2', one === row);
  }

  function count() {
    const with_ = (tone) => rows.filter((row) => row.classList.contains(`${tone}-row`)).length;
    const fixed = rows.length - lines.length;
    find('[data-done]').textContent = String(
      fixed + lines.filter((row) => row.classList.contains('saved-row')).length,
    );
    const said = [
      ['сомнений', with_('ask')],
      ['ошибок', with_('wrong')],
    ];
    find('[data-left]').textContent = said.flatMap(([word, n]) => (n ? `${word} ${n}` : [])).join(', ');
  }

  // Saving

  function save(row, sure = '') {
    const values = valuesOf(row);
    if (!sure && same(values, former.get(row))) return;
    if (values.every((value) => value === '')) {
      // What is written is put right, not erased.
      return restore(row);
    }
    waiting.set(row, sure);
    if (!row.classList.contains('ask-row') || sure) {
      find('[data-state]', row).replaceChildren(
        Object.assign(document.createElement('span'), { textContent: 'сохраняем…' }),
      );
    }
    send();
  }

  function confirm(row) {
    const text = fieldsOf(row).map(({ value }) => units(row, value));
    if (text.includes(undefined)) return save(row);
    save(row, text.map((value) => shown(row, value, '.')).join(' '));
  }

  async function send() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    try {
      while (waiting.size > 0) await one(...waiting.entries().next().value);
      trouble('');
    } catch (error) {
      trouble(error.message);
      timer = setTimeout(again, RETRY_MS);
    } finally {
      sending = false;
    }
  }

  async function one(row, sure) {
    const values = valuesOf(row);
    const body = new URLSearchParams({
      _csrf: form.elements._csrf.value,
      source: source.value,
      day: day.value,
    });
    fieldsOf(row).forEach(({ name }, at) => body.set(name, values[at]));
    const seen = seenOf(row);
    body.set(seen.name, sure ? seen.value : known.get(row));
    if (sure) body.set(seen.name.replace('seen', 'sure'), sure);
    const answer = await reach(row.dataset.save, { method: 'POST', body });
    if (answer.status === 401 || answer.status === 403) throw new Error('session');
    if (answer.status >= 500 || answer.status === 429) throw later(row, sure, 'away');
    const said = answer.ok
      ? await answer.json()
      : {
          tone: 'wrong',
          text: answer.status === 404 ? 'счетчика или счета больше нет, не сохранено' : 'не сохранено',
          used: '',
        };
    if (said.tone === 'later') throw later(row, sure, 'busy');
    // Unless it was confirmed meanwhile: then it goes once more.
    if (waiting.get(row) === sure) waiting.delete(row);
    if (answer.ok) seen.value = said.seen;
    if (said.tone === 'saved') {
      former.set(row, values);
      known.set(row, said.seen);
      find('[data-told]').textContent = `сохранено в\u00a0${new Date().toLocaleTimeString('ru-RU')}`;
    }
    keep(row);
    if (same(values, valuesOf(row))) {
      say(row, said);
      if (row.matches('.ask-row, .wrong-row') && led && document.activeElement === led) goOn();
    }
    // Something else has been typed meanwhile: it is saved when one leaves it.
    else if (!row.contains(document.activeElement)) save(row);
  }

  /** A line that cannot be taken now lets the others go before it. */
  function later(row, sure, why) {
    if (waiting.get(row) === sure) {
      waiting.delete(row);
      waiting.set(row, sure);
    }
    return new Error(why);
  }

  async function reach(address, options) {
    try {
      return await fetch(address, options);
    } catch {
      throw new Error('away');
    }
  }

  /** A session that has ended may be there again: then the page of another tab has the token. */
  async function again() {
    try {
      const answer = await reach(location.href, {});
      if (answer.status === 401) throw new Error('session');
      if (!answer.ok) throw new Error('away');
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (personOf(page) !== me) throw new Error('other');
      form.elements._csrf.value = find('main form[method=post] [name=_csrf]', page)?.value ?? '';
    } catch (error) {
      trouble(error.message);
      timer = setTimeout(again, RETRY_MS);
      return;
    }
    send();
  }

  const TROUBLES = {
    away: 'Нет связи с сервером, повторим сами',
    busy: 'Сейчас загружаются показания из файла, повторим сами',
    session: 'Сеанс закончился: войдите в новой вкладке, и мы продолжим',
    other: 'В новой вкладке вошёл другой сотрудник: войдите под своим именем',
  };

  function trouble(kind) {
    const box = find('[data-trouble]');
    box.hidden = kind === '';
    troubled = kind;
    if (kind === '') {
      stays = false;
      return box.replaceChildren();
    }
    const n = waiting.size;
    const kept = stays
      ? ' Источник, день и счетчики остались прежними: смените их, когда строки сохранятся.'
      : '';
    const text = `Не сохранено строк: ${n}. ${TROUBLES[kind] ?? TROUBLES.away}. Набирать можно дальше.${kept}`;
    if (box.firstChild?.textContent === text) return;
    box.replaceChildren(text);
    if (kind === 'session' || kind === 'other') {
      const link = Object.assign(document.createElement('a'), {
        ...{ href: '/staff/login', target: '_blank', rel: 'noopener', textContent: 'Войти' },
      });
      box.append(' ', link);
    }
  }

  // «Нет доступа»: a note about a flat, beside the lines

  async function visit(flat, shut) {
    const line = find('[data-visit]', flat);
    const words = find('[data-words]', line);
    const put = ({ words: text, noted }) => {
      words.textContent = text;
      line.hidden = text === '';
      find('[data-shut]', flat).hidden = noted;
      find('[data-open]', flat).hidden = !noted;
    };
    const before = { words: words.textContent, noted: find('[data-shut]', flat).hidden };
    put({ words: 'Записываем…', noted: shut });
    const body = new URLSearchParams({
      _csrf: form.elements._csrf.value,
      source: source.value,
      day: day.value,
      shut: shut ? 'yes' : 'no',
    });
    try {
      const answer = await reach(find('[data-shut]', flat).dataset.shut, { method: 'POST', body });
      if (!answer.ok) throw new Error(answer.status === 401 ? 'session' : 'away');
      put(await answer.json());
    } catch (error) {
      put({
        ...before,
        words: `Отметка не записана: ${error.message === 'session' ? 'сеанс закончился, войдите в новой вкладке' : 'нет связи с сервером'}. Нажмите ещё раз`,
      });
    }
  }

  for (const button of all('[data-shut], [data-open]', table)) {
    button.type = 'button';
    button.addEventListener('click', () => visit(button.closest('tbody'), button.matches('[data-shut]')));
  }

  addEventListener('online', () => waiting.size && again());
  addEventListener('beforeunload', (event) => {
    if (waiting.size) event.preventDefault();
  });

  // Keys

  const rowOf = (element) => element.closest?.('tr[data-save]');

  function go(field) {
    if (!field) return;
    field.focus();
    field.select?.();
  }

  /** After the last line on to the first that is not saved and needs somebody, then to the next sheet; `done` is no more to be seen to. */
  function goOn(done) {
    const unsaved = lines.find((one) => one !== done && one.matches('.ask-row, .wrong-row'));
    led = unsaved ? undefined : (find('[data-next]') ?? find('main a'));
    go(unsaved ? fieldsOf(unsaved)[0] : led);
  }

  function restore(row) {
    fieldsOf(row).forEach((field, at) => (field.value = former.get(row)[at]));
    waiting.delete(row);
    keep(row);
    if (former.get(row).some(Boolean))
      say(row, { tone: 'saved', text: 'сохранено', used: find('[data-used]', row).textContent });
    else say(row, { tone: 'plain', text: '', used: '' });
  }

  table.addEventListener('input', ({ target }) => {
    const row = rowOf(target);
    keep(row);
    look(row);
  });
  table.addEventListener('focusout', ({ target, relatedTarget }) => {
    const row = rowOf(target);
    if (!row || !target.matches('.in input') || (relatedTarget && row.contains(relatedTarget))) return;
    if (left.includes(row)) left.splice(left.indexOf(row), 1);
    left.push(row);
    save(row);
  });
  document.addEventListener('focusin', mark);
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const at = inputs.indexOf(event.target);
    const row = at === -1 ? undefined : rowOf(event.target);
    if (event.key === 'F2') {
      const asked = meant();
      if (!asked) return;
      event.preventDefault();
      confirm(asked);
      if (asked !== row) return;
      const next = inputs[inputs.indexOf(fieldsOf(row).at(-1)) + 1];
      if (next) go(next);
      else goOn(row);
    } else if (event.key === 'F4') {
      const flat = (row ?? left.at(-1))?.closest('tbody');
      if (!flat || !find('[data-shut]', flat)) return;
      event.preventDefault();
      visit(flat, true);
      const next = inputs.find(
        (field) =>
          flat.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING && !flat.contains(field),
      );
      if (next) go(next);
      else goOn();
    } else if (event.key === 'F6') {
      event.preventDefault();
      const empty = inputs.filter(({ value }) => value === '');
      go(empty.find((field) => inputs.indexOf(field) > at) ?? empty[0]);
    } else if (!row) {
      return;
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (inputs[at + 1]) return go(inputs[at + 1]);
      save(row);
      goOn();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = lines[lines.indexOf(row) + (event.key === 'ArrowDown' ? 1 : -1)];
      if (next) go(fieldsOf(next)[fieldsOf(row).indexOf(event.target)] ?? fieldsOf(next)[0]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      restore(row);
    }
  });
  form.addEventListener('submit', (event) => event.preventDefault());

  // Another day or another part: what waits is saved before, or the head goes on saying how lines are saved.
  const heads = all('select, input[type=date]', given);
  const stood = new Map(heads.map((field) => [field, field.value]));
  given.addEventListener('change', async () => {
    const row = rowOf(document.activeElement ?? table);
    if (row) save(row);
    while (sending) await new Promise((resolve) => setTimeout(resolve, 50));
    if (waiting.size === 0) return given.requestSubmit();
    for (const [field, value] of stood) field.value = value;
    stays = true;
    trouble(troubled);
  });

  // What was typed before the page went away

  const drafts = kept();
  for (const row of lines) {
    const draft = drafts[row.dataset.save];
    if (!draft || draft.values.length !== fieldsOf(row).length) continue;
    fieldsOf(row).forEach((field, at) => (field.value = draft.values[at]));
    if (same(valuesOf(row), former.get(row))) keep(row);
    else {
      known.set(row, draft.seen);
      look(row);
      save(row);
    }
  }
  count();
  // The browser gives the focus with its first picture: whoever types before would lose digits.
  find('[autofocus]', table)?.focus();
})();
