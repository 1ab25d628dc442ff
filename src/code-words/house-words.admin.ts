import { Injectable } from '@nestjs/common';
import { staffActor } from '../audit/audit.js';
import { type PanelAddition, panelAction, type PanelDefinition, PanelPart } from '../panel/declaration.js';
import { OPERATORS } from '../panel/person.js';
import { plural } from '../text/russian.js';
import { CodeWordsService } from './code-words.service.js';
import { ISSUE_FIELDS, wordResult } from './code-words.result.js';
import { HOUSE_CHOICES, type HouseChoice, type HouseCounts, HouseWords } from './house-words.service.js';
import { SlipsService } from './slips.service.js';

const words = (count: number): string => `${count} ${plural(count, 'слово', 'слова', 'слов')}`;

/** Code words of a whole house, on its page: issued with their number told before, and taken back. */
@PanelPart()
@Injectable()
export class HouseWordsAdmin implements PanelDefinition {
  constructor(
    private readonly house: HouseWords,
    private readonly words: CodeWordsService,
    private readonly slips: SlipsService,
  ) {}

  additions(): Record<string, PanelAddition> {
    return { houses: { actions: { issueWords: this.issue(), revokeWords: this.revoke() } } };
  }

  private issue() {
    return panelAction({
      label: 'Выдать слова на весь дом',
      on: 'record',
      roles: OPERATORS,
      intro:
        'Каждый лицевой счет получит своё слово. Листки и список для подписей можно будет сразу напечатать.',
      fields: {
        choice: {
          ...{ type: 'select', label: 'Кому', options: HOUSE_CHOICES, initial: 'unlinked', required: true },
        },
        revoke: { type: 'checkbox', label: 'Отозвать прежние слова этих счетов', initial: true },
        ...ISSUE_FIELDS,
        days: { ...ISSUE_FIELDS.days, initial: this.words.usualDays },
      },
      options: async (houseId) => {
        const choices = Object.entries(HOUSE_CHOICES) as [HouseChoice, string][];
        const labels = choices.map(async ([choice, label]): Promise<[string, string]> => {
          const { chosen } = await this.house.counts(houseId, choice);
          return [choice, `${label} (${chosen})`];
        });
        return { choice: Object.fromEntries(await Promise.all(labels)) };
      },
      button: 'Дальше',
      run: async ({ choice, ...terms }, { recordId, confirmed, ...person }) => {
        const asked = { ...terms, choice: choice as HouseChoice };
        const counts = await this.house.counts(recordId, asked.choice);
        if (counts.chosen === 0) return { errors: { choice: nobody(counts) } };
        if (!confirmed) {
          const lines = toldBefore(counts, asked.choice, asked.revoke);
          return { result: { title: 'Кто получит слова', lines, confirm: `Выдать ${words(counts.chosen)}` } };
        }
        const issued = await this.house.issue(recordId, asked, staffActor(person));
        if (issued.length === 0) return { errors: { choice: nobody(counts) } };
        const slips = await this.slips.texts(new Map(issued.map(({ word, id }) => [word, id])));
        return { result: wordResult(slips) };
      },
    });
  }

  private revoke() {
    return panelAction({
      label: 'Отозвать слова дома',
      on: 'record',
      roles: OPERATORS,
      danger: true,
      intro: 'Слова перестанут действовать. Уже привязанные счета останутся привязанными.',
      fields: { reason: { type: 'textarea', label: 'Причина', required: true, max: 500 } },
      button: 'Дальше',
      run: async ({ reason }, { recordId, confirmed, ...person }) => {
        const { words: living, staying } = await this.house.living(recordId);
        const others =
          staying > 0
            ? `${staying === 1 ? 'Одно слово открывает' : `${words(staying)} открывают`} и счета других домов: отзовите отдельно, в разделе «Кодовые слова».`
            : '';
        if (living === 0) {
          return { errors: { '': others || 'В этом доме нет слов, которые ещё действуют.' } };
        }
        if (!confirmed) {
          const lines = [
            `${living === 1 ? 'Перестанет действовать' : 'Перестанут действовать'} ${words(living)}.`,
            ...(others ? [others] : []),
          ];
          return { result: { title: 'Какие слова отзовём', lines, confirm: `Отозвать ${words(living)}` } };
        }
        const revoked = await this.house.revoke(recordId, reason, staffActor(person));
        return { message: `Отозвано: ${words(revoked)}.` };
      },
    });
  }
}

function nobody({ open }: HouseCounts): string {
  return open === 0
    ? 'В этом доме нет открытых лицевых счетов'
    : 'Все лицевые счета этого дома уже привязаны. Если слова нужны и им, выберите «Всем»';
}

function toldBefore({ open, chosen, holding }: HouseCounts, choice: HouseChoice, revoke: boolean): string[] {
  const linked = open - chosen;
  return [
    `Слова получат ${chosen} из ${open} открытых лицевых счетов дома.`,
    ...(choice === 'unlinked' && linked > 0 ? [`Уже привязаны и слова не получат: ${linked}.`] : []),
    ...(holding > 0
      ? [
          `Действующее слово уже есть у ${holding} из них. ${revoke ? 'Прежние слова будут отозваны' : 'Прежние слова останутся действовать'}.`,
        ]
      : []),
  ];
}
