import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { calendarDay, monthAndYear } from '../src/text/month.js';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import { closeWindow, dayOfCompany, openWindow, setWindow, thisMonth } from './support/meters.js';
import { hire } from './support/office.js';
import { giveResident } from './support/resident.js';
import { giveHouse } from './support/sheet.js';
import { openWorkbook } from './support/workbook.js';
import { lettersAreOut, startWorld, type World } from './support/world.js';

const LIST = '/office/readings/missing';
const SUBJECT = 'Ждём показания за';

let world: World;
let olga: Client;
let petr: Client;
let rimma: Client;
let count = 0;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await openWindow(world);
  olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга');
  petr = await hire(world, 'petr', 'operator', 'Лыков Пётр');
  rimma = await hire(world, 'rimma', 'accountant', 'Римма Ли');
});
afterAll(() => world?.stop());

interface Flat {
  door: string;
  account: string;
  meters: string[];
}

/** A house of its own; the flats of these doors have not sent anything this month. */
async function house(doors: string[]): Promise<{ id: string; street: string; flats: Flat[]; path: string }> {
  count += 1;
  const street = `Звонкая ${count}-я`;
  const { house: id, flats } = await giveHouse(world, `г. Иркутск, ул. ${street}, д. 1`, doors);
  return { id, street, flats, path: `${LIST}?house=${id}` };
}

/** A resident of flats, who wants letters about readings or does not. */
async function living(login: string, flats: Flat[], agreed: boolean): Promise<string> {
  await giveResident(world, login);
  for (const { account } of flats) {
    await world.database.query(
      'INSERT INTO account_links (user_id, account_id) SELECT id, $1 FROM users WHERE login = $2',
      [account, login],
    );
  }
  if (agreed) {
    await world.database.query(
      "INSERT INTO notification_preferences SELECT id, 'readings' FROM users WHERE login = $1",
      [login],
    );
  }
  return `${login}@example.test`;
}

/** A flat has sent all of its readings of this month. */
async function sends({ meters, account }: Flat): Promise<void> {
  await world.database.query(
    `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, account_id)
     SELECT unnest($1::uuid[]), $2::date, '{121}', $2::date, 'phone', 'accepted', $3`,
    [meters, `${thisMonth()}-01`, account],
  );
}

const lettersTo = async (...recipients: string[]) => {
  const rows = await world.database.query<{ recipient: string }>(
    "SELECT recipient FROM letters WHERE kind = 'readings-nudge' AND recipient = ANY ($1) ORDER BY recipient",
    [recipients],
  );
  return rows.map(({ recipient }) => recipient);
};

const spoken = (text: string): string => text.replace(/\s+/g, ' ');

