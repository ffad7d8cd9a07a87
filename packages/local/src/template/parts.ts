import type { Assembly, Resource } from './assembly.ts';
import { type PagePart, toPageFolder, toPageHeaders } from './page-part.ts';
import { createResolverOf, nameOf, type Resolve } from './resolve.ts';

/** What one machine has to play, read from the templates: the only wiring there is. */
export type Parts = {
  readonly tables: readonly TablePart[];
  readonly queues: readonly QueuePart[];
  readonly functions: readonly FunctionPart[];
  readonly routes: readonly RoutePart[];
  readonly schedules: readonly SchedulePart[];
  readonly sources: readonly SourcePart[];
  readonly mail: MailPart;
  readonly page: PagePart;
};

/** In the words of DynamoDB's CreateTable. */
export type TablePart = {
  readonly TableName: string;
  readonly BillingMode: string;
  readonly AttributeDefinitions: unknown;
  readonly KeySchema: unknown;
  readonly GlobalSecondaryIndexes?: unknown;
};
export type QueuePart = { readonly name: string; readonly attributes: Readonly<Record<string, string>> };
export type FunctionPart = {
  readonly name: string;
  readonly codeDir: string;
  /** File without ending, and name of the export. */
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly Statement[];
};
export type Statement = {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `StringEquals`: key → values, one of which must be the call's. */
  readonly equals?: Readonly<Record<string, readonly string[]>>;
};
/** `key` is like `GET /auth/{proxy+}`. */
export type RoutePart = { readonly key: string; readonly functionName: string };
export type SchedulePart = { readonly functionName: string; readonly everyMs: number };
export type SourcePart = {
  readonly queueName: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly maximumConcurrency: number;
};

/** What SES would take: senders at these domains, and these configuration sets. */
export type MailPart = { readonly domains: readonly string[]; readonly configurationSets: readonly string[] };

/** A resource with plain values. */
type Plain = {
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

export function readParts(assembly: Assembly): Parts {
  const resources = plainResources(assembly);
  const ofType = (type: string): readonly Plain[] => resources.filter((resource) => resource.type === type);
  const policies = ofType('AWS::IAM::Policy');
  const integrations = new Map(ofType('AWS::ApiGatewayV2::Integration').map((part) => [part.name, part]));
  return {
    tables: ofType('AWS::DynamoDB::GlobalTable').map(toTable),
    queues: ofType('AWS::SQS::Queue').map(toQueue),
    functions: ofType('AWS::Lambda::Function').map((part) => toFunction(part, policies, assembly)),
    routes: ofType('AWS::ApiGatewayV2::Route').map((part) => toRoute(part, integrations)),
    schedules: ofType('AWS::Events::Rule').flatMap(toSchedules),
    sources: ofType('AWS::Lambda::EventSourceMapping').map(toSource),
    mail: {
      domains: ofType('AWS::SES::EmailIdentity').map(({ properties }) => String(properties['EmailIdentity'])),
      configurationSets: ofType('AWS::SES::ConfigurationSet').map(({ name }) => name),
    },
    page: {
      folders: ofType('Custom::CDKBucketDeployment').map(({ properties }) => toPageFolder(properties, assembly)),
      headers: Object.assign(
        {},
        ...ofType('AWS::CloudFront::ResponseHeadersPolicy').map(({ properties }) => toPageHeaders(properties)),
      ) as Readonly<Record<string, string>>,
    },
  };
}

const known = new Set([
  'AWS::DynamoDB::GlobalTable',
  'AWS::SQS::Queue',
  'AWS::Lambda::Function',
  'AWS::IAM::Policy',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::Events::Rule',
  'AWS::Lambda::EventSourceMapping',
  'AWS::SES::ConfigurationSet',
  'AWS::SES::EmailIdentity',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'Custom::CDKBucketDeployment',
]);
/**
 * Nothing to make: logs go to a file, calls inside one machine need no permission, alarms wake nobody, files are served from
 * where they lie, and the values of secrets come from the data folder, by the address that a function is told.
 */
const silent = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::SecretsManager::Secret',
]);

/** Throws for a type that this machine cannot play, so that a template never grows past what is tried here. */
function plainResources(assembly: Assembly): readonly Plain[] {
  const resolverOf = createResolverOf(assembly);
  return [...assembly.stacks].flatMap(([stack, { Resources }]) =>
    Object.entries(Resources)
      .filter(([, resource]) => !silent.has(resource.Type) && !isOfCdk(resource))
      .map(([logicalId, resource]) => toPlain(stack, logicalId, resource, resolverOf(stack))),
  );
}

/** A function without a name of ours: CDK's copier of files, which runs while somebody deploys. */
const isOfCdk = ({ Type, Properties = {} }: Resource): boolean =>
  Type === 'AWS::Lambda::Function' && !('FunctionName' in Properties);

