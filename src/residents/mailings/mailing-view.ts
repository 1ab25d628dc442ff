import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { subjectOf } from '../../mail/letters.js';
import { type Mailing, mailingLetter } from '../../mail/mailings/mailing.js';
import { KIND } from '../../mail/mailings/mailings.sql.js';
import { type ShownLetter, ShownLetters } from '../../mail/shown-letters.js';
import type { PanelPerson } from '../../panel/person.js';
import { dayAndTime } from '../../text/moments.js';
import { plural } from '../../text/russian.js';
import { LEFT_OUT } from './audience.js';
import { MOST_NAMES } from './audience.sql.js';
import type { Reach } from './mailing-lists.service.js';

const PROGRESS = [
  ['sent', 'Отправлено'],
  ['waiting', 'Ждут отправки'],
  ['ready', 'Пишутся'],
  ['trouble', 'Не уходят, повторяем'],
  ['failed', 'Не отправлено'],
  ['asks', 'Ждут подтверждения'],
  ['declined', 'Администратор отклонил'],
  ['stopped', 'Остановлено'],
  ['cancelled', 'Отозвано'],
  ['queued', 'Удалено вместе с жителем'],
] as const;

/** Letters to lists as pages of the office show them. */
@Injectable()
export class MailingView {
  constructor(
    private readonly shown: ShownLetters,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** How everybody is going to read it. */
  letter(it: Mailing): ShownLetter {
    const letter = { kind: KIND, subject: this.subject(it), data: mailingLetter(it, '0') } as const;
    return this.shown.of(letter)!;
  }

  subject({ subject }: Pick<Mailing, 'subject'>): string {
    return subjectOf(KIND, this.config.company, subject);
  }

  /** A line of the register. */
  row(it: Mailing): object {
    return {
      ...{ id: it.id, subject: it.subject, audience: it.audience_words, author: it.author },
      ...{ state: stateOf(it), asks: isAsking(it), draft: it.begun_at === null },
      at: this.at(it.begun_at ?? it.written_at),
      receivers: it.begun_at && people(it.receivers),
      asking: isAsking(it) ? it.asking : 0,
    };
  }

  /** What has become of it. */
  facts(it: Mailing): object {
    const { decided_at: decided, stopped_at: stopped } = it;
    return {
      ...{ audience: it.audience_words, author: it.author, state: stateOf(it), asks: isAsking(it) },
      ...{ asking: people(it.asking), approved: it.approved, declineReason: it.decline_reason },
      // nothing of it has left or leaves by itself
      waits: isAsking(it) && it.asking === it.receivers,
      at: this.at(it.begun_at ?? it.written_at),
      receivers: it.settled ? people(it.receivers) : `${people(it.receivers)}, список ещё составляется`,
      decided: decided && `${it.decider}, ${this.at(decided)}`,
      stopped: stopped && `${it.stopper}, ${this.at(stopped)}`,
    };
  }

  progress(counts: ReadonlyMap<string, number>): object[] {
    return PROGRESS.flatMap(([state, title]) => {
      const count = counts.get(state) ?? 0;
      const bad = state === 'failed' || state === 'trouble';
      return count > 0 ? [{ title, count: count.toLocaleString('ru-RU'), bad }] : [];
    });
  }

  /** Who would get it, and who would not and why. */
  reach({ now, later, out, accounts, alone }: Reach): object {
    const shown = (names: Reach['out'][number]['names'], count: number) => ({
      names,
      more: count > MOST_NAMES && count - MOST_NAMES,
    });
    return {
      ...{ now, nobody: now === 0 && !later, asks: now === 0 && !!later },
      words:
        now === 0
          ? 'Сразу письмо никто не получит'
          : `Письмо ${plural(now, 'получит', 'получат', 'получат')} ${people(now)}`,
      later: later && { words: people(later.count), ...shown(later.names, later.count) },
      out: out.map(({ reason, count, names }) => ({
        ...{ title: LEFT_OUT[reason], count },
        ...shown(names, count),
      })),
      accounts: accounts === 0 ? 'Таких лицевых счетов нет.' : false,
      alone:
        alone > 0 &&
        `${alone.toLocaleString('ru-RU')} ${plural(alone, 'лицевой счет', 'лицевых счета', 'лицевых счетов')}`,
    };
  }

  /** What has just become of a draft: it leaves at once, or waits for an administrator for some or all. */
  begun({ receivers, asking, settled }: Mailing): string {
    if (!settled) {
      return 'Письма пишутся и уходят после всех остальных. Второе за день уйдёт, когда подтвердит администратор.';
    }
    if (asking === 0) return 'Письма пишутся и уходят после всех остальных.';
    if (asking === receivers) {
      return 'Письмо передано администратору: сегодня эти жители уже получили письмо из офиса. Оно уйдёт, когда он подтвердит.';
    }
    return `Письма пишутся и уходят после всех остальных. Второе письмо за день ждёт подтверждения: ${people(asking)}.`;
  }

  private at(time: Date): string {
    return dayAndTime(time, this.clock.now(), this.config.timeZone);
  }
}

/** Whether somebody may put a letter right, or stop it: operators relieve each other, accountants have their own. */
export function mayWork(it: Mailing, { staff }: PanelPerson): boolean {
  return it.author_id === staff.id || staff.role !== 'accountant';
}

/** Whether somebody may throw a draft away. */
export function mayRemove(it: Mailing, { staff }: PanelPerson): boolean {
  return it.author_id === staff.id || staff.role === 'administrator';
}

/** Whether an administrator has to decide about it. */
export function isAsking(it: Mailing): boolean {
  return (
    it.begun_at !== null && it.settled && it.asking > 0 && it.decided_at === null && it.stopped_at === null
  );
}

function stateOf(it: Mailing): string {
  if (it.begun_at === null) return 'Черновик';
  if (it.stopped_at !== null) return 'Остановлено';
  if (it.under_way) return 'Отправляется';
  if (isAsking(it)) return 'Ждёт подтверждения';
  return it.approved === false && it.asking === it.receivers ? 'Отклонено' : 'Отправлено';
}

function people(count: number): string {
  return `${count.toLocaleString('ru-RU')}\u00a0${plural(count, 'житель', 'жителя', 'жителей')}`;
}
