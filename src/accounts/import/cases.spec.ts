import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import writeBook from 'write-excel-file/node';
import { encoded } from '../../../test/support/exchange-file.js';
import { projectPath } from '../../../test/support/project.js';
import type { ImportLayout } from '../../imports/import-layout.js';
import { openAccounts } from './open-accounts-file.js';

async function readPath(path: string, layout?: ImportLayout) {
  const file = await openAccounts(path, layout);
  const rows: string[] = [];
  for await (const read of file.rows()) {
    for (const { errors, record } of read) {
      rows.push(
        errors
          ? errors.map(({ field, reason }) => `${field ?? '-'}: ${reason}`).join('; ')
          : [record?.account, record?.address, record?.unit, record?.owner_name].join(' | '),
      );
    }
  }
  return { file, rows };
}

async function read(content: string | Buffer, layout?: ImportLayout) {
  const folder = await mkdtemp(join(tmpdir(), 'kabinet-cases-'));
  try {
    await writeFile(join(folder, 'file'), content);
    return await readPath(join(folder, 'file'), layout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const APPLE = 'г. Иркутск, ул. Яблоневая, д. 1';
const FOREST = 'г. Иркутск, ул. Лесная, д. 4';
const HEADER = 'Лицевой счет;Адрес;Помещение;Владелец';
const ROW = `0100002301;${FOREST};15;Яковлева Елена`;
const READ = [`0100002301 | ${FOREST} | 15 | Яковлева Елена`];

describe('A file of accounts as offices have it', () => {
  it.each<[name: string, rows: string[], notices: RegExp[]]>([
    ['c02-sep-line-accounts.csv', ['0100009001 | г. Иркутск, ул. Новая, д. 1 | 1 | '], []],
    [
      'c25-accounts-sep.csv',
      [
        '0100009001 | г. Иркутск, ул. Новая, д. 1 | 1 комн. 2 | ',
        '0100009002 | г. Иркутск, ул. Новая, д. 1 | 2 | ',
      ],
      [],
    ],
    [
      'c26-mac-cyrillic-accounts.csv',
      [`0100009201 | ${APPLE} | 1 | Яковлева Елена Юрьевна`, `0100009202 | ${APPLE} | 2 | Иванов Пётр Ильич`],
      [/Mac/],
    ],
    ['c27-koi8-accounts.csv', [`0100009211 | ${APPLE} | 1 | Яковлева Елена Юрьевна`], [/KOI8-R/]],
  ])('is read: %s', async (name, rows, notices) => {
    const found = await readPath(projectPath('test/cases', name));
    expect(found.rows).toEqual(rows);
    expect(found.file.notices).toEqual(notices.map((words) => expect.stringMatching(words)));
  });

  it('may lack its empty cells at the end of rows, as Excel writes them', async () => {
    const { rows } = await readPath(projectPath('test/cases/c23-accounts-dropped-trailing.csv'));
    expect(rows).toHaveLength(20);
    expect(rows.filter((row) => !row.startsWith('01000091'))).toEqual([]);
  });

  it.each([
    ['a title above', `Реестр лицевых счетов, дом 4\n\n${HEADER}\n${ROW}\n`],
    ['Ctrl+Z at its end', `${HEADER}\n${ROW}\n\x1a`],
    ['sep= for another sign', `sep=|\n${HEADER.replaceAll(';', '|')}\n${ROW.replaceAll(';', '|')}\n`],
    ['tabs between its cells', `${HEADER.replaceAll(';', '\t')}\n${ROW.replaceAll(';', '\t')}\n`],
    ['marks of direction', `${HEADER}\n\u200e${ROW.replace(';', '\u200e;')}\n`],
    ['the flat in the address', `${HEADER}\n0100002301;${FOREST}, кв. 15;;Яковлева Елена\n`],
    ['headings in two rows', `Лицевой счет;Место;;Владелец\n;Адрес;Помещение;\n${ROW}\n`],
    ['UTF-8 with a mark', `\uFEFF${HEADER}\n${ROW}\n`],
  ])('may have %s', async (_, content) => {
    expect((await read(content)).rows).toEqual(READ);
  });

  it.each(['koi8-r', 'x-mac-cyrillic', 'ibm866', 'windows-1251'] as const)(
    'may be in %s',
    async (encoding) => {
      const content = encoded(`${HEADER}\n${ROW}\n`, encoding);
      expect((await read(content)).rows).toEqual(READ);
    },
  );

  it('may be a book of Excel, with a title and a sheet of notes, and the zeros that Excel has eaten', async () => {
    const content = await writeBook([
      { data: [['Как заполнять'], ['Одна строка — один счет']], sheet: 'Справка' },
      {
        data: [['Реестр на 1 ноября'], HEADER.split(';'), [100002301, FOREST, 15, 'Яковлева Елена']],
        sheet: 'Счета',
      },
    ]).toBuffer();
    const { rows, file } = await read(content, { accountLength: 10 });
    expect(rows).toEqual(READ);
    expect(file.notices).toEqual(['Прочитан только лист «Счета», остальные листы не загружаются']);
  });

  it('may have headings of its own, which a profile knows', async () => {
    const columns = { account: 'Код абонента', address: 'Где', owner_name: 'Кто' };
    const { rows } = await read(`Код абонента;Где;кв;Кто\n${ROW}\n`, { columns });
    expect(rows).toEqual(READ);
  });

  it('has wrong rows told by the headings of the file', async () => {
    const { rows } = await read(`${HEADER}\nИтого;;;\n1,0E+09;${FOREST};1;#Н/Д\n`);
    expect(rows).toEqual([
      'Лицевой счет: «Итого» не похоже на номер: в нём нет ни одной цифры; Адрес: не указан адрес',
      expect.stringMatching(/^Лицевой счет: Excel превратил номер.*; Владелец: ошибка формулы #Н\/Д$/),
    ]);
  });

  it.each([
    ['x24-libreoffice.ods', /таблица LibreOffice \(ODS\)/],
    ['x25-html-table.xls', /страница HTML/],
    ['x26-binary.xlsb', /двоичная книга Excel/],
    ['x27-xml-spreadsheet-2003.xls', /«Таблица XML 2003»/],
    ['c08-payments-trailing-minus.csv', /не похоже на файл лицевых счетов: .* нет столбцов «Адрес»/],
  ])('is named as what it is where it is none: %s', async (name, words) => {
    await expect(readPath(projectPath('test/cases', name))).rejects.toThrow(words);
  });

  it('that is refused for its headings tells what was found', async () => {
    const content = 'Отчёт;;\nКод абонента;Где живёт;Кто\n15;Лесная 4;Ким\n16;Лесная 5;Ли\n';
    await expect(read(content)).rejects.toMatchObject({
      seen: {
        titles: ['Код абонента', 'Где живёт', 'Кто'],
        rows: [
          ['15', 'Лесная 4', 'Ким'],
          ['16', 'Лесная 5', 'Ли'],
        ],
      },
    });
  });
});
