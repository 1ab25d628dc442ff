import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { cli, type CommandResult, productEnvironment, type Settings } from './support/command.js';
import { createDatabase, type Database } from './support/database.js';
import { projectPath } from './support/project.js';

const HEADER = 'account;els;hcs_id;address;unit;unit_type;total_area;residents;owner_name;code_word;closed';
const FIRST =
  '0100000001;38AC000123;38AC000123-01;г. Иркутск,  ул. Лесная, д. 4;15;Квартира;1 054,30;3;Ким А. А.;;нет';
const SECOND = '0100000002;;;г. Иркутск, ул. Лесная, д. 4;7;Кладовая;5.5;;=ООО "Ромашка";;да';
const HOUSE = '0100000003;;;с. Хомутово, ул. Лесная, д. 9;;;;;;;';

let folder: string;
let database: Database;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kabinet-import-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(() => database?.drop());

async function file(content: string | Uint8Array, name = 'accounts.csv'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** Russian letters (except «ё») and ASCII. */
function windows1251(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0) - (letter < '\x80' ? 0 : 0x350));
}

/** Nobody listens at the other addresses: a load sends no letters. */
function settings(): Settings {
  const nobody = '127.0.0.1:9';
  return { DATABASE_URL: database.url, SMTP_URL: `smtp://${nobody}`, PUBLIC_URL: `http://${nobody}` };
}

function load(path: string, ...options: string[]): Promise<CommandResult> {
  return cli(['import', 'accounts', path, ...options], settings());
}

function bigFile(rows: number): string {
  const lines = Array.from({ length: rows }, (_, n) => `${n + 1};ул. Лесная, д. ${n % 5};${n};54,3`);
  return `${['account;address;unit;total_area', ...lines].join('\n')}\n`;
}

async function accounts(): Promise<Record<string, unknown>[]> {
  return database.query(
    `SELECT a.number, h.address, n.number AS unit, n.type, a.total_area, a.residents, a.owner_name, a.els, a.hcs_id, a.closed
     FROM accounts a JOIN units n ON n.id = a.unit_id JOIN houses h ON h.id = n.house_id ORDER BY a.number`,
  );
}

/** The versions of all rows: the same as long as nobody has written them. */
async function versions(): Promise<unknown> {
  return database.query(
    `SELECT xmin::text, ctid::text FROM accounts UNION ALL SELECT xmin::text, ctid::text FROM units
     UNION ALL SELECT xmin::text, ctid::text FROM houses ORDER BY 1, 2`,
  );
}

