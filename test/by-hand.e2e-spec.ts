import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { hire } from './support/office.js';
import type { Page } from './support/page.js';
import { giveResident } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
const people = {} as Record<'olga' | 'piter' | 'chief' | 'rimma', Client>;
const PAPER = { ground: 'egrn', paper: '№ КУВИ-001 от 20.11.2026' };

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  people.olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  people.piter = await hire(world, 'piter', 'operator', 'Ли Пётр');
  people.chief = await hire(world, 'chief', 'administrator', 'Белова Ирина Игоревна');
  people.rimma = await hire(world, 'rimma', 'accountant', 'Римма Ли');
  await giveResident(world, 'irina');
});
afterAll(() => world?.stop());

let last = 0;
/** An account with an id and a number of its own. */
async function give(): Promise<{ id: string; number: string }> {
  last += 1;
  const number = `01000${String(last).padStart(5, '0')}`;
  return { id: await giveAccount(world, 'irina', number), number };
}

interface Stored {
  owner_name: string;
  total_area: string | null;
  residents: number | null;
  closed: boolean;
  closed_on: string | null;
  address: string;
  marks: string[];
}

async function stored(id: string): Promise<Stored> {
  const [row] = await world.database.query<Stored>(
    `SELECT p.owner_name, p.total_area::text, p.residents, p.closed, p.address,
       (SELECT closed_on::text FROM accounts WHERE id = p.id) AS closed_on,
       ARRAY(SELECT field FROM account_corrections WHERE account_id = p.id ORDER BY field) AS marks
     FROM account_places p WHERE p.id = $1`,
    [id],
  );
  return row!;
}

const path = (id: string, job = 'correct') => `/office/accounts/${id}/${job}`;

async function open(who: Client, address: string) {
  return (await who.get(address)).form(address);
}

/** Types into the form and looks at what will change. */
async function look(who: Client, address: string, fields: Record<string, string>): Promise<Page> {
  return (await open(who, address)).submit({ ...PAPER, ...fields });
}

async function save(who: Client, address: string, fields: Record<string, string>): Promise<Page> {
  const checked = await look(who, address, fields);
  if (checked.status !== 200) throw new Error(`${checked.status}: ${checked.errors.join('; ')}`);
  return checked.form(address).submit({}, { button: buttonOf(checked) });
}

/** The filled button of a page. */
function buttonOf(page: Page): string {
  return page.html.querySelector('main button.main')!.text.trim();
}

async function history(id: string): Promise<string> {
  return (await people.olga.get(`/office/accounts/${id}`)).text.replace(/\s+/g, ' ');
}

