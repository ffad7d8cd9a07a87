import { keyPrefix } from '../iam/gateway.ts';
import type { FunctionPart } from '../template/parts.ts';
import { place } from '../template/resolve.ts';
import { type Environment, providerVariables } from './providers.ts';

export type EnvironmentFacts = {
  readonly gatewayUrl: string;
  readonly publicUrl: string;
  /** Variable → address in the sandbox, and what else only this machine knows. */
  readonly addresses: Readonly<Record<string, string>>;
  /** The operator's own environment. */
  readonly operator: Environment;
};

/** What the operator may choose for one machine, as the context does for a stage. */
const choices = [
  ...providerVariables,
  'CONCORD_CLIO_REGIONS',
  'CONCORD_RECORD',
  'CONCORD_LEASE_MS',
  'CONCORD_SLICE_MS',
  'CONCORD_HISTORY_DAYS',
  'CONCORD_REQUEST_TIMEOUT_MS',
  'CONCORD_PHONE_REGION',
];

/** The template's environment and what Lambda adds, with every road to AWS ending at the gateway. */
export function functionEnvironment(part: FunctionPart, facts: EnvironmentFacts): Readonly<Record<string, string>> {
  const chosen = choices.flatMap((name) => {
    const value = facts.operator[name] ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  return {
    ...part.environment,
    ...facts.addresses,
    ...Object.fromEntries(chosen),
    CONCORD_PUBLIC_URL: facts.publicUrl,
    AWS_REGION: place.region,
    AWS_ACCESS_KEY_ID: `${keyPrefix}${part.name}`,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: facts.gatewayUrl,
    AWS_ENDPOINT_URL_DYNAMODB: facts.gatewayUrl,
    AWS_ENDPOINT_URL_SQS: facts.gatewayUrl,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: facts.gatewayUrl,
    AWS_ENDPOINT_URL_SESV2: facts.gatewayUrl,
    // Neither the operator's own profile nor a machine's role may come in.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_LAMBDA_FUNCTION_NAME: part.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(part.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    NODE_ENV: 'production',
    TZ: ':UTC',
  };
}
