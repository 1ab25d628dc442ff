// Makes dist/bundle: AdminJS' own production bundles, our components bundled by AdminJS, and the style sheets as one.
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const components = here('../src/panel/components/');
const target = here('../dist/bundle/');

// AdminJS reads both when it is imported; the temporary folder must be one that it may fill and we may drop
const work = await mkdtemp(join(tmpdir(), 'panel-'));
process.env.NODE_ENV = 'production';
process.env.ADMIN_JS_TMP_DIR = work;
const { default: AdminJS, ComponentLoader } = await import('adminjs');

const loader = new ComponentLoader();
for (const [name, file] of Object.entries({
  PanelList: 'list.tsx',
  PanelShow: 'show.tsx',
  PanelForm: 'action-form.tsx',
  PanelDashboard: 'dashboard.tsx',
})) {
  loader.add(name, join(components, file));
}
for (const [name, file] of Object.entries({
  Sidebar: 'sidebar.tsx',
  TopBar: 'top-bar.tsx',
  RecordActionRoute: 'record-route.tsx',
  AuthenticationBackgroundComponent: 'session-watch.tsx',
})) {
  loader.override(name, join(components, file));
}

const log = console.log;
console.log = () => {};
// JSX becomes React.createElement of the global React that AdminJS' own bundle provides
await new AdminJS({ componentLoader: loader }).initialize();
console.log = log;

const adminjs = dirname(fileURLToPath(import.meta.resolve('adminjs')));
const design = join(dirname(fileURLToPath(import.meta.resolve('@adminjs/design-system'))), '..');
const scripts = join(adminjs, 'lib/frontend/assets/scripts');
await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await copyFile(join(scripts, 'global-bundle.production.js'), join(target, 'global.bundle.js'));
await copyFile(join(scripts, 'app-bundle.production.js'), join(target, 'app.bundle.js'));
await copyFile(join(design, 'bundle.production.js'), join(target, 'design-system.bundle.js'));
await copyFile(join(work, 'bundle.js'), join(target, 'components.bundle.js'));
const sheets = (await readdir(join(components, 'css'))).sort();
const styles = await Promise.all(sheets.map((sheet) => readFile(join(components, 'css', sheet), 'utf8')));
await writeFile(join(target, 'panel.css'), styles.join('\n'));
await rm(work, { recursive: true, force: true });
console.log(`Panel: ${(await readdir(target)).length} files in dist/bundle`);
