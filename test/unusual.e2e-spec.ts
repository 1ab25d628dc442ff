import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { giveMeter, giveReading, giveWaiting, openWindow, readingsOf, thisMonth } from './support/meters.js';
import { hire } from './support/office.js';
import type { Page } from './support/page.js';
import { giveResident } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const BELT = '/office/readings/unusual';

let world: World;
let olga: Client;
let petr: Client;
let rimma: Client;
let account: string;

beforeAll(async () => {
  world = await startWorld();
  await openWindow(world);
  olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга');
  petr = await hire(world, 'petr', 'operator', 'Лыков Пётр');
  rimma = await hire(world, 'rimma', 'accountant', 'Римма Ли');
  await giveResident(world, 'irina');
  account = await giveAccount(world, 'irina', '0100004321');
});
afterAll(() => world?.stop());

interface Waiting {
  meter: string;
  reading: string;
  path: string;
}

/** A meter that used about five a month, and 364 that were sent for it now. */
async function waiting(value = '480', readings = [['100'], ['105'], ['110'], ['116']]): Promise<Waiting> {
  const meter = await giveMeter(world, account, { readings });
  const reading = await giveWaiting(world, meter, 'irina', [value]);
  return { meter, reading, path: `${BELT}/${reading}` };
}

const statusOf = async ({ meter }: Waiting) =>
  (await readingsOf(world, meter)).filter(({ period }) => period === thisMonth()).map(({ status }) => status);
const accept = (page: Page, { path }: Waiting) => page.form(`${path}/accept`).submit();
/** Nothing else waits, nobody looks at anything. */
const clear = async () => {
  await world.database.query("UPDATE meter_readings SET superseded_at = now() WHERE status = 'sent'");
  await world.database.query('DELETE FROM office_viewers');
};

