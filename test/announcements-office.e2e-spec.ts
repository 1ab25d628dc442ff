import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { lettersAreWritten } from './support/announcements.js';
import type { Client } from './support/client.js';
import { hire } from './support/office.js';
import { giveFlat } from './support/requests.js';
import { giveResident, signIn } from './support/resident.js';
import { lettersAreOut, startWorld, type World } from './support/world.js';

const HOUSE = 'г. Иркутск, ул. Лесная, д. 4';
const NEW = '/office/announcements/new';
const LIST = '/office/announcements';

let world: World;
let sedova: Client;
let lykov: Client;
let irina: Client;
let house: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  for (const [index, login] of ['irina', 'pavel'].entries()) {
    await giveResident(world, login);
    await giveFlat(world, login, HOUSE, String(15 + index));
  }
  irina = await signIn(world, 'irina');
  sedova = await hire(world, 'sedova', 'dispatcher', 'Марина Седова');
  lykov = await hire(world, 'lykov', 'operator', 'Игорь Лыков');
  const [row] = await world.database.query<{ id: string }>('SELECT id FROM houses');
  house = row!.id;
});
afterAll(() => world?.stop());

/** A day and an hour in Irkutsk, so many hours from now. */
function inHours(hours: number): { day: string; time: string } {
  const text = new Date(Date.now() + (hours + 8) * 3_600_000).toISOString();
  return { day: text.slice(0, 10), time: text.slice(11, 16) };
}

const END = inHours(5);
const FILLED = {
  ...{
    kind: 'emergency',
    service: 'cold-water',
    title: 'Авария на вводе',
    text: 'Подавать заявку не нужно.',
  },
  ...{ note: 'Бригада Кузнецова', toDay: END.day, toTime: END.time },
};

async function publish(client = sedova, fields: Record<string, string | string[]> = {}): Promise<string> {
  const form = (await client.get(`${NEW}?house=${house}`)).form(LIST);
  const preview = await form.submit({ ...FILLED, ...fields }, { button: 'Посмотреть и опубликовать' });
  const answer = await preview.form(LIST).submit({}, { button: 'Опубликовать' });
  if (answer.status !== 303) throw new Error(answer.errors.join('; '));
  return answer.location!;
}

