import { join } from 'node:path';
import { type CfnElement, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Config } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import { pagePolicy, placeInPage } from './page-rules.ts';

export type HousePageOptions = {
  readonly config: Config;
  /** Folder with `index.html`, and `assets/` whose names carry a hash of their content. */
  readonly pageDir: string;
  /** Pattern of paths → host that answers them. */
  readonly behind: Readonly<Record<string, string>>;
};

/** The page: files in a private bucket, behind CloudFront, which also leads to the API, so that all of it is one origin. */
export function housePage(stack: Stack, { config, pageDir, behind }: HousePageOptions): Distribution {
  const bucket = createBucket(stack);
  const throughApi = Object.entries(behind).map(([pattern, host]) => [pattern, apiBehavior(host)] as const);
  const distribution = new Distribution(stack, 'distribution', {
    comment: `Concord (${config.stage})`,
    defaultRootObject: 'index.html',
    priceClass: PriceClass.PRICE_CLASS_100,
    ...hostOf(stack, config),
    defaultBehavior: {
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: pageHeaders(stack, config),
      functionAssociations: [{ function: placeFunction(stack, config), eventType: FunctionEventType.VIEWER_REQUEST }],
    },
    additionalBehaviors: Object.fromEntries(throughApi),
  });
  acknowledge(distribution, 'AwsSolutions-CFR1', 'Lawyers travel: nobody is kept out by the country they are in.');
  acknowledge(
    distribution,
    'AwsSolutions-CFR2',
    'The page is static, and the API is throttled and checks each request.',
  );
  acknowledge(distribution, 'AwsSolutions-CFR3', `${sameForEverybody} What it asks of the API is logged there.`);
  if (config.hosts === undefined) {
    const reason = 'Without a domain of its own the certificate is that of CloudFront, which fixes the protocols.';
    acknowledge(distribution, 'AwsSolutions-CFR4', reason);
  }
  deployFiles(stack, { config, pageDir, bucket, distribution });
  return distribution;
}

function createBucket(stack: Stack): IBucket {
  const bucket = new Bucket(stack, 'page', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  acknowledge(bucket, 'AwsSolutions-S1', sameForEverybody);
  // CDK's own types disagree about optional properties under exactOptionalPropertyTypes.
  return bucket as IBucket;
}

const sameForEverybody = 'The files are the same for everybody, and a log would hold the addresses of people.';

function hostOf(stack: Stack, { hosts }: Config) {
  if (hosts === undefined) return {};
  const certificate = Certificate.fromCertificateArn(stack, 'page-certificate', hosts.certificateArn);
  return { domainNames: [hosts.page], certificate, minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021 };
}

/** Nothing of the API is ever kept by CloudFront; the API names its own headers. */
function apiBehavior(host: string): BehaviorOptions {
  return {
    origin: new HttpOrigin(host),
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    // API Gateway finds the API by the host, which therefore has to be its own.
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
  };
}

function pageHeaders(stack: Stack, { stage }: Config): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(stack, 'page-headers', {
    responseHeadersPolicyName: `concord-${stage}-page`,
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: pagePolicy, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.SAME_ORIGIN, override: true },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(365),
        includeSubdomains: true,
        override: true,
      },
    },
    customHeadersBehavior: {
      customHeaders: [{ header: 'cross-origin-opener-policy', value: 'same-origin', override: true }],
    },
  });
}

function placeFunction(stack: Stack, { stage }: Config): EdgeFunction {
  return new EdgeFunction(stack, 'place-in-page', {
    functionName: `concord-${stage}-place-in-page`,
    comment: 'A path without an ending is a place inside the page',
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(placeInPage),
  });
}

type Deployed = Pick<HousePageOptions, 'config' | 'pageDir'> & {
  readonly bucket: IBucket;
  readonly distribution: Distribution;
};

/** Old assets stay: a page that somebody has open asks for them. `index.html` comes after the assets that it names. */
function deployFiles(stack: Stack, { config, pageDir, bucket, distribution }: Deployed): void {
  const logGroup = new LogGroup(stack, 'page-logs', {
    retention: config.logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const more = { destinationBucket: bucket, prune: false, logGroup };
  const assets = new BucketDeployment(stack, 'page-assets', {
    ...more,
    sources: [Source.asset(join(pageDir, 'assets'))],
    destinationKeyPrefix: 'assets',
    cacheControl: [CacheControl.fromString('public, max-age=31536000, immutable')],
  });
  const files = new BucketDeployment(stack, 'page-files', {
    ...more,
    sources: [Source.asset(pageDir, { exclude: ['assets'] })],
    cacheControl: [CacheControl.fromString('no-cache')],
    distribution,
    distributionPaths: ['/*'],
  });
  files.node.addDependency(assets);
  acknowledgeCopier(stack, bucket);
}

/** Every wildcard of CDK's copier, and why it is there. */
const copierWildcards = {
  'Action::s3:GetObject*': 'It reads the zip files of this deployment.',
  'Action::s3:GetBucket*': 'It asks where the bucket is.',
  'Action::s3:List*': 'It compares what is there.',
  'Action::s3:DeleteObject*': 'CDK grants it with writing; nothing is pruned.',
  'Action::s3:Abort*': 'It gives up uploads that broke off.',
  'Resource::*': 'CloudFront takes no resource for cloudfront:CreateInvalidation in the form that CDK writes.',
} as const satisfies Record<string, string>;

/** CDK's own copier of the page's files: it runs only while somebody deploys, and CDK writes its role. */
function acknowledgeCopier(stack: Stack, bucket: IBucket): void {
  const logical = stack.getLogicalId(bucket.node.defaultChild as CfnElement);
  const assets = `cdk-hnb659fds-assets-<AWS::AccountId>-${stack.region}`;
  const basicRole = 'arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  const findings = {
    [`IAM4[Policy::${basicRole}]`]: 'It writes its log, and no more.',
    L1: 'CDK chooses the runtime of its own copier.',
    [`IAM5[Resource::arn:<AWS::Partition>:s3:::${assets}/*]`]: 'The zip files of this deployment lie there.',
    [`IAM5[Resource::<${logical}.Arn>/*]`]: 'The files of the page.',
    ...Object.fromEntries(Object.entries(copierWildcards).map(([id, why]) => [`IAM5[${id}]`, why])),
  };
  for (const child of stack.node.children.filter(({ node }) => node.id.startsWith('Custom::CDKBucketDeployment'))) {
    for (const [id, why] of Object.entries(findings))
      acknowledge(child, `AwsSolutions-${id}`, `CDK's own copier: ${why}`);
  }
}
