// Everything works without this file; it only helps. One small part for each help, none knows the others.
(() => {
  'use strict';

  const CYRILLIC = /[а-яё]/i;
  const LATIN = /[a-z]/i;
  const CODE_WORD = /^[а-яё][а-яё -]{7,40}$/i;
  const KEPT_WORD = 'code-word';

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  function make(tag, properties) {
    return Object.assign(document.createElement(tag), properties);
  }

  /** Wires everything within a piece of page: the page itself, or what has come into the window over it. */
  function wire(root) {
    all('input[type=password]', root).forEach(showPassword);
    all('input[data-keys]', root).forEach(watchKeys);
    all('.dial[data-previous]', root).forEach(tellConsumption);
    all('[data-draft-to]', root).forEach(keepDraft);
    all('textarea[data-most]', root).forEach(countLetters);
    all('form', root).forEach(sendOnce);
    all('[data-topic-term]', root).forEach(tellTerm);
    all('[data-emergency]', root).forEach(askAboutEmergency);
    all('a[data-window]', root).forEach(openInWindow);
    all('details[data-wide]', root).forEach(
      (details) => (details.open = matchMedia('(min-width: 52em)').matches),
    );
    all('details[data-menu]', root).forEach(closeFromOutside);
    if (navigator.clipboard) all('[data-copy]', root).forEach(copyOnPress);
    addEventListener('beforeprint', () => all('details').forEach((details) => (details.open = true)));
    all('[data-print]', root).forEach((button) => {
      button.hidden = false;
      button.addEventListener('click', () => window.print());
      if ('printNow' in button.dataset) window.print();
    });
  }

  /** A menu over the page goes when something else is pressed. */
  function closeFromOutside(menu) {
    document.addEventListener('click', ({ target }) => {
      if (!menu.contains(target)) menu.open = false;
    });
  }

  function copyOnPress(button) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      const { ariaLabel, textContent } = button;
      if (textContent === 'Скопировано') return;
      button.textContent = button.ariaLabel = 'Скопировано';
      setTimeout(() => Object.assign(button, { ariaLabel, textContent }), 3000);
    });
  }

  /** Of what was chosen: the term of the law, the question that fits, and the telephone if it is an emergency. */
  function askAboutEmergency(box) {
    const { form } = box;
    const [legend, hint] = [box.querySelector('legend'), box.querySelector('small')];
    const [term, call] = ['[data-term-shown]', '[data-call-again]'].map((part) => form.querySelector(part));
    const show = () => {
      const {
        term: words,
        question,
        hint: told,
      } = form.querySelector('[name=category]:checked')?.dataset ?? {};
      term.hidden = !words;
      term.textContent = words ?? '';
      box.hidden = !question;
      if (question) [legend.textContent, hint.textContent] = [question, told];
      else all('input', box).forEach((input) => (input.checked = false));
      call.hidden = !box.querySelector('[value=yes]').checked;
    };
    form.querySelector('[data-terms]').hidden = true;
    form.addEventListener('change', show);
    show();
  }

  /** By when an answer comes, as soon as it is chosen what it is about. */
  function tellTerm(note) {
    const { form } = note.parentElement.querySelector('select');
    form.elements.topic.addEventListener('change', ({ target }) => {
      note.textContent = `${target.selectedOptions[0].dataset.term}.`;
    });
  }

  /** A text that is too long is not sent: what comes back from there might not be all of it. */
  function countLetters(area) {
    const hint = document.getElementById(`${area.id}-hint`);
    const { textContent: usual } = hint;
    const most = Number(area.dataset.most);
    const left = () => most - [...area.value].length;
    const tell = () => {
      const count = left();
      hint.classList.toggle('warn', count < 0);
      hint.textContent =
        count < 0
          ? `Лишних знаков: ${(-count).toLocaleString('ru-RU')}. Сократите текст.`
          : count < 500
            ? `Осталось знаков: ${count}.`
            : usual;
    };
    area.addEventListener('input', tell);
    area.form.addEventListener('submit', (event) => {
      if (left() >= 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      tell();
      area.focus();
    });
    tell();
  }

  /** What is typed is kept every few seconds; a form that is being sent waits until that is done. */
  function keepDraft(note) {
    const form = note.closest('form');
    let timer;
    let saving;
    let stopped = false;
    const save = async () => {
      const body = new FormData(form);
      body.delete('files');
      try {
        const answer = await fetch(note.dataset.draftTo, {
          method: 'POST',
          body,
          signal: AbortSignal.timeout(10000),
        });
        if (answer.status === 413) throw new Error('too much');
        const { draft, words } = await answer.json();
        stopped = answer.status === 409;
        if (draft) form.elements.draft.value = draft;
        note.textContent = words;
      } catch (error) {
        const why =
          error.message === 'too much' ? 'он слишком длинный' : 'нет связи, или вы вышли из кабинета';
        note.textContent = `Черновик пока не сохранён: ${why}.`;
      }
      note.hidden = false;
      saving = undefined;
    };
    const begin = async () => {
      await saving;
      saving = save();
    };
    form.addEventListener('input', () => {
      clearTimeout(timer);
      if (!stopped) timer = setTimeout(begin, 2000);
    });
    form.addEventListener('submit', async (event) => {
      clearTimeout(timer);
      if (!saving) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      await saving;
      form.requestSubmit(event.submitter);
    });
  }

  function showPassword(input) {
    const box = make('span', { className: 'secret' });
    const button = make('button', { type: 'button' });
    const show = (shown) => {
      input.type = shown ? 'text' : 'password';
      button.textContent = shown ? 'Скрыть' : 'Показать';
      button.setAttribute('aria-label', `${button.textContent} пароль`);
    };
    input.before(box);
    box.append(input, button);
    input.autocapitalize = 'none';
    input.spellcheck = false;
    button.addEventListener('click', () => show(input.type === 'password'));
    if (input.form) {
      // Browsers remember what stands in a plain field; a password must not be among it.
      input.form.addEventListener('submit', () => show(false));
    }
    show(false);
  }

  /** What the typed reading means: consumption, roubles, what is usual. In whole smallest units, as the server counts. */
  function tellConsumption(dial) {
    const { previous, price, unit, usual, most } = dial.dataset;
    const [decimals, capacity] = [Number(dial.dataset.decimals), Number(dial.dataset.capacity)];
    const [whole, fraction] = all('input', dial);
    const note = dial.parentElement.querySelector('.means');
    const number = (value, least, most) =>
      value.toLocaleString('ru-RU', { minimumFractionDigits: least, maximumFractionDigits: most });
    const told = () => {
      note.classList.remove('much');
      const [head, tail = ''] = whole.value.trim().split(/[.,]/);
      const red = tail || (fraction ? fraction.value.trim() : '');
      if (!/^\d+$/.test(head) || !/^\d*$/.test(red) || red.length > decimals) return usual;
      const value = Number(head + red.padEnd(decimals, '0'));
      const round = 10 ** (decimals + capacity);
      if (value >= round) return usual;
      const over = value < Number(previous);
      const used = (over ? value + round : value) - Number(previous);
      // So much has not run through since: rather a wrong digit than a dial that went over zero.
      const much = used > Number(most);
      note.classList.toggle('much', much);
      if (over && much) return 'Меньше прежних показаний. Проверьте, пожалуйста';
      const amount = used / 10 ** decimals;
      const sum = price ? ` ≈ ${number(amount * Number(price), 2, 2)}\u00a0₽` : '';
      const said = `${number(amount, 0, decimals)}\u00a0${unit}${sum}${much ? ' — необычно много' : ''}`;
      return [said, usual].filter(Boolean).join(', ');
    };
    dial.addEventListener('input', () => (note.textContent = told()));
  }

  /** «Проверьте раскладку и Caps Lock», said when there is a reason. */
  function watchKeys(input) {
    const note = make('p', { className: 'hint warn' });
    note.setAttribute('role', 'status');
    (input.closest('.secret') || input).after(note);
    let caps = false;
    const tell = () => {
      const parts = [];
      if (caps) parts.push('Включён Caps Lock.');
      if (CYRILLIC.test(input.value)) parts.push('Включена русская раскладка.');
      if (input.dataset.keys === 'login' && CYRILLIC.test(input.value) && LATIN.test(input.value)) {
        parts.splice(-1, 1, 'В логине и русские, и латинские буквы: проверьте раскладку.');
      }
      const text = parts.join(' ');
      if (note.textContent !== text) note.textContent = text;
    };
    const key = (event) => {
      if (event.getModifierState) caps = event.getModifierState('CapsLock');
      tell();
    };
    input.addEventListener('keydown', key);
    input.addEventListener('keyup', key);
    input.addEventListener('input', tell);
    input.addEventListener('blur', () => {
      caps = false;
      tell();
    });
  }

  /** A second click while the first is under way does nothing. */
  function sendOnce(form) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = 'yes';
      all('button:not([type=button])', form).forEach((button) => button.classList.add('busy'));
      setTimeout(() => release(form), 15000);
    });
  }

  function release(form) {
    delete form.dataset.sent;
    all('.busy', form).forEach((button) => button.classList.remove('busy'));
  }

  /** «В открывшемся окне»: the page behind the link, over this one. Its forms are sent as those of the page are. */
  function openInWindow(link) {
    if (!window.HTMLDialogElement || !window.fetch || location.pathname.startsWith('/auth')) return;
    link.addEventListener('click', async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      try {
        const answer = await fetch(link.href, { headers: { accept: 'text/html' } });
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        if (!answer.ok || answer.redirected) throw new Error('not the page');
        showWindow(page.querySelector('main'), link);
      } catch {
        location.href = link.href;
      }
    });
  }

  function showWindow(content, link) {
    const dialog = make('dialog', {});
    const close = make('button', { type: 'button', className: 'plain close', textContent: 'Закрыть' });
    // The page below has a heading and fields of its own under these names.
    all('[id]', content).forEach((element) => (element.id = `window-${element.id}`));
    for (const name of ['for', 'aria-describedby']) {
      all(`[${name}]`, content).forEach((element) =>
        element.setAttribute(name, element.getAttribute(name).replace(/\S+/g, 'window-$&')),
      );
    }
    const heading = content.querySelector('h1');
    const title = make('h2', { id: 'window-title', className: 'title', textContent: heading.textContent });
    heading.replaceWith(title);
    dialog.setAttribute('aria-labelledby', title.id);
    dialog.append(close, ...content.childNodes);
    document.body.append(dialog);
    wire(dialog);
    close.addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
    dialog.addEventListener('close', () => {
      dialog.remove();
      link.focus();
    });
    dialog.showModal();
    (dialog.querySelector('input:not([type=hidden])') || close).focus();
  }

  /** The QR code of a slip brings the word after «#», where no server sees it; it waits here until step 2. */
  function carryCodeWord() {
    const field = document.querySelector('input#word');
    let word = '';
    try {
      word = decodeURIComponent(location.hash.slice(1));
    } catch {
      // A broken fragment is no word.
    }
    if (CODE_WORD.test(word)) {
      history.replaceState(null, '', location.pathname + location.search);
    } else {
      word = keep() || '';
    }
    if (field && !field.value) field.value = word;
    keep(field ? '' : word);
  }

  /** The code of a slip for the way in comes the same way. */
  function takeSlipCode() {
    const field = document.querySelector('input[data-slip]');
    const code = location.hash.slice(1);
    if (!field || !/^\d{16}$/.test(code)) return;
    field.value = code.replace(/\d{4}(?=\d)/g, '$& ');
    history.replaceState(null, '', location.pathname);
  }

  /** Storage may be forbidden; then the word is typed by hand. */
  function keep(word) {
    try {
      if (word === undefined) return sessionStorage.getItem(KEPT_WORD);
      if (word) sessionStorage.setItem(KEPT_WORD, word);
      else sessionStorage.removeItem(KEPT_WORD);
    } catch {
      // Nothing to do.
    }
    return null;
  }

  wire(document);
  carryCodeWord();
  takeSlipCode();
  addEventListener('pageshow', () => all('form').forEach(release));
  const summary = document.querySelector('.error-summary');
  if (summary) summary.focus();
})();