describe('A dispatcher', () => {
  it('sees before publishing how many letters there will be and how they read; so many are written', async () => {
    const form = (await sedova.get(`${NEW}?house=${house}&service=hot-water`)).form(LIST);
    expect([form.value('service'), form.value('houses')]).toEqual(['hot-water', house]);
    const preview = await form.submit(FILLED, { button: 'Посмотреть и опубликовать' });
    expect(preview.text).toContain('Письмо получат 2 жителя');
    expect(preview.text).toContain('В доме нет холодной воды');
    expect(preview.text).toContain('УК «Макском»: Авария, нет холодной воды');
    const answers = await Promise.all([
      preview.form(LIST).submit({}, { button: 'Опубликовать' }),
      preview.form(LIST).submit({}, { button: 'Опубликовать' }),
    ]);
    expect(new Set(answers.map(({ location }) => location)).size).toBe(1);
    await lettersAreWritten(world);
    const letters = await world.database.query("SELECT data FROM letters WHERE kind = 'outage'");
    expect(letters).toHaveLength(2);
    expect(JSON.stringify(letters)).not.toContain('Кузнецова');
    const page = await answers[0].follow();
    expect(page.text).toContain('Бригада Кузнецова');
    expect((await sedova.get(LIST)).text).toContain('Нет холодной воды');
    // a number of the menu stays for a second
    await sleep(1100);
    expect((await sedova.get('/office')).text).toContain('Отключения ждут: 1');
    expect((await (await irina.get('/accounts')).follow()).text).toContain('В доме нет холодной воды');
    await world.database.query('DELETE FROM announcements');
  });

  it('goes back from the preview with all that was typed', async () => {
    const form = (await sedova.get(`${NEW}?house=${house}`)).form(LIST);
    const preview = await form.submit(
      { ...FILLED, text: 'Первая\nвторая' },
      { button: 'Посмотреть и опубликовать' },
    );
    const again = await preview.form(LIST).submit({}, { button: 'Исправить' });
    expect(again.status).toBe(200);
    expect(again.form(LIST).value('text')?.replace(/\r/g, '')).toBe('Первая\nвторая');
    expect(again.form(LIST).value('houses')).toBe(house);
  });

  it('is told in words what is wrong, and nothing is lost', async () => {
    const page = await sedova.get(`${NEW}?house=${house}`);
    const past = inHours(-2);
    const cases: [Record<string, string | string[] | undefined>, string, string][] = [
      [
        { toDay: past.day, toTime: past.time, fromDay: inHours(-5).day, fromTime: inHours(-5).time },
        'toDay',
        'Это время уже прошло',
      ],
      [{ fromDay: inHours(9).day, fromTime: inHours(9).time }, 'toDay', 'Окончание раньше начала'],
      [{ toDay: END.day, toTime: '' }, 'toDay', 'Укажите и день, и час'],
      [{ toDay: '', toTime: '', kind: 'planned' }, 'toDay', 'Без срока бывает только авария'],
      [{ fromDay: '2026-02-30' }, 'fromDay', 'Такого дня'],
      // a year of which two digits have been typed, and one that nobody means
      [{ fromDay: '0026-12-01' }, 'fromDay', 'Проверьте год'],
      [{ fromDay: '9999-12-31', fromTime: '23:59' }, 'fromDay', 'Такого дня'],
      [{ text: 'я'.repeat(5000) }, 'text', 'Слишком длинно: не больше 4000'],
      [{ title: '' }, 'title', 'Напишите в двух словах'],
      [{ service: '' }, 'service', 'Выберите, что отключено'],
    ];
    for (const [fields, field, words] of cases) {
      const answer = await page
        .form(LIST)
        .submit({ ...FILLED, ...fields }, { button: 'Посмотреть и опубликовать' });
      expect([field, answer.status, answer.errorOf(field)]).toEqual([
        field,
        422,
        expect.stringContaining(words),
      ]);
      expect(answer.form(LIST).value('note')).toBe('Бригада Кузнецова');
    }
    const none = await page
      .form(LIST)
      .submit({ ...FILLED, houses: undefined }, { button: 'Посмотреть и опубликовать' });
    expect(none.errors).toContain('Отметьте хотя бы один дом или «весь жилфонд»');
    const gone = await sedova.post(LIST, {
      ...{
        ...FILLED,
        _csrf: page.form(LIST).value('_csrf')!,
        step: 'publish',
        fromDay: END.day,
        fromTime: '00:00',
      },
      houses: '00000000-0000-4000-8000-000000000000',
    });
    expect(gone.status).toBe(422);
    expect(gone.errors.join()).toContain('домов больше нет');
  });

  it('prolongs it, and whoever was told hears of it', async () => {
    const path = await publish();
    await lettersAreWritten(world);
    await lettersAreOut(world);
    const later = inHours(30);
    const form = (await sedova.get(path)).form(/prolong$/);
    const page = await (await form.submit({ toDay: later.day, toTime: later.time })).follow();
    expect(page.text).toContain('Срок изменён');
    await lettersAreWritten(world);
    const letter = await world.mail.waitForLetter({ to: 'irina@example.test', subject: 'новый срок' });
    expect(letter.text).toContain('изменился срок');
    const stale = await form.submit({ toDay: inHours(40).day, toTime: '10:00' });
    expect(stale.status).toBe(409);
    expect(stale.errorOf('toDay')).toContain('Марина Седова');
    await (await sedova.get(path)).form(/end$/).submit();
  });

  it('and a colleague end it at once: one does, the other is told who did', async () => {
    const path = await publish();
    await lettersAreWritten(world);
    await lettersAreOut(world);
    const forms = [(await sedova.get(path)).form(/end$/), (await lykov.get(path)).form(/end$/)];
    const answers = await Promise.all(forms.map((form) => form.submit()));
    const texts = await Promise.all(answers.map(async (answer) => (await answer.follow()).text));
    expect(texts.filter((text) => text.includes('Закончено. Письма'))).toHaveLength(1);
    expect(texts.filter((text) => /Уже закончено: (Марина Седова|Игорь Лыков)/.test(text))).toHaveLength(1);
    expect((await (await irina.get('/accounts')).follow()).text).not.toContain('нет холодной воды');
    const rows = await world.database.query(
      "SELECT FROM audit_events WHERE action = 'announcement.ended' AND object_id = $1",
      [path.split('/').pop()!],
    );
    expect(rows).toHaveLength(1);
  });

  it('who edits what a colleague has changed meanwhile sees both texts', async () => {
    const path = await publish();
    const [mine, theirs] = [await sedova.get(`${path}/edit`), await lykov.get(`${path}/edit`)];
    await theirs.form(/edit$/).submit({ text: 'Вода у дома 6' });
    const stale = await mine.form(/edit$/).submit({ text: 'Вода у дома 8' });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain('Игорь Лыков');
    expect(stale.text).toContain('Вода у дома 6');
    expect(stale.form(/edit$/).value('text')).toBe('Вода у дома 8');
    await stale.form(/edit$/).submit({});
    expect((await irina.get(path.replace('/office', ''))).text).toContain('Вода у дома 8');
    const print = await sedova.get(`${path}/print`);
    expect(print.text).toContain('Нет холодной воды');
    expect(print.text).not.toContain('Бригада Кузнецова');
    const [other, own] = [await lykov.get(`${path}/edit`), await sedova.get(`${path}/edit`)];
    const long = 'Воду вернём к вечеру. '.repeat(30).trim();
    await other.form(/edit$/).submit({ text: long, note: 'Звонить Кузнецову' });
    const second = await own.form(/edit$/).submit({ title: 'Порыв у дома 8' });
    expect(second.status).toBe(409);
    expect(second.text.replace(/\s+/g, ' ')).toContain(`${long} не меняли`);
    await second.form(/edit$/).submit({});
    const changed = (await sedova.get(`${path}/edit`)).form(/edit$/);
    expect(['title', 'text', 'note'].map((name) => changed.value(name))).toEqual([
      'Порыв у дома 8',
      long,
      'Звонить Кузнецову',
    ]);
    const page = await sedova.get(path);
    expect(page.text).toContain('Напечатать на дверь');
    await page.form(/end$/).submit();
    expect((await sedova.get(path)).text).not.toContain('Напечатать на дверь');
    const late = await sedova.get(`${path}/print`, { check: false });
    expect([late.status, (await late.follow()).text]).toEqual([
      303,
      expect.stringContaining('Это уже закончилось'),
    ]);
  });
});

