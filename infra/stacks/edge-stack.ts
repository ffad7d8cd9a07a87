import { type App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Config } from '../config.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { environmentOf } from '../constructs/environment.ts';
import { statementsOf } from '../constructs/grants.ts';
import { houseFunction } from '../constructs/house-function.ts';
import type { DataStack } from './data-stack.ts';

type EdgeFunction = 'oauth' | 'webhook' | 'api';
type Route = { readonly path: string; readonly methods: readonly HttpMethod[]; readonly open: string };

/** Who may call without being known to API Gateway, and why that is safe. */
const routes = {
  oauth: {
    path: '/auth/{proxy+}',
    methods: [HttpMethod.GET],
    open: 'People who sign in are not known yet; each transaction is bound to its browser and used once.',
  },
  webhook: {
    path: '/webhooks/{provider}/{hook}',
    methods: [HttpMethod.GET, HttpMethod.POST],
    open: 'Providers sign what they send, and the function checks the raw bytes before anything else.',
  },
  api: {
    path: '/api/{proxy+}',
    methods: [HttpMethod.ANY],
    open: 'The function opens the sealed session cookie itself; API Gateway has no authorizer for it.',
  },
} as const satisfies Record<EdgeFunction, Route>;

/** What the outside can reach. */
export function createEdgeStack(app: App, config: Config, data: DataStack, changes: Queue, bundlesDir: string): Stack {
  const stack = new Stack(app, `concord-${config.stage}-edge`, {
    description: `Concord (${config.stage}): what the outside reaches`,
  });
  const httpApi = new HttpApi(stack, 'http', { description: `Concord (${config.stage})`, createDefaultStage: false });
  createStage(stack, httpApi, config);
  for (const name of ['oauth', 'webhook', 'api'] as const) {
    const handler = houseFunction(stack, {
      name,
      config,
      environment: environmentOf(name, config, data, changes),
      bundleDir: `${bundlesDir}/${name}`,
      statements: statementsOf(name, data, changes),
      timeoutSeconds: 29,
      memoryMb: 512,
    });
    addRoutes(httpApi, name, handler);
  }
  return stack;
}

function addRoutes(httpApi: HttpApi, name: EdgeFunction, handler: LambdaFunction): void {
  const { path, methods, open } = routes[name];
  const integration = new HttpLambdaIntegration(`${name}-integration`, handler);
  for (const route of httpApi.addRoutes({ path, methods: [...methods], integration })) {
    acknowledge(route, 'AwsSolutions-APIG4', open);
  }
}

function createStage(stack: Stack, httpApi: HttpApi, config: Config): void {
  const logGroup = new LogGroup(stack, 'http-logs', {
    retention: config.logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  httpApi.addStage('http-stage', {
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: 500, burstLimit: 1_000 },
    accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: accessLogFormat },
  });
}

/** Without addresses of people and without query strings, which can hold codes and tokens. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    at: '$context.requestTimeEpoch',
    requestId: '$context.requestId',
    route: '$context.routeKey',
    status: '$context.status',
    latencyMs: '$context.responseLatency',
    bytes: '$context.responseLength',
    error: '$context.integrationErrorMessage',
  }),
);
