import type { World } from './world.js';

/** The check of a file of accounts whose headings were not understood; gives the id of its job. */
export async function giveUnreadFile(world: World): Promise<string> {
  const report = {
    fileName: 'абоненты.csv',
    refusal: 'Это не похоже на файл лицевых счетов',
    ...{ total: 0, new: 0, changed: 0, unchanged: 0, wrong: 0, disputes: 0 },
    ...{ errors: [], notices: [], disputed: [] },
    seen: { titles: ['Код абонента', 'Где живёт', 'Кто'], rows: [['15', 'ул. Лесная, д. 4', 'Ким А. А.']] },
  };
  const params = { file: 'нет.csv', fileName: 'абоненты.csv', dryRun: true, actor: { kind: 'system' } };
  const [job] = await world.database.query<{ id: string }>(
    `INSERT INTO jobs (kind, title, params, state, result, finished_at)
     VALUES ('accounts', 'Проверка файла «абоненты.csv»', $1, 'done', $2, now()) RETURNING id`,
    [JSON.stringify(params), JSON.stringify({ report, state: 'refused' })],
  );
  return job!.id;
}
