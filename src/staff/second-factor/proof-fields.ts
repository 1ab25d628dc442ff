import { staffActor } from '../../audit/audit.js';
import type { PanelContext, PanelOutcome } from '../../panel/declaration.js';
import { duration } from '../../text/russian.js';
import { LONG_AGO, type ProofRefusal, type StaffProof } from './staff-proof.js';

/** Fields of a form of the panel by which somebody shows anew who they are. */
export const PROOF_FIELDS = {
  current: { type: 'password', label: 'Ваш пароль' },
  code: {
    type: 'text',
    label: 'Ваш код из приложения',
    max: 64,
    hint: 'Если у вас подключён вход с кодом; резервный тоже подойдёт',
  },
} as const;

/** What the form answers to whoever does not show it; undefined when all is right. */
export async function refusedProof(
  proof: StaffProof,
  { current, code }: { current: string; code: string },
  context: PanelContext,
): Promise<PanelOutcome | undefined> {
  if (current === '') return { errors: { current: 'Введите пароль' } };
  const refused = await proof.whole(staffActor(context), { current, code }, context.staff.since);
  return refused && { errors: { [refused.field]: words(refused) } };
}

function words({ field, why }: ProofRefusal): string {
  if (why === 'missing') return 'Введите код из вашего приложения';
  if (why === 'long ago') return LONG_AGO;
  if (typeof why === 'object') return `Слишком много попыток. Подождите ${duration(why.wait)}`;
  return field === 'code' ? 'Код не подошёл. Каждый код действует один раз' : 'Пароль не подошёл';
}
