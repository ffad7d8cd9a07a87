import { type App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Config } from '../config.ts';
import { environmentOf } from '../constructs/environment.ts';
import { statementsOf } from '../constructs/grants.ts';
import { houseAlarm } from '../constructs/house-alarm.ts';
import { type HouseApi, houseApi, type Route } from '../constructs/house-api.ts';
import { houseFunction } from '../constructs/house-function.ts';
import { housePage } from '../constructs/house-page.ts';
import { addDashboard } from '../seeing/dashboard.ts';
import type { DataStack } from './data-stack.ts';
import type { SyncStack } from './sync-stack.ts';

type EdgeFunction = 'oauth' | 'webhook' | 'api';

/** Which functions answer, and why whoever is not known to API Gateway may call them. */
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

export type Built = {
  /** One folder for each function. */
  readonly bundlesDir: string;
  readonly pageDir: string;
};

/** What the outside can reach: the page with its API, and beside it webhooks, so that neither waits for the other. */
export function createEdgeStack(app: App, config: Config, data: DataStack, sync: SyncStack, built: Built): Stack {
  const stack = new Stack(app, `concord-${config.stage}-edge`, {
    env: { region: config.region },
    description: `Concord (${config.stage}): what the outside reaches`,
  });
  const { http, hooks } = createApis(stack, config);
  for (const name of ['oauth', 'webhook', 'api'] as const) {
    const handler = houseFunction(stack, {
      name,
      config,
      environment: environmentOf(name, config, data, sync.changes),
      bundleDir: `${built.bundlesDir}/${name}`,
      statements: statementsOf(name, data, sync.changes),
      timeoutSeconds: 29,
      memoryMb: 512,
    });
    (name === 'webhook' ? hooks : http).addRoute(name, routes[name], handler);
  }
  const distribution = housePage(stack, {
    config,
    pageDir: built.pageDir,
    // Webhooks also arrive here, when somebody knows only the address of the page.
    behind: { '/api/*': http.hostName, '/auth/*': http.hostName, '/webhooks/*': hooks.hostName },
  });
  addEdgeAlarms(stack, config, data, { http: http.http, hooks: hooks.http });
  addDashboard(stack, config, data, sync, { http: http.http, hooks: hooks.http });
  const dns = [[config.hosts?.page, distribution.distributionDomainName] as const, http.dns, hooks.dns];
  new CfnOutput(stack, 'Providers', { value: config.settings['CONCORD_PROVIDERS'] ?? '' });
  say(stack, config, distribution.distributionDomainName, dns);
  return stack;
}

function createApis(stack: Stack, config: Config): { readonly http: HouseApi; readonly hooks: HouseApi } {
  const { hosts } = config;
  const at = (name: string | undefined) =>
    hosts === undefined || name === undefined ? {} : { host: { name, certificateArn: hosts.apiCertificateArn } };
  return {
    http: houseApi(stack, {
      name: 'http',
      description: `Concord (${config.stage}): the page's API`,
      config,
      throttle: { rateLimit: 500, burstLimit: 1_000 },
      ...at(hosts?.api),
    }),
    hooks: houseApi(stack, {
      name: 'hooks',
      description: `Concord (${config.stage}): webhooks`,
      config,
      throttle: { rateLimit: 1_000, burstLimit: 2_000 },
      ...at(hosts?.webhooks),
    }),
  };
}

type Apis = { readonly http: HttpApi; readonly hooks: HttpApi };

function addEdgeAlarms(stack: Stack, { stage }: Config, { alarmTopic: topic }: DataStack, { http, hooks }: Apis): void {
  const options = { period: Duration.minutes(5), statistic: 'Sum' };
  houseAlarm(stack, {
    name: 'webhooks-fail',
    stage,
    metric: hooks.metricServerError(options),
    threshold: 10,
    periods: 3,
    topic,
  });
  houseAlarm(stack, {
    name: 'page-fails',
    stage,
    metric: http.metricServerError(options),
    threshold: 5,
    periods: 2,
    topic,
  });
}

type Dns = readonly [string | undefined, string] | undefined;

/** What an operator puts into the DNS, and what `concord doctor` asks. */
function say(stack: Stack, { publicUrl, hosts }: Config, distribution: string, dns: readonly Dns[]): void {
  new CfnOutput(stack, 'PageAddress', { value: `https://${distribution}` });
  new CfnOutput(stack, 'PublicUrl', { value: publicUrl });
  new CfnOutput(stack, 'WebhookUrl', { value: hosts === undefined ? publicUrl : `https://${hosts.webhooks}` });
  for (const [index, record] of dns.entries()) {
    if (record?.[0] !== undefined)
      new CfnOutput(stack, `DnsRecord${index + 1}`, { value: `${record[0]} CNAME ${record[1]}` });
  }
}
