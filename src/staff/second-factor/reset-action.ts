import { staffActor } from '../../audit/audit.js';
import { type PanelAction, panelAction, type PanelOutcome } from '../../panel/declaration.js';
import { ADMINISTRATORS } from '../../panel/person.js';
import type { ResetRefusal, SecondFactor } from './second-factor.service.js';

const REFUSALS: Record<ResetRefusal, string> = {
  own: 'Свой вход с кодом сбросить нельзя: попросите другого администратора',
  none: 'У сотрудника нет входа с кодом',
  'not any more': 'Вас только что лишили прав администратора, ничего не сброшено',
};

/** «Сбросить вход с кодом», for somebody who has neither the telephone nor a recovery code. */
export function resetSecondFactor(factor: SecondFactor): PanelAction {
  return panelAction({
    label: 'Сбросить вход с кодом',
    on: 'record',
    roles: ADMINISTRATORS,
    danger: true,
    intro:
      'Для сотрудника, у которого нет ни телефона, ни резервных кодов. Убедитесь, что просит он сам: войти можно будет с одним паролем. Сотрудник выйдет на всех устройствах и получит письмо.',
    fields: { ground: { type: 'textarea', label: 'Основание', required: true, max: 300 } },
    button: 'Сбросить',
    when: (row, { id }) => row['secondFactor'] === 'true' && row['id'] !== id,
    run: async ({ ground }, context): Promise<PanelOutcome> => {
      const done = await factor.reset(context.recordId, ground, staffActor(context));
      return done === 'done'
        ? { message: 'Вход с кодом сброшен. При следующем входе сотрудник подключит его заново.' }
        : { errors: { '': REFUSALS[done] } };
    },
  });
}
