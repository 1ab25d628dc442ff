import type { PanelAction, PanelColumn, PanelDefinition, PanelResource } from './declaration.js';

/** Puts together what modules declare: each resource with what modules above it add to it, in the order of the menu. */
export function resourcesOf(definitions: readonly PanelDefinition[]): PanelResource[] {
  const additions = definitions.map((definition) => definition.additions?.() ?? {});
  const resources = definitions.flatMap((definition) => definition.resource?.() ?? []);
  const known = new Set(resources.map(({ id }) => id));
  const strange = additions.flatMap((addition) => Object.keys(addition)).find((id) => !known.has(id));
  if (strange !== undefined) {
    throw new Error(`Panel: something is added to ${strange}, which nobody declares`);
  }
  return resources
    .map((resource) => {
      const more = additions.map((addition) => addition[resource.id] ?? {});
      const columns = [resource, ...more].flatMap(({ columns = {} }) => Object.entries(columns));
      const actions = [resource, ...more].flatMap(({ actions = {} }) => Object.entries(actions));
      return {
        ...resource,
        columns: Object.fromEntries(columns.map(([name, column]) => [name, withIdType(column, resources)])),
        related: [resource, ...more].flatMap(({ related = [] }) => related),
        actions: Object.fromEntries(actions.toSorted(byPlace)),
      };
    })
    .sort((one, other) => (one.menu?.place ?? 0) - (other.menu?.place ?? 0));
}

/** A reference has the ids of what it leads to. */
function withIdType(column: PanelColumn, resources: readonly PanelResource[]): PanelColumn {
  if (column.type !== 'reference') return column;
  const idType = resources.find(({ id }) => id === column.resource)?.idType;
  return idType === 'number' ? { ...column, idType } : column;
}

function byPlace([, one]: [string, PanelAction], [, other]: [string, PanelAction]): number {
  return Number(other.first ?? false) - Number(one.first ?? false);
}