describe('An operator with a paper in hand', () => {
  it('sets owner, area and residents, having seen what stands there and what will; the card tells who, when and why', async () => {
    const { id } = await give();
    const checked = await look(people.olga, path(id), { owner: 'Ким  Вера Петровна', area: '60,50' });
    const text = checked.text.replace(/\s+/g, ' ');
    expect(text).toContain('Владелец Белова Ирина Петровна Ким Вера Петровна');
    expect(text).toContain('Площадь 54,3 м² 60,5 м²');
    expect(text).toContain('Проживает 2 без изменений');
    expect(text).toContain('Основание: выписка из ЕГРН, № КУВИ-001 от 20.11.2026');
    expect((await stored(id)).owner_name).toBe('Белова Ирина Петровна');
    const done = await checked.form(path(id)).submit({}, { button: 'Сохранить' });
    expect(done.location).toBe(`/office/accounts/${id}`);
    expect(await stored(id)).toMatchObject({
      ...{ owner_name: 'Ким Вера Петровна', total_area: '60.50', residents: 2 },
      marks: ['owner_name', 'total_area'],
    });
    const card = await history(id);
    expect(card).toContain(
      'Лицевой счет исправлен вручную: выписка из ЕГРН, № КУВИ-001 от 20.11.2026; площадь: было «54,3 м²», стало «60,5 м²»; владелец: было «Белова Ирина Петровна», стало «Ким Вера Петровна»',
    );
    expect(card).toContain('Исправлено вручную');
    expect(card).toContain('Тарасова Ольга Ильинична');
    // what one paper has corrected stands on one line, with the paper once
    const block = (await people.olga.get(`/office/accounts/${id}`)).text;
    expect(block).toMatch(/Исправлено вручную (?:Владелец, площадь|Площадь, владелец) выписка из ЕГРН/);
    // nothing was charged yet: the button leads to where that is said
    const receipt = await people.olga.get(`/office/accounts/${id}/receipt`);
    expect((await receipt.follow()).text).toContain('Документов ещё нет.');
  });

  it('is told who stays linked under another name of the owner, and where they lose the account; and not for another area', async () => {
    const { id } = await give();
    const checked = await look(people.olga, path(id), { owner: 'Ким Вера Петровна' });
    const text = checked.text.replace(/\s+/g, ' ');
    expect(text).toMatch(
      /Имя владельца никого не отвязывает.* будут видеть этот счет: [А-Я][^:]+, владелец Если/,
    );
    const next = await checked.click('«Сменился владелец»');
    expect(next.path).toBe(path(id, 'owner-change'));
    expect(next.text).toContain('исправьте его сами («Исправить»)');
    const area = await look(people.olga, path(id), { area: '60,50' });
    expect(area.text).not.toContain('Сменился владелец');
    await world.database.query('DELETE FROM account_links WHERE account_id = $1', [id]);
    const empty = await look(people.olga, path(id), { owner: 'Ким Вера Петровна' });
    expect(empty.text).not.toContain('не отвязывает');
    const change = await people.olga.get(path(id, 'owner-change'));
    expect((await change.click('«Исправить»')).path).toBe(path(id));
  });

  it('is asked whether so many people are no slip of the keyboard', async () => {
    const { id } = await give();
    const asked = 'Проживает 999: для одного помещения это много. Проверьте, нет ли опечатки.';
    expect((await look(people.olga, path(id), { residents: '999' })).text).toContain(asked);
    expect((await look(people.olga, path(id), { residents: '20' })).text).not.toContain('нет ли опечатки');
    await save(people.olga, path(id), { residents: '30' });
    const again = await look(people.olga, path(id), { residents: '30', area: '60' });
    expect(again.text).not.toContain('нет ли опечатки');
  });

  it('does not take an owner away as a slip of the keyboard, nor make an area 0', async () => {
    const { id } = await give();
    const slip = { ground: 'slip', paper: '' };
    const nobody = await look(people.olga, path(id), { ...slip, owner: ' ' });
    expect(nobody.errors).toEqual([
      'Опечатку исправляют, а не стирают: введите владельца или выберите другое основание',
    ]);
    expect(nobody.form(path(id)).value('owner')).toBe('');
    for (const ground of [slip, PAPER]) {
      for (const area of ['0', '0,00']) {
        const none = await look(people.olga, path(id), { ...ground, area });
        expect(none.errors).toEqual(['Площадь не бывает 0. Если она неизвестна, оставьте поле пустым']);
        expect(none.form(path(id)).value('area')).toBe(area);
      }
    }
    expect((await look(people.olga, path(id), { owner: '' })).errors).toEqual([]);
    // what stands there already keeps nobody from correcting the rest
    await world.database.query("UPDATE accounts SET owner_name = '', total_area = 0 WHERE id = $1", [id]);
    await save(people.olga, path(id), { ...slip, residents: '3' });
    expect(await stored(id)).toMatchObject({ owner_name: '', residents: 3 });
  });

  it('goes back from the look with all that was typed, and undoes by correcting again', async () => {
    const { id } = await give();
    const checked = await look(people.olga, path(id), { owner: 'Ким', residents: '' });
    const again = await checked.form(path(id)).submit({}, { button: 'Поправить' });
    expect([again.status, again.form(path(id)).value('owner')]).toEqual([200, 'Ким']);
    expect(again.form(path(id)).value('paper')).toBe(PAPER.paper);
    expect(again.errors).toEqual([]);
    await save(people.olga, path(id), { owner: '', residents: '' });
    expect(await stored(id)).toMatchObject({ owner_name: '', residents: null });
    await save(people.olga, path(id), {
      owner: 'Белова Ирина Петровна',
      residents: '2',
      ground: 'slip',
      paper: '',
    });
    expect(await stored(id)).toMatchObject({ owner_name: 'Белова Ирина Петровна', residents: 2 });
    expect(await history(id)).toContain('опечатка; владелец: было не указано, стало «Белова Ирина Петровна»');
  });

  it('is told at the field what is wrong, and nothing typed is lost', async () => {
    const { id } = await give();
    const cases: [Record<string, string>, string, RegExp][] = [
      [{ area: 'много' }, 'area', /«много» — не число/],
      [{ area: '54,333' }, 'area', /больше двух знаков/],
      [{ area: '-5' }, 'area', /меньше нуля/],
      [{ area: '1e5' }, 'area', /^«1e5» — так Excel записал число\. Напишите его обычными цифрами$/],
      [{ area: '1,5E+2' }, 'area', /обычными цифрами/],
      [{ area: '#Н/Д' }, 'area', /Ошибка формулы #Н\/Д, а не число/],
      [{ residents: '1E+1' }, 'residents', /обычными цифрами/],
      [{ owner: '#ИМЯ?' }, 'owner', /Ошибка формулы #ИМЯ\?, а не имя/],
      [{ residents: '2,5' }, 'residents', /целое число/],
      [{ residents: '1000' }, 'residents', /целое число/],
      [{ owner: 'а'.repeat(201) }, 'owner', /не больше 200/],
      [{ owner: 'Ким', paper: '' }, 'paper', /номер и день/],
      [{ owner: 'Ким', paper: ' — ' }, 'paper', /номер и день/],
    ];
    for (const [fields, field, words] of cases) {
      const answer = await look(people.olga, path(id), fields);
      expect({ fields, status: answer.status }).toEqual({ fields, status: 422 });
      expect(answer.errorOf(field)).toMatch(words);
      for (const [name, typed] of Object.entries(fields)) {
        expect(answer.form(path(id)).value(name)).toBe(typed.trim());
      }
    }
    const form = await open(people.olga, path(id));
    const csrf = form.value('_csrf')!;
    const spoilt: Record<string, string | string[]>[] = [
      {},
      { ground: 'word', paper: '1' },
      { ground: ['egrn', 'act'] },
    ];
    for (const sent of spoilt) {
      const answer = await people.olga.post(path(id), { _csrf: csrf, version: '1', owner: 'Ким', ...sent });
      expect(answer.status).toBe(422);
      expect(answer.text).toMatch(/Выберите основание|пришло дважды/);
    }
    const same = await look(people.olga, path(id), {});
    expect([same.status, same.text]).toEqual([422, expect.stringContaining('Ничего не изменено')]);
    expect((await stored(id)).marks).toEqual([]);
  });

  it('presses twice and it is done once', async () => {
    const { id } = await give();
    const checked = await look(people.olga, path(id), { owner: 'Ким Вера' });
    const form = checked.form(path(id));
    const answers = await Promise.all([1, 2].map(() => form.submit({}, { button: 'Сохранить' })));
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    const lines = await world.database.query(
      "SELECT FROM audit_events WHERE object_id = $1 AND action = 'account.corrected'",
      [id],
    );
    expect(lines).toHaveLength(1);
  });

  it('who comes second is told who was first and what they changed; what was typed stays, what was left alone does not come back', async () => {
    const { id } = await give();
    const [mine, other] = await Promise.all([
      look(people.olga, path(id), { owner: 'Ким Вера' }),
      look(people.piter, path(id), { owner: 'Ли Анна', area: '70' }),
    ]);
    expect((await other.form(path(id)).submit({}, { button: 'Сохранить' })).status).toBe(303);
    const late = await mine.form(path(id)).submit({}, { button: 'Сохранить' });
    const text = late.text.replace(/\s+/g, ' ');
    expect(late.status).toBe(409);
    expect(text).toContain('Пока форма была открыта, счет изменили: Ли Пётр');
    expect(text).toContain('Владелец Белова Ирина Петровна Ли Анна Ким Вера');
    const form = late.form(path(id));
    expect([form.value('owner'), form.value('area'), form.value('paper')]).toEqual([
      'Ким Вера',
      '70',
      PAPER.paper,
    ]);
    const again = await form.submit({});
    await again.form(path(id)).submit({}, { button: 'Сохранить' });
    expect(await stored(id)).toMatchObject({ owner_name: 'Ким Вера', total_area: '70.00' });
  });

  it('who comes second writes only the own field, and reads that the other one was not touched', async () => {
    const { id } = await give();
    const mine = await open(people.olga, path(id));
    await save(people.piter, path(id), { owner: 'Ли Анна', ground: 'court' });
    const late = await mine.submit({ ...PAPER, area: '61' });
    const text = late.text.replace(/\s+/g, ' ');
    expect([late.status, text]).toEqual([
      409,
      expect.stringContaining('Владелец Белова Ирина Петровна Ли Анна не меняли Площадь 54,3 54,3 61'),
    ]);
    expect(text).not.toContain('Проживает 2 2');
    const checked = await late.form(path(id)).submit({});
    expect(checked.text.replace(/\s+/g, ' ')).toContain('Владелец Ли Анна без изменений');
    await save(people.piter, path(id), { residents: '4', ground: 'registration' });
    const again = await checked.form(path(id)).submit({}, { button: 'Сохранить' });
    expect(again.status).toBe(409);
    const last = await again.form(path(id)).submit({});
    await last.form(path(id)).submit({}, { button: 'Сохранить' });
    expect(await stored(id)).toMatchObject({ owner_name: 'Ли Анна', total_area: '61.00', residents: 4 });
  });

  it('is offered grounds that fit what is done, and no other is taken', async () => {
    const { id } = await give();
    const offered = async (who: Client, address: string) =>
      (await who.get(address)).html
        .querySelectorAll('input[name=ground]')
        .map((one) => one.getAttribute('value'));
    expect(await offered(people.olga, path(id))).toContain('registration');
    for (const job of ['close', 'move']) {
      expect(await offered(people.chief, path(id, job))).not.toContain('registration');
      const form = await open(people.chief, path(id, job));
      const answer = await people.chief.post(path(id, job), {
        ...{ _csrf: form.value('_csrf')!, version: form.value('version')!, paper: '№ 1', step: 'save' },
        ...(job === 'close' ? { day: '2026-11-01' } : { house: LESNAYA, type: 'flat', unit: '99' }),
        ground: 'registration',
      });
      expect([job, answer.status, answer.errors]).toEqual([job, 422, ['Выберите основание']]);
    }
    expect(await stored(id)).toMatchObject({ closed: false, marks: [] });
    expect(await offered(people.chief, '/office/accounts/new')).toEqual(
      expect.arrayContaining(['contract', 'other']),
    );
  });

  it('is found by the new name at once, and by the old one no more', async () => {
    const { id } = await give();
    await save(people.olga, path(id), { owner: 'Непомнящих Аглая Львовна' });
    const find = (text: string) =>
      people.olga.get(`/office/find?q=${encodeURIComponent(text)}`, {
        headers: { 'x-pane': '1' },
        check: false,
      });
    expect((await find('непомнящих а л')).body).toContain(id);
    await save(people.olga, path(id), { owner: 'Белова Ирина Петровна' });
    expect((await find('непомнящих')).body).not.toContain(id);
  });

  it('waits while a file is loaded, and keeps what was typed', async () => {
    const { id } = await give();
    const checked = await look(people.olga, path(id), { owner: 'Ким Вера' });
    const load = new pg.Client(world.database.url);
    await load.connect();
    try {
      await load.query('BEGIN; SELECT pg_advisory_xact_lock(4951207)');
      const busy = await checked.form(path(id)).submit({}, { button: 'Сохранить' });
      expect([busy.status, busy.form(path(id)).value('owner')]).toEqual([422, 'Ким Вера']);
      expect(busy.text).toContain('Сейчас загружается файл');
    } finally {
      await load.end();
    }
    expect((await stored(id)).owner_name).toBe('Белова Ирина Петровна');
  });
});

describe('The history of a flat', () => {
  it('is read whole from its card, page by page, by whoever may open the card', async () => {
    const { id } = await give();
    const card = await people.olga.get(`/office/accounts/${id}`);
    expect(card.text).not.toContain('Вся история');
    await world.database.query(
      `INSERT INTO audit_events (actor_kind, action, object_kind, object_id, details)
       SELECT 'system', 'account.closed', 'account', $1, jsonb_build_object('ground', 'бумага ' || n) FROM generate_series(1, 120) n`,
      [id],
    );
    let page = await (await people.olga.get(`/office/accounts/${id}`)).click('Вся история');
    const grounds: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const told = page.html.querySelectorAll('.history td:nth-child(2)').map(({ text }) => text);
      grounds.push(...told.map((text) => Number(/бумага (\d+)/.exec(text)![1])));
      if (!page.text.includes('Раньше')) break;
      page = await page.click('Раньше');
    }
    expect(grounds).toEqual(Array.from({ length: 120 }, (_, n) => 120 - n));
    expect((await page.click('К последним записям')).text).toContain('бумага 120');
    expect((await people.rimma.get(`/office/accounts/${id}/history`)).status).toBe(200);
    for (const before of ['x', '-1', '99999999999999999999', "1'"]) {
      const odd = await people.olga.get(
        `/office/accounts/${id}/history?before=${encodeURIComponent(before)}`,
      );
      expect([before, odd.status]).toEqual([before, 200]);
    }
    const missing = '/office/accounts/00000000-0000-4000-8000-000000000000/history';
    expect((await people.olga.get(missing)).status).toBe(404);
  });
});

describe('Corrections', () => {
  it('are no business of an accountant, nor of an account that is not there', async () => {
    const { id } = await give();
    expect((await people.rimma.get(path(id))).status).toBe(403);
    expect((await people.rimma.get(`/office/accounts/${id}`)).text).not.toContain('Исправить');
    expect((await people.olga.get(path('00000000-0000-4000-8000-000000000000'))).status).toBe(404);
    expect((await people.olga.post(path('00000000-0000-4000-8000-000000000000'), {})).status).toBe(403);
  });
});

describe('An administrator closes an account', () => {
  it('from a day on, having read what becomes of people and meters; opens it again; both stand in the history', async () => {
    const { id } = await give();
    const form = await open(people.chief, path(id, 'close'));
    const asked = await people.chief.get(path(id, 'close'));
    expect(asked.text.replace(/\s+/g, ' ')).toContain('Привязки: 1 житель');
    const checked = await form.submit({ ...PAPER, ground: 'court', day: '2026-11-01' });
    expect(checked.text.replace(/\s+/g, ' ')).toContain('Счет открыт закрыт с 1 ноября 2026');
    const done = await checked.form(path(id, 'close')).submit({}, { button: 'Закрыть счет' });
    expect((await done.follow()).text).toContain('закрыт с 1 ноября 2026');
    expect(await stored(id)).toMatchObject({ closed: true, closed_on: '2026-11-01', marks: ['closed'] });
    expect((await people.chief.get(path(id, 'close'))).location).toBe(`/office/accounts/${id}`);
    const back = await save(people.chief, path(id, 'reopen'), {});
    expect(back.location).toBe(`/office/accounts/${id}`);
    expect(await stored(id)).toMatchObject({ closed: false, closed_on: null });
    const card = await history(id);
    expect(card).toContain('Лицевой счет закрыт: с 1 ноября 2026, решение суда');
    expect(card).toContain('Лицевой счет открыт снова');
  });

  it('and the day is one that has come, said at the field', async () => {
    const { id } = await give();
    for (const [day, words] of [
      ['2126-01-01', /не наступила/],
      ['2026-02-30', /не дата/],
      ['1026-01-01', /раньше 2000/],
      ['', /день|дата/],
    ] as const) {
      const answer = await look(people.chief, path(id, 'close'), { day });
      expect([day, answer.status]).toEqual([day, 422]);
      expect(answer.errorOf('day')).toMatch(words);
    }
  });

  it('and no letter about its receipts leaves any more', async () => {
    const { id } = await give();
    await world.database.query(
      `INSERT INTO letters (kind, recipient, subject, data, user_id, about, next_attempt_at, not_after)
       SELECT 'receipt', email, 'Квитанция', '{}', id, $1 || ' 2026-10', now() + interval '1 hour', now() + interval '1 day'
       FROM users WHERE login = 'irina'`,
      [id],
    );
    await save(people.chief, path(id, 'close'), { day: '2026-11-01' });
    const [letter] = await world.database.query<{ cancelled: boolean }>(
      "SELECT cancelled_at IS NOT NULL AS cancelled FROM letters WHERE about = $1 || ' 2026-10'",
      [id],
    );
    expect(letter!.cancelled).toBe(true);
  });

  it('and its code words are revoked, told before; its pages say that it is closed, and offer no other slip', async () => {
    const { id } = await give();
    const word = `/office/accounts/${id}/word`;
    const slip = await (await people.olga.get(word)).form(word).submit({});
    expect(slip.html.querySelectorAll('.slip')).toHaveLength(1);
    expect((await people.olga.get(`/office/accounts/${id}`)).text).toContain('Листок потерян');
    const checked = await look(people.chief, path(id, 'close'), { ground: 'court', day: '2026-11-01' });
    expect(checked.text.replace(/\s+/g, ' ')).toMatch(
      /Кодовое слово, которое действует до [^:]+: будет отозвано/,
    );
    await checked.form(path(id, 'close')).submit({}, { button: 'Закрыть счет' });
    const words = await world.database.query(
      `SELECT revoke_reason FROM code_words w JOIN code_word_accounts c ON c.code_word_id = w.id
       WHERE c.account_id = $1 AND w.revoked_at IS NOT NULL`,
      [id],
    );
    expect(words).toEqual([{ revoke_reason: 'Счет закрыт' }]);
    const card = await people.olga.get(`/office/accounts/${id}`);
    expect(card.text).toContain('Действующего слова нет');
    expect(await history(id)).toContain('Счет закрыт');
    for (const page of [word, `/office/accounts/${id}/readings`]) {
      const none = await people.olga.get(page);
      expect([none.status, none.heading]).toEqual([404, 'Счет закрыт']);
    }
    // a word of before, as a file that closes the account leaves it
    await world.database.query(
      `UPDATE code_words w SET revoked_at = NULL, revoked_by = NULL, revoke_reason = NULL
       FROM code_word_accounts c WHERE c.code_word_id = w.id AND c.account_id = $1`,
      [id],
    );
    const left = (await people.olga.get(`/office/accounts/${id}`)).text;
    expect(left).not.toContain('Листок потерян');
    expect(left).toContain('Отозвать');
  });

  it('and an operator does not', async () => {
    const { id } = await give();
    for (const job of ['close', 'reopen', 'move']) {
      expect((await people.olga.get(path(id, job))).status).toBe(403);
    }
  });
});

const NEW = '/office/accounts/new';
const LESNAYA = 'г. Иркутск, ул. Лесная, д. 4';

describe('An administrator moves an account to another unit', () => {
  it('of a house that is there, and it is found where it is now; who lives there goes with it', async () => {
    const [{ id, number }, other] = [await give(), await give()];
    const house = 'г. Иркутск, ул. Переездная, д. 8';
    await save(people.chief, path(other.id, 'move'), { house, unit: '15' });
    const checked = await look(people.chief, path(id, 'move'), { house, unit: 'кв. 15' });
    const text = checked.text.replace(/\s+/g, ' ');
    expect(text).toContain('ул. Переездная, д. 8, кв. 15');
    expect(text).toContain(`В этом помещении уже есть счета: ${other.number}`);
    const done = await checked.form(path(id, 'move')).submit({}, { button: 'Перевести' });
    expect(done.location).toBe(`/office/accounts/${id}`);
    expect(await stored(id)).toMatchObject({ address: `${house}, кв. 15`, marks: ['place'] });
    expect(await history(id)).toContain(
      `адрес: было «г. Иркутск, ул. Квитанций, д. ${number}, кв. 15», стало`,
    );
    const found = await people.olga.get(`/office/find?q=${encodeURIComponent('переездная 8 15')}`, {
      ...{ headers: { 'x-pane': '1' }, check: false },
    });
    expect(found.body).toContain(id);
  });

  it('and not to where it is, nor to a flat without a number, nor to a house that is none', async () => {
    const { id } = await give();
    const cases: [Record<string, string>, string, RegExp][] = [
      [{}, 'unit', /уже здесь/],
      [{ unit: '' }, 'unit', /номер помещения/],
      [{ house: '' }, 'house', /адрес дома/],
      [{ house: 'Иркутск' }, 'house', /Не хватает улицы и номера дома/],
      [{ house: 'г. Иркутск, ул. Лесная' }, 'house', /Не хватает номера дома/],
      [{ house: 'ул. 3-я Железнодорожная' }, 'house', /Не хватает номера дома/],
      [{ house: 'д. 4' }, 'house', /Не хватает улицы\./],
      [{ house: 'г. Иркутск, д. 4' }, 'house', /Не хватает улицы\./],
      [{ house: 'ул. Лесная, д. 4, кв. 7' }, 'house', /Здесь только дом/],
    ];
    for (const [fields, field, words] of cases) {
      const answer = await look(people.chief, path(id, 'move'), fields);
      expect([fields, answer.status]).toEqual([fields, 422]);
      expect(answer.errorOf(field)).toMatch(words);
    }
  });
});

describe('An administrator adds an account', () => {
  const flat = { house: LESNAYA, unit: '15', owner: 'Ким Вера', area: '40,1', residents: '1' };

  it('with a new house, once also when pressed twice, and it is marked as set by hand', async () => {
    const checked = await look(people.chief, NEW, { ...flat, number: '7700000001' });
    expect(checked.text).toContain('Такого дома ещё нет');
    const form = checked.form(NEW);
    const answers = await Promise.all([1, 2].map(() => form.submit({}, { button: 'Завести счет' })));
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    const [row] = await world.database.query<{ id: string }>(
      "SELECT id FROM accounts WHERE number = '7700000001'",
    );
    expect(answers.map(({ location }) => location)).toEqual(Array(2).fill(`/office/accounts/${row!.id}`));
    expect(await stored(row!.id)).toMatchObject({
      ...{ address: `${LESNAYA}, кв. 15`, owner_name: 'Ким Вера', total_area: '40.10', residents: 1 },
      marks: ['owner_name', 'place', 'residents', 'total_area'],
    });
    expect(await history(row!.id)).toContain('Лицевой счет заведён вручную');
  });

  it('whose number is one of its own, said at the field with the address of the other', async () => {
    await save(people.chief, NEW, { ...flat, number: '7700000002' });
    const taken = await look(people.chief, NEW, { ...flat, number: '7700000002' });
    expect([taken.status, taken.errorOf('number')]).toEqual([422, expect.stringContaining('Лесная, 4')]);
    expect(taken.form(NEW).value('owner')).toBe('Ким Вера');
    const zeros = await look(people.chief, NEW, { ...flat, number: '007700000002' });
    expect([zeros.status, zeros.text]).toEqual([200, expect.stringContaining('Похожий номер уже есть')]);
    const none = await look(people.chief, NEW, { ...flat, number: '7700000012', area: '0' });
    expect(none.errorOf('area')).toMatch(/^Площадь не бывает 0/);
    const excel = await look(people.chief, NEW, { ...flat, number: '7,7E+09' });
    expect(excel.errorOf('number')).toBe(
      '«7,7E+09» — так Excel записал число. Напишите номер обычными цифрами',
    );
    const wrong = await look(people.chief, NEW, { ...flat, number: 'два слова' });
    expect(wrong.errorOf('number')).toMatch(/не похоже на номер/);
  });

  it.each(['7700O00021', '77000000Zl', '77О0000021', '770000002l'])(
    'whose number is that of another with a letter for a digit, «%s», refused at the field with the other account',
    async (number) => {
      if (number === '7700O00021') await save(people.chief, NEW, { ...flat, number: '7700000021' });
      const refused = await look(people.chief, NEW, { ...flat, number });
      expect([refused.status, refused.errorOf('number')]).toEqual([
        422,
        expect.stringMatching(/буква вместо цифры.*7700000021, .*Лесная, 4, кв\. 15/),
      ]);
    },
  );

  it('two of them at once with one number: one has it, the other is told at the field', async () => {
    const looked = await Promise.all(
      [1, 2].map(() => look(people.chief, NEW, { ...flat, number: '7700000003' })),
    );
    const answers = await Promise.all(
      looked.map((page) => page.form(NEW).submit({}, { button: 'Завести счет' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(answers.find(({ status }) => status === 422)!.errorOf('number')).toMatch(/уже есть/);
  });

  it('of a house that is written otherwise, and is asked whether it is the one that is known', async () => {
    await save(people.chief, NEW, { ...flat, number: '7700000004' });
    const asked = await look(people.chief, NEW, {
      ...flat,
      number: '7700000005',
      house: 'Иркутск, Лесная улица, дом 4',
    });
    expect([asked.status, asked.text]).toEqual([422, expect.stringContaining('Похожий дом уже есть')]);
    const [house] = await world.database.query<{ id: string }>('SELECT id FROM houses WHERE address = $1', [
      LESNAYA,
    ]);
    // the search knows the words of the street from now on
    await people.chief.get(`/office/search?q=${encodeURIComponent('лесная')}`);
    const slip = await look(people.chief, NEW, {
      ...flat,
      number: '7700000008',
      house: LESNAYA.replace('Лесная', 'Леснвя'),
    });
    expect([slip.status, slip.text]).toEqual([422, expect.stringContaining('Похожий дом уже есть')]);
    expect(slip.html.querySelector(`input[name="twin"][value="${house!.id}"]`)).not.toBeNull();
    const checked = await asked.form(NEW).submit({ twin: house!.id });
    await checked.form(NEW).submit({}, { button: 'Завести счет' });
    const own = await asked.form(NEW).submit({ twin: 'new', number: '7700000006' });
    expect(own.text).toContain('Такого дома ещё нет');
    const rows = await world.database.query<{ house: string }>(
      "SELECT house FROM account_places WHERE number = '7700000005'",
    );
    expect(rows).toEqual([{ house: LESNAYA }]);
  });

  it('and nobody else does', async () => {
    expect((await people.olga.get(NEW)).status).toBe(403);
    expect((await people.rimma.get(NEW)).status).toBe(403);
  });
});