describe('Publishing to many', () => {
  it('answers at once, and writes as many letters as were told before, in portions', async () => {
    await world.database.query(
      `WITH people AS (
         INSERT INTO users (public_no, login, login_key, email, email_key, email_confirmed_at, password_hash,
                            password_changed_at, first_name, middle_name, last_name, phone, status)
         SELECT 200000000 + i, 'crowd' || i, 'crowd' || i, 'crowd' || i || '@example.test', 'crowd' || i || '@example.test',
           now(), 'x', now(), 'Анна', '', 'Белова', '', 'active' FROM generate_series(1, 2300) i RETURNING id)
       INSERT INTO account_links (user_id, account_id) SELECT id, (SELECT id FROM accounts LIMIT 1) FROM people`,
    );
    const form = (await sedova.get(NEW)).form(LIST);
    const filled = { ...FILLED, title: 'Авария на подстанции', wholeCompany: true };
    const preview = await form.submit(filled, { button: 'Посмотреть и опубликовать' });
    expect(preview.text.replace(/\u00A0/g, ' ')).toContain('Письмо получат 2302 жителя');
    const answer = await preview.form(LIST).submit({}, { button: 'Опубликовать' });
    await lettersAreWritten(world);
    const [row] = await world.database.query<{ count: number }>(
      "SELECT count(*)::integer AS count FROM letters WHERE kind = 'outage' AND about = $1",
      [answer.location!.split('/').pop()!],
    );
    expect(row!.count).toBe(2302);
  });
});
