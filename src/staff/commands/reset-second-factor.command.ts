import type { SecondFactor } from '../second-factor/second-factor.service.js';
import type { StaffService } from '../staff.service.js';
import { loginIn } from './login-option.js';

const COMMAND = 'npm run staff:reset-second-factor';

/** Resets the second factor of somebody whom no other administrator can help. Returns the exit code. */
export async function resetSecondFactor(
  args: string[],
  staff: StaffService,
  factor: SecondFactor,
  print: (line: string) => void,
): Promise<number> {
  const login = loginIn(args);
  if (login === undefined) {
    print(`${COMMAND} -- --login LOGIN`);
    return 2;
  }
  const found = await staff.findByLogin(login);
  if (!found) {
    print(`Сотрудника ${login} нет.`);
    return 1;
  }
  const actor = { kind: 'system', name: COMMAND } as const;
  if ((await factor.reset(found.id, 'командой на сервере', actor)) !== 'done') {
    print(`У сотрудника ${found.login} нет ни приложения для кодов, ни ключей доступа.`);
    return 1;
  }
  print(
    `Коды и ключи сотрудника ${found.login} сброшены: теперь он войдёт с одним прежним паролем и подключит приложение или ключ заново.`,
  );
  print('Пароль он не помнит: npm run staff:password');
  return 0;
}