async function count(table: string): Promise<number> {
  const [row] = await database.query<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table}`);
  return row!.n;
}

describe('An administrator who loads accounts', () => {
  it('sees first what a load would do, then does it, and it stands in the journal', async () => {
    const path = await file([HEADER, FIRST, SECOND, HOUSE, ''].join('\r\n'));
    const dry = await load(path, '--dry-run');
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.stdout).toMatch(/Новых: 3, изменится: 0, без изменений: 0, с ошибками: 0\./);
    expect(dry.stdout).toContain('Столбец «code_word» пропущен');
    expect(dry.stdout).toMatch(
      /Необычная площадь или число проживающих: 1\D+строка 2, 0100000001, 1054,30, 3/,
    );
    expect(await count('houses')).toBe(0);
    expect(await count('imports')).toBe(0);

    const done = await load(path);
    expect(done).toMatchObject({ code: 0 });
    expect(await accounts()).toEqual([
      {
        number: '0100000001',
        address: 'г. Иркутск, ул. Лесная, д. 4',
        unit: '15',
        type: 'flat',
        total_area: '1054.30',
        residents: 3,
        owner_name: 'Ким А. А.',
        els: '38АС000123',
        hcs_id: '38АС000123-01',
        closed: false,
      },
      {
        number: '0100000002',
        address: 'г. Иркутск, ул. Лесная, д. 4',
        unit: '7',
        type: 'storage',
        total_area: '5.50',
        residents: null,
        owner_name: '=ООО "Ромашка"',
        els: '',
        hcs_id: '',
        closed: true,
      },
      {
        number: '0100000003',
        address: 'с. Хомутово, ул. Лесная, д. 9',
        unit: '',
        type: 'house',
        total_area: null,
        residents: null,
        owner_name: '',
        els: '',
        hcs_id: '',
        closed: false,
      },
    ]);
    const [entry] = await database.query(
      `SELECT i.kind, i.file_name, length(i.sha256) AS hash, i.rows_new, e.actor_kind, e.details
       FROM imports i JOIN audit_events e ON e.object_id = i.id::text AND e.action = 'accounts.imported'`,
    );
    expect(entry).toMatchObject({
      kind: 'accounts',
      file_name: 'accounts.csv',
      hash: 64,
      rows_new: 3,
      actor_kind: 'system',
    });
  });

  it('changes nothing with the same data again, be it in windows-1251 and with commas', async () => {
    await load(await file([HEADER, FIRST, HOUSE].join('\n')));
    const before = await versions();

    expect((await load(join(folder, 'accounts.csv'))).stdout).toMatch(/без изменений: 2,/);
    const other = [
      'ЛИЦЕВОЙ СЧЕТ,Владелец,Площадь,Помещение,Адрес',
      '0100000001,Ким А. А.,"1054,3",15,"г. Иркутск, ул. Лесная, д. 4"',
      '0100000003,,,,"с. Хомутово, ул. Лесная, д. 9"',
    ].join('\r\n');
    const done = await load(await file(windows1251(other), 'other.csv'));
    expect(done.stdout).toContain('other.csv:\nWindows-1251, разделитель «,»');
    expect(done.stdout).toMatch(/без изменений: 2,/);
    expect(await versions()).toEqual(before);
  });

  it('changes only what differs, and only the columns of the file', async () => {
    await load(await file([HEADER, FIRST, SECOND, HOUSE].join('\n')));
    await database.query(
      `UPDATE accounts SET balance_kopecks = 512345, balance_on = '2026-11-20' WHERE number = '0100000001'`,
    );
    const text = [
      'account;address;unit;owner_name',
      '0100000001;г. Иркутск, ул. Лесная, д. 4;16;Ли Б. Б.',
    ].join('\n');
    const done = await load(await file(text));
    expect(done.stdout).toMatch(/Добавлено: 0, изменено: 1, без изменений: 0,/);

    const [first, second] = await accounts();
    expect(first).toMatchObject({
      unit: '16',
      type: 'flat',
      owner_name: 'Ли Б. Б.',
      total_area: '1054.30',
      els: '38АС000123',
    });
    expect(second).toMatchObject({ unit: '7', owner_name: '=ООО "Ромашка"' });
    const [balance] = await database.query(
      `SELECT balance_kopecks FROM accounts WHERE number = '0100000001'`,
    );
    expect(balance).toEqual({ balance_kopecks: '512345' });
    expect(await count('accounts')).toBe(3);
  });

  it('gets the wrong rows back with their reasons, mends them and loads them', async () => {
    const rows = [
      '1;Лесная 1;54,3;Ким',
      '1,0E+09;Лесная 1;5;=1+1',
      '3;;много;Ли',
      '1;Лесная 2;1;Пак',
      'Итого;;59,3;',
      '4;Лесная 1;5;Ан;x',
      '5;Лесная 1;7;Цой',
    ];
    const wrong = join(folder, 'wrong.csv');
    const done = await load(
      await file(['account;address;total_area;owner_name', ...rows].join('\n')),
      '--errors',
      wrong,
    );
    expect(done).toMatchObject({ code: 0 });
    expect(done.stdout).toMatch(/Добавлено: 2,.*пропущено с ошибками: 5\./);
    expect(done.stdout).toContain('строка 5, account: этот лицевой счет уже был в строке 2');
    expect((await accounts()).map(({ number }) => number)).toEqual(['1', '5']);

    const text = await readFile(wrong, 'utf8');
    const lines = text.split('\r\n');
    expect(lines).toHaveLength(7);
    expect(lines[0]).toBe('\uFEFFaccount;address;total_area;owner_name;Строка;Причина');
    expect(lines[1]).toMatch(/^1,0E\+09;Лесная 1;5;'=1\+1;3;account: Excel превратил номер в число/);
    expect(lines[2]).toBe('3;;много;Ли;4;"address: не указан адрес; total_area: «много» — не число"');
    expect(lines[3]).toBe('1;Лесная 2;1;Пак;5;этот лицевой счет уже был в строке 2');
    expect(lines[5]).toBe('4;Лесная 1;5;Ан;7;значений в строке 5, а столбцов 4');

    const mended = text.replace('1,0E+09', '2').replace('3;;много', '3;Лесная 1;1,5');
    const again = await load(await file(mended, 'mended.csv'));
    expect(again.stdout).toContain('Неизвестные столбцы не загружаются: «Строка», «Причина»');
    expect(
      (await accounts()).map(({ number, owner_name }) => `${number as string} ${owner_name as string}`),
    ).toEqual(expect.arrayContaining(['2 =1+1', '3 Ли']));
  });

  it('is told of addresses without a street or a number, by row and column; a house that is known by such an address stays', async () => {
    await database.query("INSERT INTO houses (address) VALUES ('Дом у реки')");
    const rows = [
      '1;ул. Лесная',
      '2;д. 4',
      '3;с. Хомутово, д. 5',
      '4;Дом у реки',
      '5;г. Иркутск',
      '6;ул. Лесная',
    ];
    const done = await load(await file(['Лицевой счет;Адрес дома', ...rows].join('\n')));
    const whole = 'нужно целиком: «г. Иркутск, ул. Лесная, д. 4»';
    for (const [row, missing] of [
      [2, 'номера дома'],
      [3, 'улицы'],
      [6, 'улицы и номера дома'],
      [7, 'номера дома'],
    ] as const) {
      expect(done.stdout).toContain(`строка ${row}, Адрес дома: не хватает ${missing}, ${whole}`);
    }
    expect(done.stdout).toMatch(/Добавлено: 2,.*пропущено с ошибками: 4\./);
    expect((await accounts()).map(({ address }) => address)).toEqual(['с. Хомутово, д. 5', 'Дом у реки']);
  });

  it('is asked when Excel has eaten the zeros', async () => {
    await load(await file('account;address\n0100002345;Лесная 1\n'));
    const dry = await load(await file('account;address\n100002345;Лесная 1\n'), '--dry-run');
    expect(dry.stdout).toMatch(/нулями впереди: 1 \(например, 100002345 и 0100002345\)/);
    expect(dry.stdout).toContain('Если счета те же, верните нули в файл; если разные, загрузите его');
    const asked = await load(await file('account;address\n100002345;Лесная 1\n'));
    expect([asked.code, await count('accounts')]).toEqual([1, 1]);
    const both = await file('account;address\n0100002399;Лесная 1\n100002399;Лесная 1\n');
    expect((await load(both)).stdout).toMatch(/нулями впереди: 1 \(например, 100002399 и 0100002399\)/);
    expect((await load(both, '--accept')).code).toBe(0);
    expect(await count('accounts')).toBe(3);
  });

  it('is asked when a letter stands for a digit of a number that is known, or comes with the file', async () => {
    await load(await file('account;address\n0100002345;Лесная 1\nА-100;Лесная 1\n'));
    const twin = await file('account;address\n0100002346;Лесная 1\nО100002345;Лесная 1\nA-100;Лесная 1\n');
    const asked = await load(twin);
    expect(asked.stdout).toMatch(/алфавита: 2 \(например, строка 3: О100002345, а есть 0100002345\)/);
    expect(asked.stdout).toContain('Если счета те же, поправьте номера в файле; если разные, загрузите его');
    expect([asked.code, await count('accounts')]).toEqual([1, 2]);
    const both = await file('account;address\n0100002399;Лесная 1\n0100O02399;Лесная 1\n');
    expect((await load(both)).stdout).toMatch(/строка 3: 0100O02399, а есть 0100002399/);
    expect((await load(both, '--accept')).code).toBe(0);
    // known from now on, it is asked about no more
    expect((await load(both)).code).toBe(0);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['an empty one', '', 'Файл пустой'],
    ['headings alone', 'account;address\n', 'только заголовки'],
    ['one without the headings', '1;Лесная 1\n2;Лесная 2\n', 'нет столбцов «Лицевой счет», «Адрес»'],
    ['a torn XLSX book', Buffer.from('PK\x03\x04\x14\0\x08', 'latin1'), 'Книга Excel повреждена'],
    [
      'one cut inside quotation marks',
      `${bigFile(20_000)}7;"ул. Лес`,
      'В строке 20002 открыта и до конца файла не закрыта кавычка',
    ],
    ['one with a huge row', `${bigFile(20_000)}${'x'.repeat(1_000_000)}\n`, 'Строка 20002 длиннее 64 КБ'],
  ])('is told in plain words that a file cannot be loaded: %s', async (_, content, words) => {
    const result = await load(await file(content));
    expect(result.code).toBe(1);
    expect(result.stdout).toMatch(new RegExp(words.replace(/[()]/g, '\\$&')));
    expect(result.stdout).toContain('Ничего не загружено');
    expect(result.output).not.toMatch(/ {4}at /);
    expect(await count('houses')).toBe(0);
    expect(await count('imports')).toBe(0);
  });

  it('is told that there is no such file, and how the command is called', async () => {
    expect(await load(join(folder, 'nowhere.csv'))).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('нет такого файла'),
    });
    expect(await load(folder)).toMatchObject({ code: 1, stdout: expect.stringContaining('это папка') });
    const path = await file('account;address\n1;Лесная 1\n');
    expect(await load(path, '--errors', path)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('сам загружаемый файл'),
    });
    expect(await load(path, '--force')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('--dry-run'),
    });
    expect(await count('accounts')).toBe(0);
  });
});

