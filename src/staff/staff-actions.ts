import { staffActor } from '../audit/audit.js';
import { type PanelAction, panelAction, type PanelOutcome, type PanelResult } from '../panel/declaration.js';
import { ADMINISTRATORS, type StaffRole, STAFF_ROLES } from '../panel/person.js';
import { PROOF_FIELDS, refusedProof } from './second-factor/proof-fields.js';
import type { StaffProof } from './second-factor/staff-proof.js';
import { NewStaffForm, StaffForm } from './staff.forms.js';
import type { StaffRefusal, StaffService } from './staff.service.js';

const ROLE_FIELD = { type: 'select', label: 'Роль', options: STAFF_ROLES, required: true } as const;

/** A screen that was left open must give nobody all rights. */
const PROOF = {
  current: { ...PROOF_FIELDS.current, hint: 'Только для роли «Администратор»' },
  code: {
    ...PROOF_FIELDS.code,
    hint: 'Только для роли «Администратор», если у вас подключён вход с кодом; резервный тоже подойдёт',
  },
} as const;

/** Why somebody of the office stays as they are, in words. */
export const REFUSALS: Record<StaffRefusal | 'own role' | 'own access', string> = {
  'own role': 'Свою роль изменить нельзя: попросите другого администратора',
  'own access': 'Закрыть доступ самому себе нельзя',
  'not any more': 'Вас только что лишили прав администратора, изменения не сохранены',
  'last administrator': 'Это последний администратор с открытым доступом: сначала назначьте другого',
};

/** «Завести сотрудника». */
export function hireSomebody(staff: StaffService, proof: StaffProof): PanelAction {
  return panelAction({
    label: 'Завести сотрудника',
    on: 'resource',
    roles: ADMINISTRATORS,
    intro: 'Сотрудник получит одноразовый пароль на сутки и при первом входе придумает свой.',
    fields: {
      name: { type: 'text', label: 'Имя и фамилия', required: true, max: 120 },
      login: { type: 'text', label: 'Логин', required: true, max: 64 },
      email: { type: 'text', label: 'E-mail', required: true, max: 254 },
      role: ROLE_FIELD,
      ...PROOF,
    },
    form: NewStaffForm,
    button: 'Завести',
    run: async ({ name, login, email, role, ...shown }, context): Promise<PanelOutcome> => {
      const refused = role === 'administrator' && (await refusedProof(proof, shown, context));
      if (refused) return refused;
      const created = await staff.create(
        { name, login, email, role: role as StaffRole },
        staffActor(context),
      );
      return created
        ? { result: oneTime(created.password, login) }
        : { errors: { login: 'Такой логин уже занят' } };
    },
  });
}

/** «Изменить»: name, address and role of somebody. */
export function changeSomebody(staff: StaffService, proof: StaffProof): PanelAction {
  return panelAction({
    label: 'Изменить',
    on: 'record',
    roles: ADMINISTRATORS,
    edits: true,
    fields: {
      name: { type: 'text', label: 'Имя и фамилия', required: true, max: 120, from: 'name' },
      email: { type: 'text', label: 'E-mail', required: true, max: 254, from: 'email' },
      role: { ...ROLE_FIELD, from: 'role' },
      ...PROOF,
    },
    form: StaffForm,
    button: 'Сохранить',
    run: async ({ name, email, role, ...shown }, context): Promise<PanelOutcome> => {
      const promotes =
        role === 'administrator' && (await staff.get(context.recordId)).role !== 'administrator';
      const refused = promotes && (await refusedProof(proof, shown, context));
      if (refused) return refused;
      const change = { name, email, role: role as StaffRole };
      const opened = { id: context.recordId, version: context.version };
      const done = await staff.change(opened, change, staffActor(context));
      if (done === 'stale') return { stale: true };
      return done === 'changed' ? { message: 'Изменения сохранены.' } : { errors: { role: REFUSALS[done] } };
    },
  });
}

/** Shows a one-time password once. */
export function oneTime(password: string, login: string): PanelResult {
  return {
    title: 'Одноразовый пароль',
    lines: ['Пароль показан один раз и действует сутки. При первом входе сотрудник придумает свой.'],
    words: [{ value: password, note: `Логин: ${login}` }],
    copyText: password,
    print: { label: 'Распечатать листок', url: '/admin/staff-slip', fields: { login, password } },
  };
}
