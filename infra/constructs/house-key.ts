import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * The operator's one key: for the table, the secrets and the alarms. Whoever takes it away takes everything away.
 *
 * A topic that is encrypted with AWS's own key cannot be rung by CloudWatch (AWS, "Encrypting messages published to SNS
 * with a KMS key", event sources from AWS services), hence the statement.
 */
export function houseKey(scope: Construct, stage: string): Key {
  const key = new Key(scope, 'key', {
    alias: `concord-${stage}`,
    description: `Concord (${stage}): all that is kept`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsRing',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      // In the policy of a key, the key is the only resource.
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return key;
}