describe('An operator', () => {
  it('sees at the card of the flat the last reading that is one, and of another that it waits or was turned down', async () => {
    await clear();
    const one = await waiting();
    const card = async () => (await olga.get(`/office/accounts/${account}`)).text.replace(/\s+/g, ' ');
    expect(await card()).toMatch(/00116,000.{0,40}на проверке 00480,000/);
    await world.database.query(
      "UPDATE meter_readings SET status = 'rejected', reject_reason = 'не то число' WHERE id = $1",
      [one.reading],
    );
    expect(await card()).toMatch(/00116,000.{0,40}отклонено 00480,000/);
    await world.database.query('UPDATE meters SET removed_on = current_date WHERE id = $1', [one.meter]);
  });

  it('sees an unusual reading with the usual range, a year of its register, the photo or that there is none, and whom to call', async () => {
    await clear();
    const one = await waiting();
    const page = await olga.get(BELT);
    for (const words of [
      'Квитанций, 0100004321, кв. 15',
      'Лицевой счет 0100004321, Белова Ирина Петровна',
      'Холодная вода',
      'необычно много',
      '00116,000',
      '00480,000',
      '364 м³',
      'обычно 5–6 м³',
      'Житель не приложил фото',
      '+7 902 512-34-56',
      'показания пришли отсюда',
      'Ждут решения: 1',
    ]) {
      expect(page.text).toContain(words);
    }
    expect(page.html.querySelectorAll('.by-month tbody tr')).toHaveLength(4);
    // what was used since the meter was installed is no month's
    expect(page.html.querySelectorAll('.year rect').length).toBe(4);
    expect(page.html.querySelectorAll('.year rect.now').length).toBe(1);
    // each bar stands above the name of its month, the last one above that of the reading
    const [period] = await world.database.query<{ month: string }>(
      "SELECT to_char(period, 'MM') AS month FROM meter_readings WHERE id = $1",
      [one.reading],
    );
    const names = page.html.querySelectorAll('.year text.middle').map(({ text }) => text);
    const short = 'янв фев мар апр май июн июл авг сен окт ноя дек'.split(' ');
    expect(names.filter((name) => short.includes(name))).toHaveLength(4);
    expect(names.findLast((name) => short.includes(name))).toBe(short[Number(period!.month) - 1]);
    expect(page.html.querySelector('a[href="tel:+79025123456"]')).not.toBeNull();
    expect(page.html.querySelector(`form[action="${one.path}/accept"]`)).not.toBeNull();
  });

  it('accepts it and gets the next, and may take a slip back', async () => {
    await clear();
    const [first, second] = [await waiting(), await waiting('900')];
    const answer = await accept(await olga.get(BELT), first);
    expect(answer.location).toBe(`${BELT}?after=${first.reading}`);
    expect(await statusOf(first)).toEqual(['accepted']);
    const next = await olga.get(answer.location!);
    expect(next.html.querySelector(`form[action="${second.path}/accept"]`)).not.toBeNull();
    expect(next.text).toContain('Принято: Квитанций, 0100004321, кв. 15');
    const back = await next.form(`${first.path}/back`).submit();
    expect(back.location).toBe(first.path);
    expect(await statusOf(first)).toEqual(['sent']);
    expect((await olga.get(back.location!)).text).toContain('показания снова ждут');
    const told = await world.database.query(
      "SELECT action FROM audit_events WHERE object_kind = 'reading' AND object_id = $1 ORDER BY id",
      [first.reading],
    );
    expect(told).toEqual([{ action: 'readings.accepted' }, { action: 'readings.reopened' }]);
  });

  it('takes back nothing that somebody else has accepted, that is old, or that the accounting has', async () => {
    await clear();
    const one = await waiting();
    await accept(await olga.get(one.path), one);
    const token = (await petr.get('/office')).form('/office/sign-out').value('_csrf')!;
    const theirs = await petr.post(`${one.path}/back`, { _csrf: token });
    expect(theirs.location).toBe(BELT);
    expect(await statusOf(one)).toEqual(['accepted']);
    await world.database.query(
      "UPDATE meter_readings SET decided_at = now() - interval '16 minutes' WHERE id = $1",
      [one.reading],
    );
    const own = (await olga.get('/office')).form('/office/sign-out').value('_csrf')!;
    expect((await olga.post(`${one.path}/back`, { _csrf: own })).location).toBe(BELT);
    expect(await statusOf(one)).toEqual(['accepted']);
  });

  it('rejects it with a ready reason and words of their own, and the resident gets the letter', async () => {
    await clear();
    const one = await waiting();
    const form = (await olga.get(one.path)).form(`${one.path}/reject`);
    const answer = await form.submit({ text: 'Было <b>116</b>.' }, { button: 'Ошибка в цифрах или запятой' });
    expect(answer.location).toBe(`${BELT}?after=${one.reading}`);
    expect((await olga.get(answer.location!)).text).toContain('житель получит письмо с причиной');
    expect(await statusOf(one)).toEqual(['rejected']);
    const letter = await world.mail.waitForLetter({
      to: 'irina@example.test',
      subject: 'Показания не приняты',
    });
    for (const words of ['на месте ли запятая', 'Было <b>116</b>.']) expect(letter.text).toContain(words);
  });

  it('is told before and after that nobody is written to, where whoever sent it has lost the account', async () => {
    await clear();
    const one = await waiting();
    const ended = (by: string) =>
      world.database.query(
        `UPDATE account_links SET ended_at = ${by}, ended_by = ${by === 'NULL' ? 'NULL' : "'staff'"} WHERE account_id = $1`,
        [account],
      );
    await ended('now()');
    try {
      const page = await olga.get(one.path);
      expect(page.text).toContain('Письма не будет');
      expect(page.text).not.toContain('получит письмо');
      const form = page.form(`${one.path}/reject`);
      const answer = await form.submit({ text: '' }, { button: 'Ошибка в цифрах или запятой' });
      expect((await olga.get(answer.location!)).text).toContain(
        'Показания отклонены. Письма не будет: писать некому, позвоните в квартиру.',
      );
      expect(await statusOf(one)).toEqual(['rejected']);
    } finally {
      await ended('NULL');
    }
  });

  it('leaves a trace of whose telephone and e-mail they have seen', async () => {
    await clear();
    const one = await waiting();
    const anna = await hire(world, 'anna', 'operator', 'Новая Анна');
    expect((await anna.get(one.path)).text).toContain('irina@example.test');
    const seen = await world.database.query(
      "SELECT actor_name FROM audit_events WHERE action = 'user.viewed' AND actor_name = 'Новая Анна' AND object_id = (SELECT id::text FROM users WHERE login = 'irina')",
    );
    expect(seen).toHaveLength(1);
  });

  it('who names no reason is asked for it, and what was typed stays', async () => {
    await clear();
    const one = await waiting();
    const page = await olga.get(one.path);
    const own = await page.form(`${one.path}/reject`).submit({}, { button: 'Другая причина' });
    expect([own.status, own.errorOf('text')]).toEqual([422, 'Напишите причину']);
    expect(own.html.querySelector('details.refuse')!.hasAttribute('open')).toBe(true);
    const token = page.form(`${one.path}/reject`).value('_csrf')!;
    const none = await olga.post(`${one.path}/reject`, { _csrf: token, reason: 'x', text: 'Не тот кран' });
    expect(none.status).toBe(422);
    expect(none.errors).toEqual(['Выберите причину']);
    expect(none.form(`${one.path}/reject`).value('text')).toBe('Не тот кран');
    const long = await olga.post(`${one.path}/reject`, {
      _csrf: token,
      reason: 'own',
      text: 'д'.repeat(301),
    });
    expect(long.status).toBe(422);
    expect(await statusOf(one)).toEqual(['sent']);
  });

  it('passes one over, and comes back to it after the last', async () => {
    await clear();
    const [first, second] = [await waiting(), await waiting()];
    const next = (await olga.get(BELT)).link('Пропустить');
    const other = await olga.get(next);
    expect(other.html.querySelector(`form[action="${second.path}/accept"]`)).not.toBeNull();
    const again = await olga.get(other.link('Пропустить'));
    expect(again.html.querySelector(`form[action="${first.path}/accept"]`)).not.toBeNull();
  });

  it('is asked before a value counts that is more than one of a later month', async () => {
    await clear();
    const one = await waiting();
    const next = new Date(`${thisMonth()}-01T00:00:00Z`);
    next.setUTCMonth(next.getUTCMonth() + 1);
    await giveReading(world, one.meter, next.toISOString().slice(0, 7), ['130']);
    const asked = await accept(await olga.get(one.path), one);
    expect(asked.status).toBe(200);
    expect(asked.text).toContain('Они больше показаний, которые уже приняты');
    expect(await statusOf(one)).toEqual(['sent']);
    await accept(asked, one);
    expect(await statusOf(one)).toEqual(['accepted']);
  });

  it('accepts several that were ticked; what needs a look stays in the list', async () => {
    await clear();
    const [one, two, three] = [await waiting(), await waiting(), await waiting()];
    const next = new Date(`${thisMonth()}-01T00:00:00Z`);
    next.setUTCMonth(next.getUTCMonth() + 1);
    await giveReading(world, three.meter, next.toISOString().slice(0, 7), ['130']);
    const page = await olga.get(`${BELT}/list`);
    const nothing = await page.form(`${BELT}/list`).submit();
    expect(nothing.status).toBe(422);
    expect(nothing.errors).toEqual(['Отметьте показания, которые нужно принять']);
    const readings = [one, two, three].map(({ reading }) => reading);
    await accept(await petr.get(two.path), two);
    const done = await page.form(`${BELT}/list`).submit({ readings });
    const after = await olga.get(done.location!);
    expect(after.text).toContain('Принято 1 показание.');
    expect(after.text).toContain('эти показания уже приняты: Лыков Пётр, сегодня в');
    expect(after.text).toContain('1 показание больше принятых за следующий месяц: откройте по одному.');
    expect(await statusOf(one)).toEqual(['accepted']);
    expect(await statusOf(three)).toEqual(['sent']);
    expect(after.html.querySelectorAll('.waiting tbody tr')).toHaveLength(1);
  });

  it('is told of a reading that counted at once that there is nothing to decide', async () => {
    await clear();
    const meter = await giveMeter(world, account, { readings: [['100'], ['105']] });
    await giveReading(world, meter, thisMonth(), ['110']);
    const [counted] = await world.database.query<{ id: string }>(
      'SELECT id FROM meter_readings WHERE meter_id = $1 ORDER BY id DESC LIMIT 1',
      [meter],
    );
    await waiting();
    const page = await olga.get(`${BELT}/list`);
    const csrf = page.form(`${BELT}/list`).value('_csrf')!;
    const done = await olga.post(`${BELT}/list`, { _csrf: csrf, readings: counted!.id });
    expect((await olga.get(done.location!)).text).toContain('они приняты сразу');
  });

  it('reads of what waits in the menu and on «Сегодня», and is led to the belt', async () => {
    await clear();
    await waiting();
    await waiting();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const today = await olga.get('/office');
    expect(today.text).toContain('необычных показания самое давнее ждёт с');
    expect(today.html.querySelector(`.todo a[href="${BELT}"]`)).not.toBeNull();
    expect(today.html.querySelector(`.side a[href="${BELT}"]`)!.text).toContain('2');
    expect((await rimma.get('/office')).text).not.toContain('необычных показания');
    await clear();
    expect((await olga.get(BELT)).text).toContain('Всё разобрано');
  });
});

