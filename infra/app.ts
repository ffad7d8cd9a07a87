import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { bundleFunctions } from './bundle.ts';
import { addConcord } from './concord.ts';
import { buildPage } from './page.ts';

const below = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const functionsDir = process.env['CONCORD_FUNCTIONS_DIR'] ?? below('functions');
const bundlesDir = process.env['CONCORD_BUNDLES_DIR'] ?? below('dist/functions');
const stagesDir = process.env['CONCORD_STAGES_DIR'];

await bundleFunctions({ functionsDir, outDir: bundlesDir });
const pageDir = process.env['CONCORD_PAGE_DIR'] ?? buildPage(below('packages/console'), below('dist/page'));
const app = new App({ analyticsReporting: false });
addConcord(app, { bundlesDir, pageDir, ...(stagesDir === undefined ? {} : { stagesDir }) });
app.synth();