describe('Loads that meet', () => {
  it('go one after the other: the second finds all rows unchanged', async () => {
    const path = await file(bigFile(3000));
    const results = await Promise.all([load(path), load(path)]);
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    const rows = await database.query(`SELECT rows_new, rows_unchanged FROM imports ORDER BY rows_new`);
    expect(rows).toEqual([
      { rows_new: 0, rows_unchanged: 3000 },
      { rows_new: 3000, rows_unchanged: 0 },
    ]);
    expect(await count('accounts')).toBe(3000);
  });
});

describe('While a load is under way', () => {
  let other: pg.Client;
  beforeEach(async () => {
    other = new pg.Client({ connectionString: database.url });
    await other.connect();
  });
  afterEach(() => other?.end());

  /** Waits until the load waits for a lock, and gives its process. */
  async function stuckLoad(): Promise<number> {
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const [row] = await database.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'kabinet' AND wait_event_type = 'Lock'`,
      );
      if (row) return row.pid;
      await sleep(100);
    }
    throw new Error('The load never came to the lock');
  }

  it('residents read and link their accounts', async () => {
    await load(await file(bigFile(50)));
    await other.query('BEGIN');
    await other.query(`SELECT FROM accounts WHERE number = '50' FOR UPDATE`);
    const loading = load(await file(bigFile(50).replaceAll('54,3', '60')));
    await stuckLoad();

    await database.query(`SET statement_timeout = '2s'`);
    const rows = await database.query<{ total_area: string }>('SELECT DISTINCT total_area FROM accounts');
    expect(rows).toEqual([{ total_area: '54.30' }]);
    // What the foreign key of a new link asks for.
    expect(await database.query(`SELECT id FROM accounts WHERE number <> '50' FOR KEY SHARE`)).toHaveLength(
      49,
    );

    await other.query('COMMIT');
    expect((await loading).stdout).toMatch(/изменено: 50,/);
  });

  it('a lost connection undoes it, and the command says so', async () => {
    await load(await file(bigFile(50)));
    await other.query('BEGIN');
    await other.query(`SELECT FROM accounts WHERE number = '50' FOR UPDATE`);
    const loading = load(await file(bigFile(60).replaceAll('54,3', '60')));
    await other.query('SELECT pg_terminate_backend($1)', [await stuckLoad()]);
    const result = await loading;
    expect(result).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Ничего не загружено: база данных не отвечает'),
    });
    await other.query('COMMIT');
    expect(await count('accounts')).toBe(50);
    expect(await database.query('SELECT DISTINCT total_area FROM accounts')).toEqual([
      { total_area: '54.30' },
    ]);
  });

  it('kill -9 leaves nothing half-loaded', async () => {
    const path = await file(bigFile(30_000));
    const child = spawn(process.execPath, [projectPath('dist', 'cli.js'), 'import', 'accounts', path], {
      env: productEnvironment(settings()),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const exit = once(child, 'exit');
    await once(child.stdout, 'data'); // the first tenth
    child.kill('SIGKILL');
    await exit;
    expect(await count('accounts')).toBe(0);
    expect(await load(path)).toMatchObject({ code: 0 });
    expect(await count('accounts')).toBe(30_000);
  });
});
