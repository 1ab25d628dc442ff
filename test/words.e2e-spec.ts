import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type Database } from './support/database.js';

let database: Database;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(async () => {
  await database?.drop();
});

async function finds(asked: string, text: string): Promise<boolean> {
  const [row] = await database.query<{ found: boolean }>('SELECT words_of($1) @@ words_asked($2) AS found', [
    text,
    asked,
  ]);
  return row!.found;
}

const LIFT =
  'В подъезде № 3 стоит лифт, «застрял» между этажами. Ещё затопило кв.15а, тел. 8 (902) 111-22-33.';

describe('Whoever looks for words', () => {
  it.each([
    ['лифт', LIFT],
    ['лифта', LIFT],
    ['лифтом', LIFT],
    ['ЛИФТЫ', LIFT],
    ['лифт подъезды', LIFT],
    ['этаж и подъезд', LIFT],
    ['застрял', LIFT],
    ['подъезд 3', LIFT],
    ['затопили', LIFT],
    ['кв. 15', LIFT],
    ['кв 15 а', LIFT],
    ['квартира', 'нет воды в квартирах'],
    ['+7 902 111-22-33', LIFT],
    ['89021112233', LIFT],
    ['902 1112233', LIFT],
    ['счётчик', 'поверка счетчиков'],
    ['счетчик', 'поверка счётчиков'],
    ['замо\u0301к', 'сломан замок'],
    ['замок', 'сломан за\u0301мок'],
    ['лифт', 'стоит ли\u200Bфт и ли\u00ADфт'],
    ['сосед', 'шумит co\u0441ед'],
    ['cocед', 'шумит сосед'],
    ['йод', 'пахнет и\u0306одом'],
    ['wi-fi', 'пропал Wi-Fi в холле'],
    ['К-2026-000118', 'в ответ на К-2026-000118'],
    ['K-2026-000118', 'в ответ на К-2026-000118'],
    ['2026-000118', 'в ответ на К-2026-000118'],
    ['затоп*', 'у нас затопление'],
    ['подъезд лиф*', LIFT],
  ])('finds by «%s» a text «%s»', async (asked, text) => {
    expect(await finds(asked, text)).toBe(true);
  });

  it.each([
    ['лифт крыша', LIFT, 'all words have to be there'],
    ['!лифт', 'вода', 'signs are no operators'],
    ['лифт | крыша', LIFT, 'signs are no operators'],
    ['118', 'в ответ на К-2026-000118', 'a number is a word'],
    ['ли', LIFT, 'a part of a word is asked for with an asterisk'],
    // what the stemmer of PostgreSQL does not know
    ['затопление', LIFT, 'a noun is another word than its verb'],
    ['протечка', 'протекает крыша', 'a noun is another word than its verb'],
    ['окно', 'нет окон', 'a vowel that comes and goes'],
    ['человек', 'люди', 'forms of other roots'],
  ])('does not find by «%s» a text «%s»: %s', async (asked, text) => {
    expect(await finds(asked, text)).toBe(false);
  });

  it.each([
    [''],
    ['   '],
    ['не было'],
    ['и*'],
    ['\'"\\ & | ! ( ) :* <-> <2> % _ \u0001'],
    ['*'],
    ["''::tsquery"],
    ['🙂🙂'],
  ])('is never refused, and finds nothing by «%s», which has no word to look for', async (asked) => {
    expect(await finds(asked, LIFT)).toBe(false);
  });

  it('is answered however much they ask, and however long the text is', async () => {
    const million = 'слово '.repeat(200_000);
    expect(await finds(million, 'слово')).toBe(true);
    expect(await finds('слово', million)).toBe(true);
    expect(await finds('нет', 'ё'.repeat(1_000_000))).toBe(false);
    const different = Array.from({ length: 100_000 }, (_, n) => `${n}ы`).join(' ');
    expect(await finds('7', different)).toBe(true);
    expect(await finds(different, 'слово')).toBe(false);
    expect(await finds('&|!:*\\'.repeat(100_000), 'слово')).toBe(false);
  });

  it('gets the same from a restored dump, where no schema is searched by itself', async () => {
    await database.query(`CREATE TABLE restored (text text, words tsvector GENERATED ALWAYS AS (words_of(text)) STORED);
      INSERT INTO restored VALUES ('лифты'); CREATE INDEX ON restored (words_of(text));`);
    const [row] = await database.query<{ same: boolean }>(
      `SELECT words @@ public.words_asked('лифт') AS same FROM restored`,
    );
    expect(row!.same).toBe(true);
    await database.query('REINDEX TABLE restored; ANALYZE restored');
  });
});
