import {
  PANEL_GROUPS,
  type PanelAction,
  type PanelColumn,
  type PanelOption,
  type PanelResource,
} from './declaration.js';
import { asks } from './rights.js';
import type { ColumnView, FormView, ListView, ShowView } from './view.js';

/** Describes a resource's list for the component that draws it. */
export function listView(resource: PanelResource): ListView {
  return {
    label: resource.label,
    group: resource.menu && PANEL_GROUPS[resource.menu.group],
    search: resource.search?.hint,
    columns: columnViews(resource, (column) => !!column.list),
    filters: columnViews(resource, (column) => !!column.filter),
  };
}

/** Describes a record's page with the lists beside it. */
export function showView(resource: PanelResource, all: ReadonlyMap<string, PanelResource>): ShowView {
  return {
    label: resource.label,
    columns: columnViews(resource, (column) => column.show !== false),
    report: !!resource.report,
    history: resource.journal !== undefined,
    desk: resource.desk,
    related: (resource.related ?? []).map(({ label, resource: id, by }) => ({
      label,
      resource: id,
      by,
      columns: columnViews(all.get(id)!, (column, name) => !!column.list && name !== by),
    })),
  };
}

/** Describes an action's form. */
export function formView(action: PanelAction, all: ReadonlyMap<string, PanelResource>): FormView {
  const fields = Object.entries(action.fields ?? {});
  return {
    label: action.label,
    on: action.on,
    intro: action.intro,
    help: action.help,
    button: action.button ?? action.label,
    confirm: action.confirm,
    danger: !!action.danger,
    edits: !!action.edits,
    many: !!action.many,
    ownPage: !!action.ownPage,
    asks: asks(action),
    fields: fields.map(([name, field]) => ({
      name,
      ...field,
      ...(field.type === 'records' && { view: listView(all.get(field.resource)!).columns }),
    })),
  };
}

function columnViews(
  resource: PanelResource,
  wanted: (column: PanelColumn, name: string) => boolean,
): ColumnView[] {
  return Object.entries(resource.columns)
    .filter(([name, column]) => wanted(column, name))
    .map(([name, column]) => ({
      name,
      label: column.label,
      type: column.type,
      sort: !!column.sort,
      ...(column.aside && { aside: true }),
      ...(column.type === 'enum' && { options: optionViews(column.options) }),
      ...('resource' in column && { resource: column.resource }),
    }));
}

/** Without their SQL: what an option is called goes to the browser, how it is found does not. */
function optionViews(options: Record<string, PanelOption>): Record<string, PanelOption> {
  return Object.fromEntries(Object.entries(options).map(([key, { label, tone }]) => [key, { label, tone }]));
}
