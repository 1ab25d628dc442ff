import { Injectable } from '@nestjs/common';
import { IsNotEmpty } from 'class-validator';
import { staffActor } from '../../audit/audit.js';
import { choice, text, yesNo } from '../../panel/columns.js';
import {
  fresh,
  matches,
  panelAction,
  type PanelAction,
  type PanelDefinition,
  type PanelOutcome,
  PanelPart,
  type PanelResource,
} from '../../panel/declaration.js';
import { ADMINISTRATORS, DISPATCHERS } from '../../panel/person.js';
import { IsEmailAddress, IsPhone } from '../../users/person.forms.js';
import { Checkbox, Text } from '../../web/field.js';
import { normalisePhone } from '../../users/phone.js';
import { phoneText } from '../../text/phone.sql.js';
import { type ExecutorDetails, Executors } from '../executors/executors.service.js';

class ExecutorForm {
  @IsNotEmpty({ message: 'Введите имя или название' })
  @Text(100)
  name!: string;

  @Text(100)
  trade!: string;

  @Checkbox()
  contractor!: string;

  @Text(30)
  badge!: string;

  @IsPhone()
  @Text(32)
  phone!: string;

  @IsEmailAddress()
  @Text(254)
  email!: string;
}

const FIELDS = {
  name: { type: 'text', label: 'Имя или название', required: true, max: 100, from: 'name' },
  trade: {
    type: 'text',
    label: 'Чем занимается',
    hint: 'Сантехник, электрик, лифты',
    max: 100,
    from: 'trade',
  },
  contractor: { type: 'checkbox', label: 'Подрядчик', from: 'contractor' },
  badge: {
    type: 'text',
    label: 'Номер удостоверения',
    hint: 'Житель увидит его до прихода.',
    max: 30,
    from: 'badge',
  },
  phone: { type: 'text', label: 'Телефон', max: 32, from: 'phone' },
  email: { type: 'text', label: 'E-mail', hint: 'Сюда придут письма с нарядами.', max: 254, from: 'email' },
} as const;

const TAKEN = { errors: { name: 'Исполнитель с таким именем уже есть' } };

/** «Исполнители»: own people and contractors. */
@PanelPart()
@Injectable()
export class ExecutorsAdmin implements PanelDefinition {
  constructor(private readonly executors: Executors) {}

  resource(): PanelResource {
    return {
      id: 'executors',
      label: 'Исполнители',
      menu: { group: 'management', place: 60 },
      roles: DISPATCHERS,
      from: 'executors x',
      idSql: 'x.id',
      title: 'name',
      version: 'x.version',
      journal: 'executor',
      columns: {
        name: text('Имя или название', 'x.name', 'list', 'sort'),
        trade: text('Чем занимается', 'x.trade', 'list'),
        contractor: yesNo('Подрядчик', 'x.contractor', 'list', 'filter'),
        badge: text('Удостоверение', 'x.badge'),
        phone: { ...text('Телефон', 'x.phone', 'list'), shownSql: phoneText('x.phone') },
        email: text('E-mail', 'x.email'),
        state: choice(
          'Состояние',
          "CASE WHEN x.disabled_at IS NULL THEN 'works' ELSE 'left' END",
          { works: { label: 'Работает', tone: 'good' }, left: { label: 'Убран', tone: 'muted' } },
          'list',
          'filter',
        ),
      },
      sort: { column: 'name', direction: 'asc' },
      search: { hint: 'Имя или чем занимается', where: (p) => matches("x.name || ' ' || x.trade", p) },
      actions: { add: this.add(), change: this.change(), ...this.access() },
    };
  }

  private add(): PanelAction {
    return panelAction({
      label: 'Добавить исполнителя',
      on: 'resource',
      roles: DISPATCHERS,
      fields: fresh(FIELDS),
      form: ExecutorForm,
      button: 'Добавить',
      run: async (input, context): Promise<PanelOutcome> =>
        (await this.executors.add(detailsOf(input), staffActor(context)))
          ? { message: 'Исполнитель добавлен.', redirect: '/admin/resources/executors' }
          : TAKEN,
    });
  }

  private change(): PanelAction {
    return panelAction({
      label: 'Изменить',
      on: 'record',
      roles: DISPATCHERS,
      edits: true,
      fields: FIELDS,
      form: ExecutorForm,
      button: 'Сохранить',
      run: async (input, context): Promise<PanelOutcome> => {
        const shown = { id: context.recordId, version: context.version };
        const done = await this.executors.change(shown, detailsOf(input), staffActor(context));
        if (done === 'stale') return { stale: true };
        return done === 'taken' ? TAKEN : { message: 'Изменения сохранены.' };
      },
    });
  }

  private access(): Record<string, PanelAction> {
    return {
      revoke: panelAction({
        label: 'Отозвать ссылки',
        on: 'record',
        roles: DISPATCHERS,
        intro: 'Все ссылки на наряды этого исполнителя перестанут работать: из писем и с распечаток.',
        when: (row) => row['state'] === 'works',
        run: async (_input, context) => {
          await this.executors.revokeLinks(context.recordId, staffActor(context));
          return { message: 'Ссылки больше не работают.' };
        },
      }),
      disable: panelAction({
        label: 'Убрать из списка',
        on: 'record',
        roles: ADMINISTRATORS,
        danger: true,
        intro:
          'Его нельзя будет назначить, ссылки на наряды перестанут работать. Сделанное останется за ним.',
        when: (row) => row['state'] === 'works',
        run: async (_input, context) => {
          await this.executors.disable(context.recordId, staffActor(context));
          return { message: 'Исполнитель убран из списка.' };
        },
      }),
      enable: panelAction({
        label: 'Вернуть в список',
        on: 'record',
        roles: ADMINISTRATORS,
        when: (row) => row['state'] === 'left',
        run: async (_input, context): Promise<PanelOutcome> =>
          (await this.executors.enable(context.recordId, staffActor(context)))
            ? { message: 'Исполнитель снова в списке.' }
            : { errors: { '': TAKEN.errors.name } },
      }),
    };
  }
}

function detailsOf(input: Omit<ExecutorDetails, 'contractor'> & { contractor: boolean }): ExecutorDetails {
  return { ...input, phone: normalisePhone(input.phone) ?? input.phone };
}
