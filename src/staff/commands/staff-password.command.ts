import type { StaffPasswords } from '../staff-passwords.service.js';
import type { StaffService } from '../staff.service.js';
import { loginIn } from './login-option.js';

const USAGE = 'npm run staff:password -- --login LOGIN';

/** Gives somebody of the office a new one-time password: the way back in for the last administrator. Returns the exit code. */
export async function resetStaffPassword(
  args: string[],
  staff: StaffService,
  passwords: StaffPasswords,
  print: (line: string) => void,
): Promise<number> {
  const login = loginIn(args);
  if (login === undefined) {
    print(USAGE);
    return 2;
  }
  const found = await staff.findByLogin(login);
  if (!found || found.disabledAt !== null) {
    print(found ? `Доступ сотрудника ${login} закрыт.` : `Сотрудника ${login} нет.`);
    return 1;
  }
  const password = await passwords.reset(found.id, { kind: 'system', name: 'npm run staff:password' });
  print(`Новый одноразовый пароль сотрудника ${found.login} на 24 часа: ${password}`);
  return 0;
}
