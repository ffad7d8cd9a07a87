import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { namespaceOf } from '../metrics.ts';
import type { FunctionName } from '../permissions.ts';
import { acknowledge } from './acknowledge.ts';

export type HouseFunctionOptions = {
  readonly name: FunctionName;
  readonly config: Config;
  /** Folder with the bundled `index.mjs`. */
  readonly bundleDir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /**
   * Lambda stops a chain of 16 functions and queues. Only a chain that is proven to advance with every message may
   * go on (each slice of a sync moves a checkpoint by a conditional put).
   */
  readonly mayChain?: true;
};

/** The one way to get a function: newest runtime, one bundled module, a role and a log group of its own. */
export function houseFunction(scope: Construct, options: HouseFunctionOptions): LambdaFunction {
  const { name, config } = options;
  const logGroup = new LogGroup(scope, `${name}-logs`, {
    retention: config.logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(scope, `${name}-role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `What Concord's function ${name} may do`,
  });
  role.addToPolicy(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]));
  for (const statement of options.statements) role.addToPolicy(statement);
  if (config.tracing) acknowledge(role, 'AwsSolutions-IAM5[Resource::*]', tracingReason);
  return new LambdaFunction(scope, name, {
    functionName: nameOfFunction(config.stage, name),
    description: `Concord: ${name}`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: Code.fromAsset(options.bundleDir),
    handler: 'index.handler',
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    // CDK adds the two actions that it needs to the role.
    tracing: config.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
    timeout: Duration.seconds(options.timeoutSeconds),
    memorySize: options.memoryMb,
    environment: { ...options.environment, POWERTOOLS_METRICS_NAMESPACE: namespaceOf(config.stage) },
    recursiveLoop: options.mayChain === true ? RecursiveLoop.ALLOW : RecursiveLoop.TERMINATE,
  });
}

const tracingReason = 'X-Ray has no resources to name: xray:PutTraceSegments and PutTelemetryRecords take only "*".';

export const nameOfFunction = (stage: string, name: FunctionName): string => `concord-${stage}-${name}`;

export function allow(
  actions: readonly string[],
  resources: readonly string[],
  equals: Readonly<Record<string, string | readonly string[]>> = {},
): PolicyStatement {
  const conditions = Object.keys(equals).length === 0 ? {} : { conditions: { StringEquals: equals } };
  return new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources], ...conditions });
}