describe('The list of who has not sent', () => {
  it('names flats in the order of their doors with people, telephones and meters, and leads to the card and the sheet', async () => {
    const { flats, path } = await house(['10', '2', '1']);
    await living('zinaida', [flats[1]!], false);
    await sends(flats[2]!);
    const page = await olga.get(path);
    const rows = page.html.querySelectorAll('.missing tbody tr');
    expect(rows.map((row) => row.querySelector('th a')!.text.replace('\u00a0', ' '))).toEqual([
      'кв. 2',
      'кв. 10',
    ]);
    for (const words of [
      'Белова Ирина Петровна +7 902 512-34-56',
      'Холодная вода',
      'Горячая вода',
      'Жилец 10',
    ]) {
      expect(page.text).toContain(words);
    }
    expect(page.html.querySelector(`a[href="/office/accounts/${flats[1]!.account}"]`)).not.toBeNull();
    expect(
      page.html.querySelector(`a[href="/office/accounts/${flats[1]!.account}/readings"]`),
    ).not.toBeNull();
    expect(page.html.querySelector('a[href="tel:+79025123456"]')).not.toBeNull();
  });

  it('tells on the page, on paper and in the workbook on which days nobody opened the door', async () => {
    const { id, flats, path } = await house(['1', '2']);
    const sheet = (await olga.get(`/office/readings/sheet?house=${id}`)).forms();
    const lines = sheet.find((form) => form.method === 'POST' && form.names().includes('day'))!;
    const noted = await olga.post(`/office/accounts/${flats[0]!.account}/no-access`, {
      ...{ _csrf: lines.value('_csrf')!, shut: 'yes' },
    });
    expect(noted.status).toBe(200);
    // what was in another season says nothing of today
    await world.database.query(
      'INSERT INTO no_access_visits SELECT account_id, day - 200, staff_id, noted_at FROM no_access_visits WHERE account_id = $1',
      [flats[0]!.account],
    );
    const [visit] = await world.database.query<{ day: string }>(
      'SELECT max(day)::text AS day FROM no_access_visits WHERE account_id = $1',
      [flats[0]!.account],
    );
    const day = new RegExp(`^${Number(visit!.day.slice(8))}[ \u00a0][а-я]+$`);
    const [shut, open] = (await olga.get(path)).html.querySelectorAll('.missing tbody tr');
    expect(shut!.querySelector('.shut')!.text.replace('Нет доступа: ', '')).toMatch(day);
    expect(open!.querySelector('.shut')).toBeNull();
    const paper = await rimma.get(`${LIST}/print?house=${id}`);
    const printed = paper.html.querySelectorAll('.missing .shut').map(({ text }) => text);
    expect(printed).toEqual([expect.stringMatching(/^Нет доступа: \d+/)]);
    const { rows } = await openWorkbook((await olga.get(`${LIST}.xlsx?house=${id}`)).bytes);
    const column = rows[0]!.indexOf('Нет доступа');
    expect(rows[1]![column]).toMatch(day);
    expect(rows[2]![column]).toBe('');
  });

  it('names only the meters that have no reading yet, and a flat with one of two', async () => {
    const { flats, path } = await house(['5']);
    await sends({ ...flats[0]!, meters: [flats[0]!.meters[0]!] });
    const page = await olga.get(path);
    const cell = page.html.querySelector('.missing tbody td[data-label="Счетчики без показаний"]')!.text;
    expect(cell).toContain('Горячая вода');
    expect(cell).not.toContain('Холодная вода');
  });

  it('tells what came after the window and counts for the next month, and reminds nobody of it', async () => {
    const { id, flats, path } = await house(['1', '2']);
    const meters = flats.flatMap((flat) => flat.meters);
    await living('larisa', [flats[0]!], true);
    try {
      await closeWindow(world, false);
      await world.database.query(
        `WITH closing AS (SELECT opened_month($2::date, w.start_day) AS month FROM reading_windows w
           WHERE w.house_id IS NULL AND w.resource IS NULL),
         gone AS (DELETE FROM meter_readings r USING closing WHERE r.meter_id = ANY ($1) AND r.period >= closing.month)
         INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, account_id)
         SELECT unnest($3::uuid[]), date_trunc('month', $2::date) + interval '1 month', '{121}', $2, 'cabinet', 'accepted', $4
         FROM closing`,
        [meters, dayOfCompany(), flats[0]!.meters, flats[0]!.account],
      );
      const later = /передали \d+[ \u00a0][а-я]+([ \u00a0]\d{4})?, зачтутся в[ \u00a0][а-я]+е/;
      const [sent, silent] = (await olga.get(path)).html.querySelectorAll('.missing tbody tr');
      expect(sent!.querySelectorAll('.later').map(({ text }) => text)).toEqual([
        expect.stringMatching(later),
        expect.stringMatching(later),
      ]);
      expect(sent!.querySelector('td[data-label="Письмо"]')!.text).toBe('уже передали');
      expect(silent!.querySelector('.later')).toBeNull();
      expect((await rimma.get(`${LIST}/print?house=${id}`)).html.querySelectorAll('.later')).toHaveLength(2);
      const { rows } = await openWorkbook((await olga.get(`${LIST}.xlsx?house=${id}`)).bytes);
      const column = rows[0]!.indexOf('Счетчики без показаний');
      expect(rows[1]![column]).toMatch(later);
      expect(rows[2]![column]).not.toMatch(later);
      const remind = await olga.get(`${LIST}/remind?house=${id}`);
      expect(remind.text).not.toContain('1 письмо');
      const sheet = await olga.get(`/office/accounts/${flats[0]!.account}/readings`);
      expect(sheet.text).toMatch(/передали \d+[ \u00a0][а-я]+( \d{4})? \(00121,000\), зачтутся в/);
    } finally {
      await openWindow(world);
    }
  });

  it('stays when the window has closed', async () => {
    const { flats, path } = await house(['1', '2']);
    const meters = flats.flatMap((flat) => flat.meters);
    await world.database.query(
      "DELETE FROM meter_readings WHERE meter_id = ANY ($1) AND period >= ($2 || '-01')::date - interval '1 month'",
      [meters, thisMonth()],
    );
    try {
      await closeWindow(world, true);
      const page = await olga.get(path);
      expect(page.html.querySelectorAll('.missing tbody tr')).toHaveLength(2);
    } finally {
      await openWindow(world);
    }
  });

  it('leads to sheets of the month that it lists, also after that month: what is written there takes the flat off it', async () => {
    const { id, street, flats, path } = await house(['1']);
    const { account, meters } = flats[0]!;
    await world.database.query(
      "DELETE FROM meter_readings WHERE meter_id = ANY ($1) AND period >= ($2 || '-01')::date - interval '1 month'",
      [meters, thisMonth()],
    );
    // on all days but the last of a month, the window that was the last to open is that of the month before
    await setWindow(world, 31, 31);
    try {
      const [closing] = await world.database.query<{ month: string; day: string }>(
        `SELECT to_char(month, 'YYYY-MM') AS month, nullif(least($1::date, (month + interval '1 month')::date - 1), $1::date)::text AS day
         FROM opened_month($1::date, 31) month`,
        [dayOfCompany()],
      );
      const { month, day } = closing!;
      const sheet = `/office/accounts/${account}/readings`;
      const address = day === null ? sheet : `${sheet}?day=${day}`;
      expect((await olga.get(path)).html.querySelector(`a[href="${address}"]`)).not.toBeNull();
      const ofHouse = (await olga.get(`/office/readings?q=${encodeURIComponent(street)}`)).html
        .querySelectorAll('a')
        .map((link) => link.getAttribute('href')!.replace('&amp;', '&'));
      expect(ofHouse).toContain(`/office/readings/sheet?house=${id}${day === null ? '' : `&day=${day}`}`);
      const round = `/admin/round-lists/${id}${day === null ? '' : `?day=${day}`}`;
      const whole = await olga.get(`/office/readings/sheet?house=${id}${day === null ? '' : `&day=${day}`}`);
      expect(whole.html.querySelector(`a[href="${round}"]`)).not.toBeNull();
      expect(spoken((await olga.get(round)).text)).toContain(spoken(`за ${monthAndYear(month)}`));
      const page = await olga.get(address);
      expect(spoken(page.text)).toContain(spoken(`за ${monthAndYear(month)}`));
      if (day !== null) expect(spoken(page.text)).toContain(spoken(`записывается днём ${calendarDay(day)}`));
      const lines = page.forms().find((form) => form.method === 'POST' && form.names().includes('day'))!;
      await lines.submit(Object.fromEntries(meters.map((meter) => [`whole-${meter}-0`, '121'])));
      expect((await olga.get(path)).text).toContain('Передали все');
      expect((await olga.get(round)).text).toContain('уже есть');
    } finally {
      await openWindow(world);
    }
  });

  it('is narrowed to a street or a house as people say it', async () => {
    const [one, two] = [await house(['1']), await house(['1'])];
    const page = await olga.get(`${LIST}?q=${encodeURIComponent(`${one.street.toLowerCase()} 1`)}`);
    expect(page.html.querySelector(`#h-${one.id}`)).not.toBeNull();
    expect(page.html.querySelector(`#h-${two.id}`)).toBeNull();
    expect((await olga.get(`${LIST}?q=${encodeURIComponent('Нетакойулицы')}`)).text).toContain(
      'Таких домов нет',
    );
    expect((await olga.get(`${LIST}?house=00000000-0000-4000-8000-000000000000`)).text).toContain(
      'Такого дома нет',
    );
    for (const odd of ["?after='", '?q[]=1']) {
      expect([odd, (await olga.get(LIST + odd)).status]).toEqual([odd, 200]);
    }
    // a house that cannot be is not all of them
    for (const odd of ['?house=abc', '/print?house=abc', '.xlsx?house=abc', '?house=1&house=2']) {
      const page = await olga.get(LIST + odd);
      expect([odd, page.status]).toEqual([odd, 404]);
      expect(page.text).toContain('Такого дома нет');
    }
  });

  it('is printed with a list of its own for each house', async () => {
    const { id, street } = await house(['1', '2']);
    const page = await olga.get(`${LIST}/print?house=${id}`);
    expect(page.html.querySelectorAll('.missing-paper')).toHaveLength(1);
    expect(page.text).toContain(`${street}, 1`);
    expect(page.text).toContain('2 помещения');
  });

  it('leaves as a workbook, which the journal knows', async () => {
    const { id, flats } = await house(['3']);
    await living('roman', flats, true);
    const [before] = await world.database.query<{ id: string }>(
      'SELECT coalesce(max(id), 0) AS id FROM audit_events',
    );
    const file = await olga.get(`${LIST}.xlsx?house=${id}`);
    const { rows } = await openWorkbook(file.bytes);
    const name = decodeURIComponent(
      /filename\*=UTF-8''(\S+)/.exec(file.headers['content-disposition']!)![1]!,
    );
    const [place] = await world.database.query<{ address: string }>(
      'SELECT address FROM house_addresses WHERE id = $1',
      [id],
    );
    expect(name).toMatch(/^Кто не передал показания, .+, \d+.* \d{4}-\d\d-\d\d\.xlsx$/);
    expect(place!.address).toContain(/показания, ([^,]+),/.exec(name)![1]);
    expect(rows[0]).toContain('Телефоны');
    expect(rows).toHaveLength(2);
    expect(rows[1]!.join('|')).toContain('512-34-56');
    // The line is written when the last byte has left.
    const [event] = await eventually(async () => {
      const rows = await world.database.query<{ rows: string }>(
        "SELECT details->>'rows' AS rows FROM audit_events WHERE action = 'list.downloaded' AND id > $1",
        [before!.id],
      );
      return rows.length > 0 && rows;
    });
    expect(event!.rows).toBe('1');
  });

  it('shows telephones to those who call, and to nobody else', async () => {
    const { id, flats } = await house(['5']);
    await living('phoned', flats, true);
    for (const [who, seen] of [
      [olga, true],
      [rimma, false],
    ] as const) {
      const texts = await Promise.all(
        [`${LIST}?house=${id}`, `${LIST}/print?house=${id}`].map(async (path) => (await who.get(path)).text),
      );
      const { rows } = await openWorkbook((await who.get(`${LIST}.xlsx?house=${id}`)).bytes);
      expect(rows[1]!.length).toBe(rows[0]!.length);
      for (const text of [...texts, rows.join('|')]) {
        expect(text).toContain('Белова');
        expect(text.includes('512-34-56')).toBe(seen);
      }
    }
  });

  it('is for clerks; only operators remind', async () => {
    const { id, path } = await house(['1']);
    const page = await rimma.get(path);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('Напомнить');
    expect((await rimma.get(`${LIST}/remind?house=${id}`)).status).toBe(403);
  });
});

