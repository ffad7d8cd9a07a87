import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { DomainName, HttpApi, type HttpMethod, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { acknowledge } from './acknowledge.ts';

export type Route = {
  readonly path: string;
  readonly methods: readonly HttpMethod[];
  /** Who may call without being known to API Gateway, and why that is safe. */
  readonly open: string;
};

export type HouseApiOptions = {
  readonly name: string;
  readonly description: string;
  readonly config: Config;
  /** Its own host name, when the stage has host names. The endpoint that AWS gives out is off then. */
  readonly host?: { readonly name: string; readonly certificateArn: string };
  /** Requests a second, and how many more at once. */
  readonly throttle: { readonly rateLimit: number; readonly burstLimit: number };
};

export type HouseApi = {
  readonly http: HttpApi;
  /** Where CloudFront and callers find it. */
  readonly hostName: string;
  /** What DNS has to say: the host, and the name that it stands for. */
  readonly dns?: readonly [string, string];
  readonly addRoute: (name: string, route: Route, handler: LambdaFunction) => void;
};

/** The one way to get routes: throttled, access-logged, each with the reason why it is open. */
export function houseApi(scope: Construct, options: HouseApiOptions): HouseApi {
  const { name, config, description, host } = options;
  const domain = host === undefined ? undefined : domainOf(scope, name, host);
  const http = new HttpApi(scope, name, {
    description,
    createDefaultStage: false,
    disableExecuteApiEndpoint: domain !== undefined,
  });
  const logGroup = new LogGroup(scope, `${name}-logs`, {
    retention: config.logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  http.addStage(`${name}-stage`, {
    stageName: '$default',
    autoDeploy: true,
    throttle: options.throttle,
    ...(domain === undefined ? {} : { domainMapping: { domainName: domain } }),
    accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: accessLogFormat },
  });
  return {
    http,
    hostName: domain === undefined ? `${http.apiId}.execute-api.${http.env.region}.amazonaws.com` : domain.name,
    ...(domain === undefined ? {} : { dns: [domain.name, domain.regionalDomainName] as const }),
    addRoute: (routeName, { path, methods, open }, handler) => {
      const integration = new HttpLambdaIntegration(`${routeName}-integration`, handler);
      for (const route of http.addRoutes({ path, methods: [...methods], integration }))
        acknowledge(route, 'AwsSolutions-APIG4', open);
    },
  };
}

type Host = NonNullable<HouseApiOptions['host']>;

function domainOf(scope: Construct, name: string, { name: domainName, certificateArn }: Host): DomainName {
  const certificate = Certificate.fromCertificateArn(scope, `${name}-certificate`, certificateArn);
  return new DomainName(scope, `${name}-domain`, { domainName, certificate });
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
