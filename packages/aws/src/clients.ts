import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient, type SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import { SESv2Client, type SESv2ClientConfig } from '@aws-sdk/client-sesv2';
import { SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * The one place where clients are made. Region, credentials and endpoints come from the environment, so that the same
 * bundle runs on AWS and on stand-ins (`AWS_ENDPOINT_URL_*`).
 */
const patience = {
  maxAttempts: 3,
  // Without `throwOnRequestTimeout` the SDK only logs a warning (@smithy/types, httpHandlerInitialization, 2026-11).
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

export function createDynamoClient(config: DynamoDBClientConfig = {}): DynamoDBDocumentClient {
  const client = new DynamoDBClient({ ...patience, ...config });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

export function createQueueClient(config: SQSClientConfig = {}): SQSClient {
  // Given an AWS-shaped queue address the client calls real AWS in spite of AWS_ENDPOINT_URL_SQS, unless told otherwise.
  return new SQSClient({ ...patience, ...config, useQueueUrlAsEndpoint: false });
}

export function createSecretsClient(config: SecretsManagerClientConfig = {}): SecretsManagerClient {
  return new SecretsManagerClient({ ...patience, ...config });
}

/** One try only: who asks for a mail asks again later. */
export function createMailClient(config: SESv2ClientConfig = {}): SESv2Client {
  return new SESv2Client({ ...patience, maxAttempts: 1, ...config });
}
