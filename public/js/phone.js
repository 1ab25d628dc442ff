// A request by telephone without the mouse: places as one types, keys for what happened, a draft that stays.
(() => {
  'use strict';

  const NEW = '/office/requests/new';
  const DRAFT = 'request-draft';
  const WAIT_MS = 120;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  done(document.querySelector('[data-done]'));
  take(document.querySelector('#take'));

  /** The number: to copy, and on to the next call. */
  function done(box) {
    if (!box) return;
    sessionStorage.removeItem(DRAFT);
    const copy = box.querySelector('[data-copy]');
    copy.hidden = !navigator.clipboard;
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(copy.dataset.copy);
      box.querySelector('[data-copied]').hidden = false;
    });
    box.querySelector('[data-again]').focus();
  }

  function take(form) {
    if (!form) return;
    const search = document.querySelector('#q');
    const field = (name) => form.elements.namedItem(name);
    const chosen = (name) => form.querySelector(`[name=${name}]:checked`);
    const piece = (name, root = document) => root.querySelector(`[data-piece=${name}]`);
    const filled = new Map();
    let places = [];
    let active = -1;
    let asked = search.value;
    let listed = '';
    let choosesFirst = false;
    let moved = false;
    let timer;
    let looking;
    let showing;
    let sent = false;

    // Places

    search.setAttribute('role', 'combobox');
    search.setAttribute('aria-autocomplete', 'list');
    search.setAttribute('aria-expanded', 'false');
    document.querySelector('[data-search]').hidden = true;

    search.addEventListener('input', () => {
      asked = search.value.trim();
      field('said').value = asked;
      choosesFirst = false;
      clearTimeout(timer);
      timer = setTimeout(look, WAIT_MS);
    });
    search.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        if (places.length === 0) return;
        event.preventDefault();
        // The first is lit already: the first ↓ only agrees.
        if (moved) active += event.key === 'ArrowDown' ? 1 : -1;
        moved = true;
        light((active + places.length) % places.length);
      } else if (event.key === 'Enter' && !event.ctrlKey) {
        event.preventDefault();
        if (listed === asked && places[active]) choose(places[active]);
        else if (listed !== asked) {
          choosesFirst = true;
          clearTimeout(timer);
          look();
        }
      }
    });

    async function look() {
      looking?.abort();
      looking = new AbortController();
      const { signal } = looking;
      const words = asked;
      try {
        const answer = await fetch(`/office/requests/places?q=${encodeURIComponent(words)}`, { signal });
        if (answer.status === 401) return location.reload();
        if (!answer.ok) throw new Error(String(answer.status));
        const found = await answer.json();
        ({ places } = found);

        listed = words;
        list(found, words);
        // pressed before the list was seen: of several flats, or of a guess, nobody knows what was meant
        const house = found.why !== 'slip' && places.every(({ account }) => !account) && places[0];
        if (choosesFirst && (places[0]?.sure || house)) choose(places[0]);
      } catch (error) {
        if (error.name !== 'AbortError')
          piece('found').replaceChildren(make('p', { textContent: 'Нет связи. Попробуйте ещё раз.' }));
      }
    }

    function list({ tried, why }, words) {
      const box = piece('found');
      const said =
        tried &&
        make('p', {
          className: 'soon',
          textContent:
            why === 'layout'
              ? `Похоже на другую раскладку: искали «${tried}».`
              : `Точно так не нашли. Показали «${tried}».`,
        });
      const lines = places.map(({ title, note }, index) => {
        const link = make(
          'a',
          {},
          make('b', { textContent: title }),
          ' ',
          make('span', { textContent: note }),
        );
        const line = make('li', { id: `place-${index}` }, link);
        line.setAttribute('role', 'option');
        line.addEventListener('click', () => choose(places[index]));
        return line;
      });
      const listbox = make('ul', { id: 'places', className: 'found' }, ...lines);
      listbox.setAttribute('role', 'listbox');
      listbox.setAttribute('aria-label', 'Найдено');
      const nothing =
        words !== '' && make('p', { textContent: 'Ничего не нашли. Попробуйте улицу и дом или фамилию.' });
      const inWords = make('a', { href: `${NEW}?by=words`, textContent: 'Записать адрес словами' });
      inWords.dataset.inWords = '';
      box.replaceChildren(
        ...[said, places.length > 0 ? listbox : nothing, make('p', {}, inWords)].filter(Boolean),
      );
      search.setAttribute('aria-expanded', String(places.length > 0));
      if (places.length > 0) search.setAttribute('aria-controls', 'places');
      else search.removeAttribute('aria-controls');
      moved = false;
      light(0);
    }

    function light(index) {
      active = index;
      all('#places li').forEach((line, at) => line.setAttribute('aria-selected', String(at === index)));
      if (places[index]) search.setAttribute('aria-activedescendant', `place-${index}`);
      else search.removeAttribute('aria-activedescendant');
    }

    function choose({ account = '', house = '', within = '' }) {
      choosesFirst = false;
      places = [];
      light(-1);
      search.setAttribute('aria-expanded', 'false');
      search.removeAttribute('aria-controls');
      field('account').value = account;
      field('house').value = house;
      field('words').value = within;
      field('caller').value = '';
      show();
      (chosen('category') ? field('text') : form.querySelector('[name=category]')).focus();
    }

    document.addEventListener('click', (event) => {
      if (!event.target.closest('[data-in-words]')) return;
      event.preventDefault();
      field('account').value = '';
      field('house').value = '';
      show({ by: 'words' }).then(() => field('words').focus());
    });

    // What depends on place and category, as the server has it

    const PIECES = ['found', 'where', 'caller', 'beside', 'law', 'say'];

    async function show(more = {}) {
      showing?.abort();
      showing = new AbortController();
      const { signal } = showing;
      const known = {
        account: field('account').value,
        house: field('house').value,
        within: field('words').value,
        q: asked,
      };
      if (!known.account && !known.house && known.within) more = { by: 'words', ...more };
      const place = new URLSearchParams({ ...known, ...more });
      const words = document.activeElement?.name === 'words' ? document.activeElement.value : undefined;
      const query = new URLSearchParams(place);
      query.set('category', chosen('category')?.value ?? '');
      query.set('emergency', chosen('emergency')?.value ?? '');
      query.set('caller', field('caller')?.value ?? '');
      try {
        const answer = await fetch(`${NEW}?${query}`, { signal });
        if (answer.status === 401) return location.reload();
        if (!answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        for (const name of PIECES) {
          if (words !== undefined && name === 'where') continue;
          piece(name).replaceWith(document.adoptNode(piece(name, page)));
        }
        history.replaceState(null, '', `${NEW}?${place}`);
        fill();
        next();
        keep();
      } catch (error) {
        if (error.name !== 'AbortError') throw error;
      }
    }

    /** Telephone and name as the flat has them, unless somebody has typed others. */
    function fill() {
      const { phone, applicant } = piece('where').dataset;
      put({ phone, applicant });
    }

    function put(values) {
      for (const [name, value] of Object.entries(values)) {
        const input = field(name);
        if (input.value === '' || input.value === filled.get(name)) input.value = value;
        filled.set(name, value);
      }
    }

    // What happened

    const ask = document.querySelector('[data-ask]');
    const codes = new Map(all('[name=category][data-key]').map((input) => [input, input.dataset.key]));
    const sharing = (code) => [...codes.keys()].filter((input) => codes.get(input) === code);

    function question() {
      const words = chosen('category')?.dataset.question ?? '';
      ask.hidden = words === '';
      ask.querySelector('[data-question-shown]').textContent = words;
      if (words === '') all('input', ask).forEach((input) => (input.checked = false));
      const unanswered = words !== '' && !chosen('emergency');
      keys(unanswered);
      return unanswered;
    }

    /** Д and Н answer as long as something is asked; a key that two kinds share chooses the other one next. */
    function keys(unanswered) {
      const answers = all('[data-answer]', ask);
      for (const input of answers) setKey(input, unanswered && input.dataset.answer);
      const taken = unanswered ? answers.map(({ dataset }) => dataset.answer) : [];
      for (const [input, code] of codes) {
        const same = sharing(code);
        const following = same[(same.findIndex(({ checked }) => checked) + 1) % same.length];
        setKey(input, input === following && !taken.includes(code) && code);
      }
      document.dispatchEvent(new Event('office:keys'));
    }

    function setKey(element, key) {
      if (key) element.dataset.key = key;
      else delete element.dataset.key;
    }

    /** The trouble of the house that П joins: of the chosen kind if there is one. */
    function next() {
      const lines = all('[data-piece=beside] li[data-category]');
      const kind = chosen('category')?.value;
      const line = lines.find(({ dataset }) => dataset.category === kind) ?? lines[0];
      for (const one of lines) {
        const button = one.querySelector('button');
        setKey(button, one === line && 'KeyG');
        if (one !== line) button.querySelector('kbd')?.remove();
      }
      document.dispatchEvent(new Event('office:keys'));
    }

    form.addEventListener('change', ({ target }) => {
      if (target.name === 'category' || target.name === 'emergency') {
        question();
        show();
      }
      if (target.name === 'caller') {
        const { name = '', phone = '' } = target.selectedOptions[0].dataset;
        put({ applicant: name, phone });
        show();
      }
    });

    // A key of the page clicks as no mouse and no arrow does.
    form.addEventListener('click', ({ isTrusted, target }) => {
      if (isTrusted || !target.matches('[type=radio]')) return;
      if (sharing(codes.get(target)).length > 1) target.focus();
      else onward();
    });

    form.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing || event.ctrlKey || event.shiftKey) return;
      const { target } = event;
      if (target.matches('[type=radio]')) onward();
      else if (target.matches('#text')) form.requestSubmit(form.querySelector('button.main'));
      else return;
      event.preventDefault();
    });

    /** From what happened to its question, and on to the words. */
    function onward() {
      (question() ? ask.querySelector('input') : field('text')).focus();
    }

    // The draft

    document.querySelector('[data-drafts]').hidden = false;

    function keep() {
      const values = Object.fromEntries([...new FormData(form)].filter(([name]) => !name.startsWith('_')));
      const typed = values.text || values.account || values.house || values.words || asked;
      const draft = { staff: form.dataset.staff, values: { ...values, said: asked } };
      if (typed) sessionStorage.setItem(DRAFT, JSON.stringify(draft));
      else sessionStorage.removeItem(DRAFT);
    }

    function restore() {
      const kept = JSON.parse(sessionStorage.getItem(DRAFT) ?? 'null');
      if (!kept || location.search !== '' || document.querySelector('.error-summary')) return;
      // Another person of the office sits here now.
      if (kept.staff !== form.dataset.staff) return sessionStorage.removeItem(DRAFT);
      for (const [name, value] of Object.entries(kept.values)) {
        const input = field(name);
        if (input instanceof RadioNodeList) input.value = value;
        else if (input) input.value = value;
      }
      search.value = asked = kept.values.said;
      document.querySelector('[data-restored]').hidden = false;
      question();
      show({ caller: kept.values.caller ?? '' });
    }

    form.addEventListener('input', keep);
    const forget = () => {
      sent = true;
      sessionStorage.removeItem(DRAFT);
    };
    form.addEventListener('submit', forget);
    document.querySelector('[data-afresh]').addEventListener('click', forget);
    addEventListener('pagehide', () => sent || keep());

    /** How long the call lasts, since the first letter of it. */
    function talk(began) {
      const seconds = Math.floor((Date.now() - began) / 1000);
      const line = document.querySelector('[data-talk]');
      line.hidden = false;
      line.textContent =
        seconds < 60 ? `разговор идёт ${seconds} с` : `разговор идёт ${Math.floor(seconds / 60)} мин`;
    }
    document.addEventListener('input', () => setInterval(talk, 1000, Date.now()), { once: true });

    question();
    next();
    restore();
    if (!document.querySelector('.error-summary')) {
      (field('account').value || field('house').value
        ? form.querySelector('[name=category]')
        : search
      ).focus();
    }
  }
})();
