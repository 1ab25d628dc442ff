import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, dayIn, secondsAfter } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { one } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import type { AppealActor, AppealKind } from '../../messages/appeal.js';
import { AppealRegistration } from '../../messages/appeal-registration.service.js';
import { AppealWork } from '../../messages/appeal-work.service.js';

interface DemoAppeal {
  readonly kind: AppealKind;
  readonly topic: string;
  /** Which of the flats. */
  readonly flat: number;
  /** So many days ago. */
  readonly days: number;
  readonly text: string;
  readonly answer?: string;
}

/** What they are about and who they are from is made up. */
const APPEALS: readonly DemoAppeal[] = [
  {
    ...{ kind: 'complaint', topic: 'works', flat: 12, days: 20 },
    text: 'В подъезде третью неделю не моют лестницу. Последний раз видели уборщицу в начале месяца.',
  },
  {
    ...{ kind: 'complaint', topic: 'general', flat: 41, days: 12 },
    text: 'Лифт после ремонта гудит и стучит на каждом этаже. Ночью слышно в квартире, ребёнок просыпается.',
    answer:
      'Подрядчик проверил лифт: стук дают изношенные опоры лебёдки. Опоры заменим на этой неделе, потом измерим шум.',
  },
  {
    ...{ kind: 'suggestion', topic: 'general', flat: 7, days: 3 },
    text: 'Поставьте, пожалуйста, скамейку у второго подъезда: пожилым негде подождать машину.',
  },
  {
    ...{ kind: 'gratitude', topic: 'staff', flat: 26, days: 1 },
    text: 'Спасибо мастеру, который вечером быстро прочистил засор и всё за собой убрал.',
  },
];

const FLAT = `SELECT id, house_id, address, owner_name FROM account_places ORDER BY number LIMIT 1 OFFSET $1 - 1`;

/** Gives the demo company a few papers of the last weeks: one that is late, one that is answered. */
@Injectable()
export class DemoAppeals {
  constructor(
    private readonly database: DataSource,
    private readonly registration: AppealRegistration,
    private readonly work: AppealWork,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Once, where nobody has written yet. */
  async fill(): Promise<void> {
    if (await one(this.database, 'SELECT FROM appeals LIMIT 1')) return;
    const operator = await one<{ id: string; name: string }>(
      this.database,
      "SELECT id, name FROM office_people WHERE role = 'operator' ORDER BY name LIMIT 1",
    );
    if (!operator) return;
    for (const appeal of APPEALS) await this.add(appeal, { kind: 'staff', ...operator });
  }

  private async add(
    { kind, topic, flat, days, text, answer }: DemoAppeal,
    actor: AppealActor,
  ): Promise<void> {
    const place = await one<{ id: string; house_id: string; address: string; owner_name: string }>(
      this.database,
      FLAT,
      [flat],
    );
    if (!place) return;
    const day = dayIn(secondsAfter(this.clock.now(), -days * 86_400), this.config.timeZone);
    const { appeal } = await this.database.transaction((tx) =>
      this.registration.registerIn(
        tx,
        {
          ...{ kind, topic, text, title: '', channel: 'paper', receivedDay: day, publish: true },
          ...{ accountId: place.id, houseId: place.house_id, address: place.address, name: place.owner_name },
          ...{
            email: '',
            phone: '',
            paperAnswer: true,
            postalAddress: place.address,
            formKey: '',
            files: [],
          },
        },
        actor,
      ),
    );
    if (answer === undefined) return;
    const signed = `Специалист ${actor.name}`;
    await this.work.answer(appeal.id, { text: answer, signed, files: [] }, actor, appeal.version);
  }
}
