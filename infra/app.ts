import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { bundleFunctions } from './bundle.ts';
import { addConcord } from './concord.ts';

const functionsDir = process.env['CONCORD_FUNCTIONS_DIR'] ?? fileURLToPath(new URL('../functions', import.meta.url));
const outDir = process.env['CONCORD_BUNDLES_DIR'] ?? fileURLToPath(new URL('../dist/functions', import.meta.url));

await bundleFunctions({ functionsDir, outDir });
const app = new App({ analyticsReporting: false });
addConcord(app, outDir);
app.synth();
