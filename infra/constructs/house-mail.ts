import { ArnFormat, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';

export type HouseMail = {
  /** The one address that letters come from. */
  readonly from: string;
  readonly configurationSet: string;
  /** What a sender needs to be allowed: the identity of the domain, and the configuration set. */
  readonly arns: readonly string[];
};

/** The one way to send letters: a verified domain, TLS only, and nobody again who bounced or complained. */
export function houseMail(stack: Stack, from: string): HouseMail {
  const domain = from.slice(from.indexOf('@') + 1);
  const set = new ConfigurationSet(stack, 'mails', {
    tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    reputationMetrics: true,
    suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
  });
  const identity = new EmailIdentity(stack, 'mail-domain', {
    identity: Identity.domain(domain),
    configurationSet: set,
  });
  // Verified by hand, in the DNS of the operator: losing it would stop all letters.
  identity.applyRemovalPolicy(RemovalPolicy.RETAIN);
  for (const [index, { name, value }] of identity.dkimRecords.entries()) {
    new CfnOutput(stack, `MailDnsRecord${index + 1}`, { value: `${name} CNAME ${value}` });
  }
  const arnOf = (resource: string, resourceName: string): string =>
    stack.formatArn({ service: 'ses', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  return {
    from,
    configurationSet: set.configurationSetName,
    arns: [arnOf('identity', domain), arnOf('configuration-set', set.configurationSetName)],
  };
}