describe('A reminder of a list', () => {
  it('says beforehand how many get it and who will not and why, and goes to who agreed', async () => {
    const { id, street, flats } = await house(['1', '2', '3', '4']);
    const agreed = await living('agreed', [flats[0]!, flats[1]!], true);
    const unwilling = await living('unwilling', [flats[2]!], false);
    const ask = await olga.get(`${LIST}/remind?house=${id}`);
    for (const words of [
      'Письмо получит 1 житель',
      'Не передали показания: 4 помещения. Письмо придёт в 2 из них',
      '1 — к лицевому счету никто не привязан',
      '1 — согласия на письма о показаниях нет',
    ]) {
      expect(ask.text).toContain(words);
    }
    const answer = await ask.form(`${LIST}/remind`).submit();
    expect((await olga.get(answer.location!)).text).toContain('Отправлено 1 письмо.');
    expect(await lettersTo(agreed, unwilling)).toEqual([agreed]);
    const letter = await world.mail.waitForLetter({ to: agreed, subject: SUBJECT });
    for (const words of [`${street}, д. 1, кв. 1`, `${street}, д. 1, кв. 2`, 'Холодная вода']) {
      expect(letter.text.replaceAll('\u00a0', ' ')).toContain(words);
    }
    expect(letter.links.some((link) => link.includes('/readings/send'))).toBe(true);
    expect(letter.links.some((link) => link.includes('/letters/unsubscribe'))).toBe(true);
    const [event] = await world.database.query<{ details: unknown; actor_name: string }>(
      "SELECT details, actor_name FROM audit_events WHERE action = 'readings.reminded' AND object_id = $1",
      [id],
    );
    expect(event).toMatchObject({ details: { letters: 1 }, actor_name: 'Тарасова Ольга' });
    const again = await olga.get(`${LIST}/remind?house=${id}`);
    expect(again.text).toContain('Письмо не получит никто');
    expect(again.text).toContain('2 — сегодня уже напоминали');
    expect((await olga.get(`${LIST}?house=${id}`)).text).toContain('сегодня уже напоминали');
  });

  it('reaches each resident once a day, whoever presses and whichever list they live in', async () => {
    const [one, two] = [await house(['1']), await house(['1'])];
    const both = await living('both', [one.flats[0]!, two.flats[0]!], true);
    const forms = await Promise.all(
      [one, two, one, two].map(async ({ id }, index) =>
        (await (index % 2 ? petr : olga).get(`${LIST}/remind?house=${id}`)).form(`${LIST}/remind`),
      ),
    );
    const answers = await Promise.all(forms.map((form) => form.submit()));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    expect(await lettersTo(both)).toEqual([both]);
    const nudges = await world.database.query(
      'SELECT FROM reading_nudges n JOIN users u ON u.id = n.user_id WHERE u.login = $1',
      ['both'],
    );
    expect(nudges).toHaveLength(1);
  });

  it('goes to all houses that were searched for, also to the last of more than a thousand', async () => {
    await world.database.query(
      "INSERT INTO houses (address) SELECT 'г. Иркутск, ул. Тысячная, д. ' || n FROM generate_series(1, 1100) n",
    );
    const { flats } = await giveHouse(world, 'г. Иркутск, ул. Тысячная, д. 1101', ['7']);
    const mailbox = await living('thousandth', flats, true);
    const query = `q=${encodeURIComponent('тысячная')}`;
    expect((await olga.get(`${LIST}/print?${query}`)).text).toContain('Тысячная, 1101');
    const page = await olga.get(`${LIST}/remind?${query}`);
    expect(page.text).toContain('дома по запросу «тысячная»');
    await page.form(`${LIST}/remind`).submit();
    expect(await lettersTo(mailbox)).toEqual([mailbox]);
    const printed = await world.database.query<{ details: unknown }>(
      "SELECT details FROM audit_events WHERE action = 'list.printed' ORDER BY id DESC LIMIT 1",
    );
    expect(printed[0]).toMatchObject({ details: { list: 'Кто не передал показания', rows: 1 } });
  });

  it('of nobody is told as such by the other half of a double press', async () => {
    const { id } = await house(['1']);
    const csrf = (await olga.get('/office')).form('/office/sign-out').value('_csrf')!;
    for (let press = 0; press < 2; press += 1) {
      const answer = await olga.post(`${LIST}/remind?house=${id}`, { _csrf: csrf, _key: 'nobody-to-remind' });
      expect((await olga.get(answer.location!)).text).toContain('Никому не отправлено');
    }
  });

  it.each(['house=1', 'house=', 'q=a&q=b', 'house=1&house=2'])(
    'goes to nobody where an address says what cannot be read: ?%s',
    async (query) => {
      const { id, flats } = await house(['1']);
      const mailbox = await living(`misread-${count}`, flats, true);
      const wrong = query === 'house=' ? `house=${id}0` : query;
      const csrf = (await olga.get('/office')).form('/office/sign-out').value('_csrf')!;
      const answer = await olga.post(`${LIST}/remind?${wrong}`, { _csrf: csrf });
      expect([answer.status, await lettersTo(mailbox)]).toEqual([400, []]);
      expect((await olga.get(`${LIST}/remind?${wrong}`)).status).toBe(400);
    },
  );

  it('is told by the other half of a double press as sent', async () => {
    const { id, flats } = await house(['1']);
    await living('twice', flats, true);
    const form = (await olga.get(`${LIST}/remind?house=${id}`)).form(`${LIST}/remind`);
    await form.submit();
    const second = await form.submit();
    expect((await olga.get(second.location!)).text).toContain('Письма уже отправлены.');
  });

  it('asks for a call once the window has closed', async () => {
    const { id, flats } = await house(['1']);
    const late = await living('late', flats, true);
    await world.database.query(
      "DELETE FROM meter_readings WHERE meter_id = ANY ($1) AND period >= ($2 || '-01')::date - interval '1 month'",
      [flats[0]!.meters, thisMonth()],
    );
    try {
      await closeWindow(world, true);
      await (await olga.get(`${LIST}/remind?house=${id}`)).form(`${LIST}/remind`).submit();
    } finally {
      await openWindow(world);
    }
    const letter = await world.mail.waitForLetter({ to: late, subject: SUBJECT });
    expect(letter.text).toContain('Приём показаний закончился');
    expect(letter.text).toContain('позвоните нам, и мы запишем показания');
    expect(letter.links.some((link) => link.includes('/readings/send'))).toBe(false);
  });

  it('does not leave where the readings have come or the letters were switched off meanwhile', async () => {
    const { id, flats } = await house(['1', '2']);
    const [sent, off] = [await living('sent', [flats[0]!], true), await living('off', [flats[1]!], true)];
    world.mail.behave({ refuse: 451 });
    await (await olga.get(`${LIST}/remind?house=${id}`)).form(`${LIST}/remind`).submit();
    await eventually(async () => {
      const tried = await world.database.query(
        "SELECT FROM letters WHERE kind = 'readings-nudge' AND recipient = ANY ($1) AND last_error IS NOT NULL",
        [[sent, off]],
      );
      return tried.length === 2;
    });
    await sends(flats[0]!);
    await world.database.query(
      "DELETE FROM notification_preferences WHERE user_id = (SELECT id FROM users WHERE login = 'off')",
    );
    // what is being handed over at that very moment is still to be refused
    await sleep(1000);
    world.mail.behave();
    await world.database.query(
      "UPDATE letters SET next_attempt_at = now() WHERE kind = 'readings-nudge' AND sent_at IS NULL",
    );
    await lettersAreOut(world);
    await world.mail.noLetter({ to: sent, subject: SUBJECT, within: 50 });
    await world.mail.noLetter({ to: off, subject: SUBJECT, within: 50 });
  });
});
