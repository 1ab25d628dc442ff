import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { dayIn } from '../../../core/clock.js';
import type { Config } from '../../../core/config.js';
import { isUuid } from '../../../core/ids.js';
import { one } from '../../../core/query.js';
import { CONFIG } from '../../../core/tokens.js';
import type { PanelStaff } from '../../../panel/person.js';
import { calendarDay } from '../../../text/month.js';
import { normalisePhone } from '../../../users/phone.js';
import type { Form } from '../../../web/form.js';
import { type Appeal, APPEAL_KINDS, type AppealFile, type NewAppeal } from '../../appeal.js';
import { AppealRegistration } from '../../appeal-registration.service.js';
import { AppealTopics } from '../../appeal-topics.service.js';
import type { AppealEventRow } from '../../appeals.sql.js';
import type { AppealOfOffice } from '../inbox-detail.js';
import { Inbox } from '../inbox.service.js';
import type { PaperForm } from './paper.forms.js';

const IN_SCAN = 'Текст в приложенном скане.';

/** Who has written, as the portal knows them. */
interface Known {
  readonly userId?: string;
  readonly accountId?: string;
  readonly houseId?: string;
  readonly address?: string;
  readonly name?: string;
}

/** Registers letters on paper, and tells what is printed for them. */
@Injectable()
export class PaperLetters {
  constructor(
    private readonly database: DataSource,
    private readonly registration: AppealRegistration,
    private readonly topics: AppealTopics,
    private readonly inbox: Inbox,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Says on the form what no rule of a single field can. */
  async check(form: Form<PaperForm>): Promise<void> {
    const value = (name: keyof PaperForm): string => String(form.values[name] ?? '');
    this.checkDay(form, value('received'));
    const topic = value('topic');
    if (topic !== '' && !(await this.topics.all()).some(({ id }) => id === topic)) {
      form.reject('topic', 'Такой темы больше нет, выберите другую');
    }
    const known = await this.known(value('sender'));
    if (!known && value('sender') !== '') {
      form.reject('sender', 'Этого автора больше нет, найдите его ещё раз');
    }
    if (value('name') === '' && !known?.name && !known?.accountId) {
      form.reject('name', 'Укажите, от кого письмо');
    }
    const onPaper = value('paperAnswer') !== '';
    if (onPaper && value('postalAddress') === '' && value('address') === '' && !known?.address) {
      form.reject('postalAddress', 'Укажите, куда отправить ответ');
    }
    if (!onPaper && value('email') === '' && !known?.userId) {
      form.reject('email', 'Укажите E-mail или отметьте ответ на бумаге: иначе ответить некуда');
    }
  }

  /** Gives a number; the other half of a double press gets the same. */
  async register(
    data: PaperForm,
    files: readonly AppealFile[],
    formKey: string,
    { id, name }: PanelStaff,
  ): Promise<Appeal> {
    const known = (await this.known(data.sender)) ?? {};
    const address = known.address ?? data.address;
    const input: NewAppeal = {
      ...{ kind: data.kind, channel: 'paper', topic: data.topic, title: '', text: data.text || IN_SCAN },
      ...{ userId: known.userId, accountId: known.accountId, houseId: known.houseId, address },
      ...{ name: data.name || (known.name ?? ''), email: data.email },
      phone: normalisePhone(data.phone) ?? data.phone,
      paperAnswer: data.paperAnswer !== '',
      postalAddress: data.paperAnswer === '' ? '' : data.postalAddress || address,
      ...{ publish: data.publish !== '', receivedDay: data.received, formKey, files },
    };
    const { appeal } = await this.database.transaction((tx) =>
      this.registration.registerIn(tx, input, { kind: 'staff', id, name }),
    );
    return appeal;
  }

  /** An entry as it is printed. */
  words(appeal: AppealOfOffice): object {
    return {
      ...{ id: appeal.id, number: appeal.number, kind: APPEAL_KINDS[appeal.kind], topic: appeal.topic_title },
      name: appeal.resident ?? appeal.author_name,
      address: appeal.postal_address || appeal.address,
      received: calendarDay(appeal.received_day),
      registeredAt: appeal.registered_at,
      due: appeal.due_day !== null && calendarDay(appeal.due_day),
    };
  }

  /** An answer as it is printed. */
  answer({ at, text, details }: AppealEventRow): object {
    return { text, signed: details['signed'], day: calendarDay(dayIn(at, this.config.timeZone)) };
  }

  private checkDay(form: Form<PaperForm>, day: string): void {
    if (form.errors['received']) return;
    const today = this.inbox.today();
    const time = Date.parse(`${day}T00:00:00Z`);
    const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
    const yearAgo = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`;
    if (!isDay) form.reject('received', 'Такого дня нет');
    else if (day > today) form.reject('received', 'Этот день ещё не наступил');
    else if (day < yearAgo) form.reject('received', 'Больше года назад: проверьте день');
  }

  private async known(sender: string): Promise<Known | undefined> {
    const [userId = '', accountId = ''] = sender.split('.');
    const [resident, place] = await Promise.all([
      isUuid(userId)
        ? one<{ full_name: string }>(this.database, 'SELECT full_name FROM residents WHERE id = $1', [userId])
        : undefined,
      isUuid(accountId)
        ? one<{ house_id: string | null; address: string; owner_name: string }>(
            this.database,
            'SELECT house_id, address, owner_name FROM account_places WHERE id = $1',
            [accountId],
          )
        : undefined,
    ]);
    if (!resident && !place) return undefined;
    return {
      ...(resident && { userId, name: resident.full_name }),
      ...(place && { accountId, houseId: place.house_id ?? undefined, address: place.address }),
      ...(place && !resident && place.owner_name !== '' && { name: place.owner_name }),
    };
  }
}
