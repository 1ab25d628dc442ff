import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import type { Mailing } from '../../mail/mailings/mailing.js';
import { Mailings } from '../../mail/mailings/mailings.service.js';
import { PanelOffice } from '../../panel/panel-office.js';
import { OPERATORS, type PanelPerson } from '../../panel/person.js';
import { dateTime, plural } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { Form } from '../../web/form.js';
import { FRAMING_HEADERS } from '../../web/headers.js';
import { type Page, view } from '../../web/page.js';
import { openedWith, secondOf, type SecondRow } from '../../web/second-form.js';
import { administratorSince, isMadeLater } from '../second-person.js';
import { type Audience, DEBT_MONTHS } from './audience.js';
import type { DeclineForm, MailingForm } from './mailing.forms.js';
import { fieldsOfAudience } from './mailing-input.js';
import { MailingLists, MOST_HOUSES } from './mailing-lists.service.js';
import { isAsking, mayRemove, mayWork, MailingView } from './mailing-view.js';

export const ROOT = '/office/letters/lists';
const STYLE = 'css/letters.css';
const HISTORY_LINES = 20;
const FIELDS = {
  ...{ house: 'Дом', flatFrom: 'Квартиры с', flatTo: 'Квартиры по', debt: 'Долг от, ₽' },
  ...{ months: 'Долг больше чем за, мес.', subject: 'Тема', text: 'Текст', signature: 'Подпись' },
};

/** The pages of letters to lists. */
@Injectable()
export class MailingPages {
  constructor(
    private readonly database: DataSource,
    private readonly mailings: Mailings,
    private readonly lists: MailingLists,
    private readonly view: MailingView,
    private readonly office: PanelOffice,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A form before anybody typed, perhaps for a house. */
  begin(house: string): Form<MailingForm> {
    return Form.empty<MailingForm>({ ...fieldsOfAudience({ house }), signature: this.config.company.name });
  }

  /** The form of a draft. */
  again({ audience, subject, text, signature, version }: Mailing): Form<MailingForm> {
    const fields = { ...fieldsOfAudience(audience), subject, text, signature };
    return Form.empty<MailingForm>({ ...fields, version: String(version), opened: openedWith(fields) });
  }

  /** The form of whoever came second: who was first, what stands there now, and of the form only what was typed. */
  async second(form: Form<MailingForm>, it: Mailing, person: PanelPerson): Promise<Page> {
    const told = { kind: 'mailing', id: it.id };
    const change = await this.office.lastChange(told);
    const who = change ? `: ${change.who}, ${dateTime(change.at, this.config.timeZone)}` : '';
    if (it.begun_at) {
      form.reject('form', `Пока страница была открыта, письмо отправили${who}. Исправить его нельзя.`);
      return this.write(form, person, it.id, { status: 409 });
    }
    const { subject, text, signature } = it;
    const rows = secondOf(form, FIELDS, { ...fieldsOfAudience(it.audience), subject, text, signature });
    form.values['version'] = String(it.version);
    form.reject('form', `Пока страница была открыта, письмо исправили${who}.`);
    return this.write(form, person, it.id, { status: 409, conflict: await this.inWords(rows) });
  }

  /** The form; with an id that of a draft. */
  async write(
    form: Form<MailingForm>,
    { staff }: PanelPerson,
    id?: string,
    { status, conflict }: { status?: number; conflict?: readonly SecondRow[] } = {},
  ): Promise<Page> {
    const { house = '', find = '', months = '' } = form.values as Record<string, string>;
    const [found, chosen] = await Promise.all([this.lists.houses(find), this.lists.house(uuidOrNone(house))]);
    const others = found.slice(0, MOST_HOUSES).filter((one) => one.id !== chosen?.id);
    return view(
      'residents/mailings/write',
      {
        ...{ title: id ? 'Исправить письмо' : 'Письмо по списку', style: STYLE, form, id, conflict },
        ...{ debtors: staff.role === 'accountant', back: id ? `${ROOT}/${id}` : ROOT },
        action: id ? `${ROOT}/${id}/edit` : ROOT,
        houses: (chosen ? [chosen, ...others] : others).map((one) => ({
          ...{ id: one.id, chosen: one.id === chosen?.id },
          address: streetOf(one.address, this.config.company.town),
        })),
        many: found.length > MOST_HOUSES || find !== '',
        nothing: find !== '' && found.length === 0,
        ages: DEBT_MONTHS.map((count) => ({
          ...{ count, chosen: String(count) === months },
          words: plural(count, 'месяц', 'месяца', 'месяцев'),
        })),
      },
      status,
    );
  }

  /** A house by its address. */
  private inWords(rows: readonly SecondRow[]): Promise<SecondRow[]> {
    const said = async (id: string): Promise<string> => {
      const house = id === '' ? undefined : await this.lists.house(uuidOrNone(id));
      return house ? streetOf(house.address, this.config.company.town) : 'все дома';
    };
    return Promise.all(
      rows.map(async (row) =>
        row.name === 'house'
          ? { ...row, was: await said(row.was ?? ''), now: await said(row.now), typed: await said(row.typed) }
          : row,
      ),
    );
  }

  /** A draft as it will be read, with who gets it; or what has become of a letter that was sent. */
  async show(
    it: Mailing,
    person: PanelPerson,
    form: Form<DeclineForm> = Form.empty(),
    status?: number,
  ): Promise<Page> {
    const { staff } = person;
    const draft = it.begun_at === null;
    const [since, reach, counts, unsent, history] = await Promise.all([
      administratorSince(this.database, staff.id),
      draft ? this.lists.reach(it.audience as Audience) : undefined,
      draft ? undefined : this.mailings.progress(it.id),
      draft ? undefined : this.mailings.unsent(it.id),
      this.office.history({ kind: 'mailing', id: it.id }, HISTORY_LINES),
    ]);
    return view(
      draft ? 'residents/mailings/draft' : 'residents/mailings/mailing',
      {
        ...{ title: draft ? 'Проверьте и отправьте' : it.subject, style: STYLE, form, back: ROOT, id: it.id },
        ...{ version: it.version, facts: this.view.facts(it), subject: this.view.subject(it) },
        text: this.view.letter(it).text,
        reach: reach && this.view.reach(reach),
        progress: counts && this.view.progress(counts),
        unsent,
        mayStop: (it.under_way || isAsking(it)) && it.stopped_at === null && mayWork(it, person),
        ...{ mayChange: mayWork(it, person), mayRemove: mayRemove(it, person) },
        mayDecide: staff.role === 'administrator',
        later: it.begun_at !== null && isMadeLater(since, it.begun_at),
        // accountants open no residents and no letters to them
        opens: OPERATORS.some((role) => role === staff.role),
        history: history.map(({ at, action, details, who }) => ({
          ...{ action, details, who },
          at: dateTime(at, this.config.timeZone),
        })),
      },
      status,
      FRAMING_HEADERS,
    );
  }
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

function uuidOrNone(text: string): string {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? text : NOBODY;
}
