import type { PanelAction, PanelDefinition, PanelResource } from './declaration.js';

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
      const actions = [resource, ...more].flatMap(({ actions = {} }) => Object.entries(actions));
      return {
        ...resource,
        columns: Object.assign(
          {},
          ...[resource, ...more].map(({ columns }) => columns),
        ) as PanelResource['columns'],
        related: [resource, ...more].flatMap(({ related = [] }) => related),
        actions: Object.fromEntries(actions.toSorted(byPlace)),
      };
    })
    .sort((one, other) => (one.menu?.place ?? 0) - (other.menu?.place ?? 0));
}

function byPlace([, one]: [string, PanelAction], [, other]: [string, PanelAction]): number {
  return Number(other.first ?? false) - Number(one.first ?? false);
}
