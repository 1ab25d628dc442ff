import type { PanelResource } from './declaration.js';
import type { StaffRole } from './person.js';
import { ALL_STAFF } from './person.js';
import { READING } from './rights.js';

const RESERVED: readonly string[] = [...READING, 'new', 'edit', 'delete', 'bulkDelete', 'search'];

/** Walks all resources and actions at the start and stops it at the first thing that is not said clearly. */
export function checkResources(resources: readonly PanelResource[]): void {
  const ids = new Map(resources.map((resource) => [resource.id, resource]));
  if (ids.size !== resources.length) throw new Error('Panel: two resources have the same id');

  for (const resource of resources) {
    const must = (holds: unknown, what: string) => {
      if (!holds) throw new Error(`Panel resource ${resource.id}: ${what}`);
    };
    const rolesAreSaid = (roles: readonly StaffRole[], whose: string) =>
      must(roles.length && roles.every((role) => ALL_STAFF.includes(role)), `${whose} needs known roles`);

    must(/^[a-z][a-z-]*$/.test(resource.id), 'the id goes into addresses, use a-z and -');
    rolesAreSaid(resource.roles, 'the resource');
    must(resource.columns[resource.title], `there is no title column ${resource.title}`);
    must(resource.columns[resource.sort.column]?.sort, `${resource.sort.column} is not sortable`);

    for (const [name, column] of Object.entries(resource.columns)) {
      must(/^[a-z][A-Za-z0-9]*$/.test(name) && name !== 'id' && name !== 'q', `column name ${name}`);
      if (column.type === 'reference') {
        must(ids.has(column.resource), `${name} refers to an unknown resource`);
      }
    }
    for (const { resource: id, by } of resource.related ?? []) {
      must(ids.get(id)?.columns[by]?.type === 'reference', `${id}.${by} is not a reference column`);
    }

    for (const [name, action] of Object.entries(resource.actions ?? {})) {
      must(/^[a-z][A-Za-z]*$/.test(name) && !RESERVED.includes(name), `action name ${name}`);
      rolesAreSaid(action.roles, `action ${name}`);
      must(
        !action.edits || (action.on === 'record' && resource.version && resource.journal),
        `action ${name} edits records without a version or a name in the journal`,
      );
      must(
        !action.many || (action.on === 'record' && !action.edits),
        `action ${name} of ticked rows must be one of records that edits nothing`,
      );
      must(!action.when || resource.journal, `action ${name} can come too late, and no journal says why`);
      const fields = Object.entries(action.fields ?? {});
      must(fields.filter(([, field]) => field.type === 'file').length <= 1, `action ${name} has two files`);
      for (const [field, { from, type, ...rest }] of fields) {
        const { insteadOf } = rest as { insteadOf?: string };
        must(
          !insteadOf || action.fields![insteadOf],
          `action ${name}, field ${field} stands for an unknown field`,
        );
        must(!from || resource.columns[from], `action ${name}, field ${field} starts with an unknown column`);
        if (type === 'records') {
          must(
            ids.has((rest as { resource: string }).resource),
            `action ${name}, field ${field} picks unknown records`,
          );
          const { offer } = rest as { offer?: string };
          must(!offer || resource.columns[offer], `action ${name}, field ${field} offers an unknown column`);
        }
      }
    }
  }
}
