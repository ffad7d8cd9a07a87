import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readConfig } from './config.ts';
import { createDataStack } from './stacks/data-stack.ts';
import { type Built, createEdgeStack } from './stacks/edge-stack.ts';
import { createSyncStack } from './stacks/sync-stack.ts';

export type ConcordOptions = Built & {
  /** Holds the files of the stages; those of this folder unless told otherwise. */
  readonly stagesDir?: string;
};

/** Adds one stage of Concord to the app: three stacks by how long they live. */
export function addConcord(app: App, { stagesDir, ...built }: ConcordOptions): void {
  // CDK's own linter reads every template (schemas of resources, rules of CloudFormation); without this it only warns.
  app.node.setContext('@aws-cdk/core:validateAgainstDefaultRules', true);
  const config = readConfig(app, stagesDir);
  const data = createDataStack(app, config);
  const sync = createSyncStack(app, config, data, built.bundlesDir);
  createEdgeStack(app, config, data, sync, built);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
