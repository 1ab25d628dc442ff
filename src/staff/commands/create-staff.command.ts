import { parseArgs } from 'node:util';
import { isStaffRole } from '../../panel/person.js';
import { problemsOf } from '../../web/field.js';
import { NewStaffForm } from '../staff.forms.js';
import type { StaffService } from '../staff.service.js';

const USAGE =
  'npm run staff:create -- --login LOGIN --email EMAIL --role administrator|accountant|dispatcher|moderator|operator [--name NAME]';

/** Adds somebody of the office from the command line and prints a one-time password; returns the exit code. */
export async function createStaff(
  args: string[],
  staff: StaffService,
  print: (line: string) => void,
): Promise<number> {
  const option = { type: 'string' } as const;
  let values: Record<string, string | undefined>;
  try {
    ({ values } = parseArgs({
      args,
      options: { login: option, email: option, role: option, name: option },
      strict: true,
    }));
  } catch {
    print(USAGE);
    return 2;
  }
  const { login = '', email = '', role = '', name = login } = values;
  const problems = Object.entries(problemsOf(NewStaffForm, { login, email, role, name }));
  if (problems.length > 0 || !isStaffRole(role)) {
    for (const [option, problem] of problems) print(`--${option}: ${problem}`);
    print(USAGE);
    return 2;
  }
  const created = await staff.create(
    { login, email, role, name },
    { kind: 'system', name: 'npm run staff:create' },
  );
  if (!created) {
    print(`Логин ${login} уже занят.`);
    return 1;
  }
  print(`Сотрудник ${login} заведён. Одноразовый пароль на 24 часа: ${created.password}`);
  return 0;
}
