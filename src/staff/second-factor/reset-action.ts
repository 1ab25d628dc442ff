import { staffActor } from '../../audit/audit.js';
import { type PanelAction, panelAction, type PanelOutcome } from '../../panel/declaration.js';
import { ADMINISTRATORS } from '../../panel/person.js';
import type { OwnPages } from './own-pages.js';
import { PROOF_FIELDS, refusedProof } from './proof-fields.js';
import type { ResetRefusal, SecondFactor } from './second-factor.service.js';
import type { StaffProof } from './staff-proof.js';

const REFUSALS: Record<ResetRefusal, string> = {
  own: 'Свои коды и ключи сбросить нельзя: попросите другого администратора',
  none: 'У сотрудника нет ни приложения для кодов, ни ключей доступа',
  'not any more': 'Вас только что лишили прав администратора, ничего не сброшено',
};

/** What the person who was helped needs now, for whoever has helped. */
const NEXT = {
  due: 'При следующем входе сотруднику нужен его прежний пароль: после пароля портал сразу попросит подключить приложение или ключ заново, до этого ничего не откроется.',
  free: 'Теперь сотрудник входит с одним прежним паролем, пока снова не подключит приложение или ключ: «Вход с кодом из приложения» и «Ключи доступа» под своим именем в шапке.',
  password: 'Пароль он не помнит: нажмите «Выдать новый пароль».',
};

/**
 * «Сбросить коды и ключи», for somebody who has neither the telephone, nor a recovery code, nor the device with a key. Whoever does it shows anew who they
 * are: a screen that was left open must take nobody's second factor away.
 */
export function resetSecondFactor(factor: SecondFactor, proof: StaffProof, own: OwnPages): PanelAction {
  return panelAction({
    label: 'Сбросить коды и ключи',
    on: 'record',
    roles: ADMINISTRATORS,
    danger: true,
    intro:
      'Для сотрудника, который остался без телефона, резервных кодов и устройства с ключом доступа. Убедитесь, что просит он сам: войти можно будет с одним паролем. Сотрудник выйдет на всех устройствах и получит письмо.',
    fields: {
      ground: { type: 'textarea', label: 'Основание', required: true, max: 300 },
      current: { ...PROOF_FIELDS.current, required: true },
      code: PROOF_FIELDS.code,
    },
    button: 'Сбросить',
    when: (row, { id }) => (row['secondFactor'] === 'true' || row['keys'] !== '0') && row['id'] !== id,
    run: async ({ ground, ...shown }, context): Promise<PanelOutcome> => {
      const refused = await refusedProof(proof, shown, context);
      if (refused) return refused;
      const done = await factor.reset(context.recordId, ground, staffActor(context));
      return done === 'done'
        ? { message: `Коды и ключи сброшены. ${own.isDue ? NEXT.due : NEXT.free} ${NEXT.password}` }
        : { errors: { '': REFUSALS[done] } };
    },
  });
}