function toPlain(stack: string, logicalId: string, resource: Resource, resolve: Resolve): Plain {
  if (!known.has(resource.Type)) throw new Error(`Resources of type ${resource.Type} cannot be played on one machine.`);
  const properties = resolve(resource.Properties ?? {}) as Record<string, unknown>;
  return { type: resource.Type, name: nameOf(stack, logicalId, resource), properties };
}

function toTable({ name, properties }: Plain): TablePart {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = properties;
  const indexes = GlobalSecondaryIndexes === undefined ? {} : { GlobalSecondaryIndexes };
  return { TableName: name, BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions, KeySchema, ...indexes };
}

function toQueue({ name, properties }: Plain): QueuePart {
  const { RedrivePolicy, VisibilityTimeout = 30, MessageRetentionPeriod = 345_600 } = properties;
  return {
    name,
    attributes: {
      VisibilityTimeout: String(VisibilityTimeout),
      MessageRetentionPeriod: String(MessageRetentionPeriod),
      ...(RedrivePolicy === undefined ? {} : { RedrivePolicy: JSON.stringify(RedrivePolicy) }),
    },
  };
}

function toFunction({ name, properties }: Plain, policies: readonly Plain[], assembly: Assembly): FunctionPart {
  const code = properties['Code'] as { readonly S3Key: string };
  const codeDir = assembly.assets.get(code.S3Key);
  if (codeDir === undefined) throw new Error(`The code of ${name} is not among the assets.`);
  const { Variables = {} } = (properties['Environment'] ?? {}) as { readonly Variables?: Record<string, string> };
  const roleArn = String(properties['Role']);
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return {
    name,
    codeDir,
    handler: String(properties['Handler']),
    timeoutMs: Number(properties['Timeout']) * 1000,
    memoryMb: Number(properties['MemorySize']),
    environment: Variables,
    statements: policies
      .filter(({ properties }) => (properties['Roles'] as string[]).includes(role))
      .flatMap(toStatements),
  };
}

function toStatements({ name, properties }: Plain): Statement[] {
  type Written = Readonly<Record<'Action' | 'Resource', string | string[]>> & { readonly Effect: string };
  const { Statement } = properties['PolicyDocument'] as { readonly Statement: readonly Written[] };
  return Statement.map((statement) => ({
    effect: statement.Effect,
    actions: [statement.Action].flat(),
    resources: [statement.Resource].flat(),
    ...('Condition' in statement ? { equals: equalsOf(name, statement.Condition) } : {}),
  }));
}

function equalsOf(name: string, condition: unknown): Readonly<Record<string, readonly string[]>> {
  const { StringEquals: equals, ...others } = condition as Readonly<Record<string, Record<string, string | string[]>>>;
  const [other] = Object.keys(others);
  if (equals === undefined || other !== undefined) {
    throw new Error(`Conditions of policies other than StringEquals are not known here (${name}).`);
  }
  return Object.fromEntries(Object.entries(equals).map(([key, values]) => [key, [values].flat()]));
}

function toRoute({ properties }: Plain, integrations: ReadonlyMap<string, Plain>): RoutePart {
  const integration = integrations.get(String(properties['Target']).replace('integrations/', ''));
  const arn = integration?.properties['IntegrationUri'];
  if (integration?.properties['PayloadFormatVersion'] !== '2.0') throw new Error('A route does not use payload 2.0.');
  return { key: String(properties['RouteKey']), functionName: functionIn(arn) };
}

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function toSchedules({ properties }: Plain): SchedulePart[] {
  const expression = String(properties['ScheduleExpression']);
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const unitLength = unitMs[unit];
  if (unitLength === undefined) throw new Error(`The schedule ${expression} cannot be played on one machine.`);
  const targets = properties['Targets'] as readonly { readonly Arn: string }[];
  return targets.map(({ Arn }) => ({ functionName: functionIn(Arn), everyMs: Number(count) * unitLength }));
}

function toSource({ properties }: Plain): SourcePart {
  const arn = String(properties['EventSourceArn']);
  const { MaximumConcurrency = 2 } = (properties['ScalingConfig'] ?? {}) as { readonly MaximumConcurrency?: number };
  if (!(properties['FunctionResponseTypes'] as string[] | undefined)?.includes('ReportBatchItemFailures')) {
    throw new Error('A queue is read without partial batch responses.');
  }
  return {
    queueName: arn.slice(arn.lastIndexOf(':') + 1),
    functionName: functionIn(properties['FunctionName']),
    batchSize: Number(properties['BatchSize']),
    maximumConcurrency: MaximumConcurrency,
  };
}

/** Name of the function in an ARN, or the name itself. */
const functionIn = (arn: unknown): string => String(arn).slice(String(arn).lastIndexOf(':') + 1);
