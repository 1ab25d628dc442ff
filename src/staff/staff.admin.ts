import { Injectable } from '@nestjs/common';
import { choice, datetime, number, text, yesNo } from '../panel/columns.js';
import { staffActor } from '../audit/audit.js';
import { PanelPart, panelAction, type PanelDefinition, type PanelResource } from '../panel/declaration.js';
import type { PanelPage } from '../panel/panel-page.js';
import { ADMINISTRATORS, STAFF_ROLES } from '../panel/person.js';
import { view } from '../web/page.js';
import { resetSecondFactor } from './second-factor/reset-action.js';
import { OwnPages } from './second-factor/own-pages.js';
import { SecondFactor } from './second-factor/second-factor.service.js';
import { StaffProof } from './second-factor/staff-proof.js';
import { StaffPasswords } from './staff-passwords.service.js';
import { changeSomebody, hireSomebody, oneTime, REFUSALS } from './staff-actions.js';
import { StaffService } from './staff.service.js';

const KEYS = '(SELECT count(*) FROM staff_passkeys k WHERE k.staff_id = p.id)';

/** «Сотрудники»: only for administrators. */
@PanelPart()
@Injectable()
export class StaffAdmin implements PanelDefinition {
  constructor(
    private readonly staff: StaffService,
    private readonly passwords: StaffPasswords,
    private readonly factor: SecondFactor,
    private readonly proof: StaffProof,
    private readonly own: OwnPages,
  ) {}

  resource(): PanelResource {
    return {
      id: 'staff',
      label: 'Сотрудники',
      menu: { group: 'management', place: 41 },
      roles: ADMINISTRATORS,
      from: 'staff p',
      idSql: 'p.id',
      title: 'name',
      version: 'p.version',
      journal: 'staff',
      columns: {
        name: text('Имя', 'p.name', 'list', 'filter', 'sort'),
        login: text('Логин', 'p.login', 'list', 'filter'),
        email: text('E-mail', 'p.email', 'list'),
        role: choice(
          'Роль',
          'p.role',
          {
            operator: { label: STAFF_ROLES.operator },
            dispatcher: { label: STAFF_ROLES.dispatcher },
            accountant: { label: STAFF_ROLES.accountant },
            moderator: { label: STAFF_ROLES.moderator },
            administrator: { label: STAFF_ROLES.administrator },
          },
          'list',
          'filter',
        ),
        state: choice(
          'Доступ',
          "CASE WHEN p.disabled_at IS NULL THEN 'open' ELSE 'closed' END",
          { open: { label: 'Открыт', tone: 'good' }, closed: { label: 'Закрыт', tone: 'bad' } },
          'list',
          'filter',
        ),
        secondFactor: yesNo('Вход с кодом', 'p.second_factor_at IS NOT NULL', 'list', 'filter'),
        keys: number('Ключей доступа', KEYS, 'list'),
        lastSignInAt: datetime('Последний вход', 'p.last_sign_in_at', 'list'),
        createdAt: datetime('Заведён', 'p.created_at'),
      },
      sort: { column: 'name', direction: 'asc' },
      search: {
        hint: 'Имя, логин или E-mail',
        where: (pattern) => `p.name ILIKE ${pattern} OR p.login ILIKE ${pattern} OR p.email ILIKE ${pattern}`,
      },
      actions: {
        create: hireSomebody(this.staff, this.proof),
        change: changeSomebody(this.staff, this.proof),
        ...this.access(),
      },
    };
  }

  /** The one-time password on paper; it comes with the form, since nothing keeps it. */
  pages(): PanelPage[] {
    return [
      {
        method: 'post',
        path: '/staff-slip',
        right: ['staff', 'create'],
        maxBytes: 2000,
        answer: async ({ form: { login, password } }) => {
          const shown = { login: short(login), password: short(password) };
          return shown.login === '' || shown.password === ''
            ? undefined
            : view('staff/slip', { title: 'Листок сотрудника', layout: 'print', ...shown });
        },
      },
    ];
  }

  private access() {
    const setDisabled = (disabled: boolean) =>
      panelAction({
        label: disabled ? 'Закрыть доступ' : 'Открыть доступ',
        on: 'record',
        roles: ADMINISTRATORS,
        ...(disabled ? { danger: true as const } : {}),
        intro: disabled
          ? 'Сотрудник сразу выйдет из панели и не сможет войти.'
          : 'Сотрудник снова сможет войти.',
        when: (row, { id }) => (row['state'] === 'open') === disabled && row['id'] !== id,
        run: async (_input, context) => {
          const done = await this.staff.setDisabled(context.recordId, disabled, staffActor(context));
          const message = disabled ? 'Доступ закрыт.' : 'Доступ открыт.';
          return done === 'done' ? { message } : { errors: { '': REFUSALS[done] } };
        },
      });
    return {
      resetPassword: panelAction({
        label: 'Выдать новый пароль',
        on: 'record',
        roles: ADMINISTRATORS,
        intro: 'Прежний пароль перестанет действовать, сотрудник выйдет на всех устройствах.',
        button: 'Выдать пароль',
        // one's own is changed on a page of one's own
        when: (row, { id }) => row['state'] === 'open' && row['id'] !== id,
        run: async (_input, context) => {
          const password = await this.passwords.reset(context.recordId, staffActor(context));
          return { result: oneTime(password, (await this.staff.get(context.recordId)).login) };
        },
      }),
      resetSecondFactor: resetSecondFactor(this.factor, this.proof, this.own),
      disable: setDisabled(true),
      enable: setDisabled(false),
    };
  }
}

/** A text of a form that stands on the slip as it came. */
function short(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 100) : '';
}
