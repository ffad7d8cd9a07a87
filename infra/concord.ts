import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readConfig } from './config.ts';
import { createDataStack } from './stacks/data-stack.ts';
import { createEdgeStack } from './stacks/edge-stack.ts';
import { createSyncStack } from './stacks/sync-stack.ts';

/** Adds one stage of Concord to the app: three stacks by how long they live. `bundlesDir` has one folder per function. */
export function addConcord(app: App, bundlesDir: string): void {
  const config = readConfig(app);
  const data = createDataStack(app, config);
  const sync = createSyncStack(app, config, data, bundlesDir);
  createEdgeStack(app, config, data, sync.changes, bundlesDir);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