describe('Two operators', () => {
  it('get different readings from the queue, and see who has the same one open', async () => {
    await clear();
    const [first, second] = [await waiting(), await waiting()];
    await olga.get(BELT);
    const other = await petr.get(BELT);
    expect(other.html.querySelector(`form[action="${second.path}/accept"]`)).not.toBeNull();
    expect((await petr.get(first.path)).text).toContain('Тарасова Ольга тоже смотрит эти показания');
  });

  it('decide the same reading once: the second is told who has decided what and goes on', async () => {
    await clear();
    const [one, next] = [await waiting(), await waiting()];
    const [mine, theirs] = [await olga.get(one.path), await petr.get(one.path)];
    await accept(mine, one);
    const late = await theirs.form(`${one.path}/reject`).submit({}, { button: 'Слишком большой расход' });
    const page = await petr.get(late.location!);
    expect(page.text).toMatch(
      /эти показания уже приняты: Тарасова Ольга, сегодня в \d+:\d\d\. Вот следующие/,
    );
    expect(page.html.querySelector(`form[action="${next.path}/accept"]`)).not.toBeNull();
    expect(await statusOf(one)).toEqual(['accepted']);
    // the other half of a double press is no other person
    const twice = await accept(mine, one);
    expect((await olga.get(twice.location!)).text).not.toContain('уже приняты');
  });

  it('who decide ten at the same moment decide each once', async () => {
    await clear();
    const ten: Waiting[] = [];
    for (let index = 0; index < 10; index += 1) ten.push(await waiting());
    const pages = await Promise.all(ten.flatMap((one) => [olga.get(one.path), petr.get(one.path)]));
    await Promise.all(pages.map((page, index) => accept(page, ten[Math.floor(index / 2)]!)));
    const events = await world.database.query(
      "SELECT FROM audit_events WHERE action = 'readings.accepted' AND object_id = ANY ($1)",
      [ten.map(({ reading }) => reading)],
    );
    expect(events).toHaveLength(10);
  });

  it('open nothing that is none, and accountants decide nothing', async () => {
    const one = await waiting();
    for (const path of [`${BELT}/999999`, `${BELT}/x`, `${one.path}/photos/x`]) {
      expect([path, (await olga.get(path)).status]).toEqual([path, 404]);
    }
    expect((await rimma.get(one.path)).status).toBe(403);
    const token = (await olga.get('/office')).form('/office/sign-out').value('_csrf')!;
    for (const act of ['accept', 'back', 'viewing']) {
      expect((await olga.post(`${BELT}/999999/${act}`, { _csrf: token })).status).toBe(404);
    }
    expect((await olga.get(`${BELT}?after=x'`)).status).toBe(200);
  });
});
