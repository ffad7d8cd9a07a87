import type { Assembly, Resource } from './assembly.ts';

/** The account and region that everything pretends to be in. */
export const place = {
  account: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
  suffix: 'amazonaws.com',
} as const;

/** Turns the intrinsic functions of one stack into plain values. Throws for those that Concord's templates do not use. */
export type Resolve = (value: unknown) => unknown;
export type ResolverOf = (stack: string) => Resolve;

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': place.account,
  'AWS::Region': place.region,
  'AWS::Partition': place.partition,
  'AWS::URLSuffix': place.suffix,
};

type Identity = { readonly ref: string; readonly arn: string };

/** What CloudFormation's `Ref` and `Fn::GetAtt Arn` mean, by type; `name` is unique in the account. */
const identities: Readonly<Record<string, (name: string) => Identity>> = {
  'AWS::DynamoDB::GlobalTable': (name) => ({ ref: name, arn: arnOf('dynamodb', `table/${name}`) }),
  'AWS::SQS::Queue': (name) => ({
    ref: `https://sqs.${place.region}.${place.suffix}/${place.account}/${name}`,
    arn: arnOf('sqs', name),
  }),
  'AWS::SecretsManager::Secret': (name) => {
    const arn = arnOf('secretsmanager', `secret:${name}`);
    return { ref: arn, arn };
  },
  'AWS::Lambda::Function': (name) => ({ ref: name, arn: arnOf('lambda', `function:${name}`) }),
  'AWS::IAM::Role': (name) => ({ ref: name, arn: `arn:${place.partition}:iam::${place.account}:role/${name}` }),
  'AWS::Logs::LogGroup': (name) => ({ ref: name, arn: arnOf('logs', `log-group:${name}:*`) }),
};

export function createResolverOf({ stacks }: Assembly): ResolverOf {
  const identityOf = (stack: string, logicalId: string): Identity => {
    const resource = stacks.get(stack)?.Resources[logicalId];
    if (resource === undefined) throw new Error(`The stack ${stack} has no resource ${logicalId}.`);
    return identityOfResource(stack, logicalId, resource);
  };
  const resolverOf: ResolverOf = (stack) => {
    const intrinsics: Readonly<Record<string, (argument: unknown) => unknown>> = {
      Ref: (id) => pseudo[String(id)] ?? identityOf(stack, String(id)).ref,
      'Fn::GetAtt': (argument) => attributeOf(argument as [string, string]),
      'Fn::Join': (argument) => join(argument as [string, unknown]),
      'Fn::Sub': (text) => String(text).replace(/\$\{([^}]+)\}/g, (_, id: string) => String(resolve({ Ref: id }))),
      'Fn::ImportValue': (name) => exported(String(resolve(name))),
    };
    const attributeOf = ([id, attribute]: [string, string]): string => {
      const { ref, arn } = identityOf(stack, id);
      if (attribute === 'Arn') return arn;
      if (attribute === 'QueueName') return ref.slice(ref.lastIndexOf('/') + 1);
      throw new Error(`The attribute ${attribute} of ${id} is not known here.`);
    };
    const join = ([separator, parts]: [string, unknown]): string => (resolve(parts) as string[]).join(separator);
    const resolve: Resolve = (value) => {
      if (Array.isArray(value)) return value.map(resolve);
      if (typeof value !== 'object' || value === null) return value;
      const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
      const intrinsic = more.length === 0 ? intrinsics[name] : undefined;
      if (intrinsic !== undefined) return intrinsic(argument);
      if (name.startsWith('Fn::')) throw new Error(`The intrinsic function ${name} is not known here.`);
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member)]));
    };
    return resolve;
  };
  const exported = (wanted: string): unknown => {
    for (const [stack, { Outputs = {} }] of stacks) {
      const output = Object.values(Outputs).find(({ Export }) => Export?.Name === wanted);
      if (output !== undefined) return resolverOf(stack)(output.Value);
    }
    throw new Error(`No stack exports ${wanted}.`);
  };
  return resolverOf;
}

/** The name in the account: as the template says, or made of stack and logical id. */
export function nameOf(stack: string, logicalId: string, resource: Resource): string {
  const given = resource.Properties?.['FunctionName'];
  return resource.Type === 'AWS::Lambda::Function' && typeof given === 'string' ? given : `${stack}-${logicalId}`;
}

function identityOfResource(stack: string, logicalId: string, resource: Resource): Identity {
  const name = nameOf(stack, logicalId, resource);
  return identities[resource.Type]?.(name) ?? { ref: name, arn: arnOf('unknown', name) };
}

function arnOf(service: string, resource: string): string {
  return `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource}`;
}
