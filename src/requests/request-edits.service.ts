import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { minuteIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { one } from '../core/query.js';
import { CONFIG } from '../core/tokens.js';
import { duesOf, RequestCategories } from './categories.service.js';
import { RequestChanges, type RequestOutcome, type RequestValues } from './request-changes.js';
import { RequestPlaces } from './request-places.js';
import { impossible } from './request-work.service.js';
import type { RequestActor, ServiceRequest } from './service-request.js';
import { isOpen } from './states.js';

/** What of a request can be put right afterwards. */
export type RequestEdit = Pick<
  ServiceRequest,
  'category' | 'emergency' | 'address' | 'applicant' | 'phone' | 'access'
>;

/** Puts right what was written down wrongly; the terms of the law follow, from the same registration. */
@Injectable()
export class RequestEdits {
  constructor(
    private readonly changes: RequestChanges,
    private readonly categories: RequestCategories,
    private readonly places: RequestPlaces,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  change(id: string, edit: RequestEdit, actor: RequestActor, version?: number): Promise<RequestOutcome> {
    return this.changes.change(
      id,
      async (request, tx) => {
        if (!isOpen(request.state)) return impossible(request, 'take');
        const told = await this.told(tx, request, edit);
        if (told.length === 0) return 'Ничего не изменилось';
        const terms =
          edit.category === request.category && edit.emergency === request.emergency
            ? {}
            : await this.termsAnew(tx, request, edit);
        if (!terms) return 'Такой причины больше нет, выберите другую';
        const place = edit.address === request.address ? {} : await this.placeOf(edit.address);
        const details = { was: valuesOf(request, edit), now: edit };
        return {
          set: { ...edit, ...place, ...terms },
          events: [{ kind: 'changed', actor, text: told.join('\n'), details, open: true }],
        };
      },
      version,
    );
  }

  private async placeOf(address: string): Promise<RequestValues> {
    const place = await this.places.named(address);
    return { account_id: place.accountId, house_id: place.houseId, address: place.address };
  }

  /** What is opened again has its term from then on, and the first step behind it. */
  private async termsAnew(
    tx: EntityManager,
    request: ServiceRequest,
    { category: id, emergency }: RequestEdit,
  ): Promise<RequestValues | undefined> {
    const category = await this.categories.find(id, tx);
    if (!category) return undefined;
    const minuteOf = (at: Date): number => minuteIn(at, this.config.timeZone);
    const { firstDue, fixDue } = duesOf(category, emergency, request.registered_at, minuteOf);
    if (request.reopened === 0) return { first_due: firstDue, fix_due: fixDue };
    const opened = await one<{ at: Date }>(
      tx,
      `SELECT at FROM request_events WHERE request_id = $1 AND kind = 'reopened' ORDER BY id DESC LIMIT 1`,
      [request.id],
    );
    return { fix_due: duesOf(category, emergency, opened!.at, minuteOf).fixDue };
  }

  /** In words, each thing in a line: «Что случилось: Засор (было: Протечка)». */
  private async told(tx: EntityManager, request: ServiceRequest, edit: RequestEdit): Promise<string[]> {
    const title = async (id: string): Promise<string> => (await this.categories.find(id, tx))?.title ?? id;
    const line = (name: string, now: string, was: string): string =>
      `${name}: ${now === '' ? 'не указано' : now} (было: ${was === '' ? 'не указано' : was})`;
    const told: string[] = [];
    if (edit.category !== request.category) {
      told.push(line('Что случилось', await title(edit.category), await title(request.category)));
    }
    if (edit.emergency !== request.emergency) told.push(edit.emergency ? 'Это авария' : 'Это не авария');
    const names = {
      address: 'Адрес',
      applicant: 'Кто сообщил',
      phone: 'Телефон',
      access: 'Когда дома',
    } as const;
    for (const [name, word] of Object.entries(names) as [keyof typeof names, string][]) {
      if (edit[name] !== request[name]) told.push(line(word, edit[name], request[name]));
    }
    return told;
  }
}

function valuesOf(request: ServiceRequest, edit: RequestEdit): object {
  return Object.fromEntries(Object.keys(edit).map((name) => [name, request[name as keyof RequestEdit]]));
}
