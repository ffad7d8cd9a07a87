import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { placeInPage } from '../../infra/constructs/page-rules.ts';
import { type Resource, stagesWith, synthesise } from './synthesised.ts';

const ownHosts = {
  domain: 'sync.firm.example',
  certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/page',
  apiCertificateArn: 'arn:aws:acm:eu-central-1:000000000000:certificate/api',
  region: 'eu-central-1',
};
let [plain, hosted]: (readonly Resource[])[] = [];
beforeAll(() => {
  plain = synthesise();
  hosted = synthesise({ stage: 'prod' }, undefined, stagesWith({ prod: ownHosts }));
}, 120_000);
const ofType = (type: string, resources = plain): readonly Resource[] =>
  (resources ?? []).filter((resource) => resource.type === type);

type DistributionConfig = {
  readonly Aliases?: readonly string[];
  readonly DefaultCacheBehavior: Readonly<Record<string, unknown>>;
  readonly CacheBehaviors: readonly Readonly<Record<string, unknown>>[];
  readonly Origins: readonly Readonly<Record<string, unknown>>[];
  readonly ViewerCertificate?: Readonly<Record<string, unknown>>;
};
const distributionIn = (resources = plain): DistributionConfig =>
  ofType('AWS::CloudFront::Distribution', resources)[0]?.properties['DistributionConfig'] as DistributionConfig;

describe('the files of the page', () => {
  it('lie in a bucket that nobody can read but CloudFront, over TLS', () => {
    const [bucket] = ofType('AWS::S3::Bucket');
    expect(bucket?.properties['PublicAccessBlockConfiguration']).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const policy = JSON.stringify(ofType('AWS::S3::BucketPolicy')[0]?.properties);
    expect(policy).toContain('"aws:SecureTransport":"false"');
    expect(policy).toContain('"Service":"cloudfront.amazonaws.com"');
    expect(policy).toContain('"AWS:SourceArn"');
    const fromBucket = distributionIn().Origins.filter((origin) => 'OriginAccessControlId' in origin);
    expect(fromBucket).toHaveLength(1);
  });

  it('may be kept for ever when their name says what is in them, and else not at all', () => {
    const kept = ofType('Custom::CDKBucketDeployment').map(({ properties }) => [
      properties['DestinationBucketKeyPrefix'],
      (properties['SystemMetadata'] as Record<string, string>)['cache-control'],
      properties['Prune'],
    ]);
    expect(kept).toEqual([
      ['assets', 'public, max-age=31536000, immutable', false],
      [undefined, 'no-cache', false],
    ]);
  });

  it('come with the headers that keep other pages out', () => {
    const [policy] = ofType('AWS::CloudFront::ResponseHeadersPolicy');
    expect(policy?.properties['ResponseHeadersPolicyConfig']).toMatchObject({
      SecurityHeadersConfig: {
        ContentSecurityPolicy: { ContentSecurityPolicy: expect.stringContaining("frame-ancestors 'none'") as string },
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY' },
        ReferrerPolicy: { ReferrerPolicy: 'same-origin' },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, IncludeSubdomains: true },
      },
    });
    expect(distributionIn().DefaultCacheBehavior).toMatchObject({
      ViewerProtocolPolicy: 'redirect-to-https',
      ResponseHeadersPolicyId: { Ref: policy?.id },
    });
  });

  it.each([
    ['/', '/index.html'],
    ['/sync/abc', '/index.html'],
    ['/index.html', '/index.html'],
    ['/assets/main-abc.js', '/assets/main-abc.js'],
    ['/v1.2/place', '/index.html'],
    ['/favicon.ico', '/favicon.ico'],
  ])('are found for the path %s at %s', (uri, found) => {
    const sandbox: { event: object; result?: { uri: string } } = { event: { request: { uri } } };
    runInNewContext(`${placeInPage}; result = handler(event);`, sandbox);
    expect(sandbox.result?.uri).toBe(found);
  });
});

describe('the API behind the page', () => {
  it('gets what starts with its paths, never from a cache, and only by https', () => {
    const behaviors = distributionIn().CacheBehaviors;
    expect(behaviors.map(({ PathPattern }) => PathPattern)).toEqual(['/api/*', '/auth/*', '/webhooks/*']);
    for (const behavior of behaviors) {
      expect(behavior).toMatchObject({
        ViewerProtocolPolicy: 'https-only',
        // AWS's own policies: CachingDisabled, AllViewerExceptHostHeader.
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      });
    }
  });

  it('keeps webhooks apart, so that neither waits for the other', () => {
    const apiOf = (key: string) =>
      JSON.stringify(
        ofType('AWS::ApiGatewayV2::Route').find(({ properties }) => properties['RouteKey'] === key)?.properties[
          'ApiId'
        ],
      );
    expect(apiOf('ANY /api/{proxy+}')).toBe(apiOf('GET /auth/{proxy+}'));
    expect(apiOf('POST /webhooks/{provider}/{hook}')).not.toBe(apiOf('ANY /api/{proxy+}'));
  });
});

const isOurs = ({ properties }: { readonly properties: Readonly<Record<string, unknown>> }): boolean =>
  JSON.stringify(properties['Environment'] ?? '').includes('CONCORD_STAGE');

describe('a domain of its own', () => {
  it('names the page, its API and webhooks, and switches off what AWS gives out', () => {
    expect(distributionIn(hosted).Aliases).toEqual(['sync.firm.example']);
    expect(distributionIn(hosted).ViewerCertificate).toMatchObject({
      AcmCertificateArn: ownHosts.certificateArn,
      MinimumProtocolVersion: 'TLSv1.2_2021',
    });
    const domains = ofType('AWS::ApiGatewayV2::DomainName', hosted).map(({ properties }) => properties['DomainName']);
    expect(domains).toEqual(['api.sync.firm.example', 'webhooks.sync.firm.example']);
    for (const { properties } of ofType('AWS::Lambda::Function', hosted).filter(isOurs))
      expect(properties['Environment']).toMatchObject({
        Variables: { CONCORD_WEBHOOK_URL: 'https://webhooks.sync.firm.example' },
      });
    for (const { properties } of ofType('AWS::ApiGatewayV2::Api', hosted))
      expect(properties['DisableExecuteApiEndpoint']).toBe(true);
    const origins = JSON.stringify(distributionIn(hosted).Origins);
    for (const { id } of ofType('AWS::ApiGatewayV2::DomainName', hosted))
      expect(origins).toContain(`"DomainName":{"Ref":"${id}"}`);
    expect(origins).not.toContain('execute-api');
  });

  it('is what the functions tell people, providers and members', () => {
    const names = ofType('AWS::Lambda::Function', hosted).flatMap(({ properties }) => {
      const { Variables } = (properties['Environment'] ?? {}) as { Variables?: Record<string, string> };
      return Variables?.['CONCORD_PUBLIC_URL'] === undefined ? [] : [Variables['CONCORD_PUBLIC_URL']];
    });
    expect(names).toEqual(Array.from({ length: 5 }, () => 'https://sync.firm.example'));
    const [identity] = ofType('AWS::SES::EmailIdentity', hosted);
    expect(identity?.properties['EmailIdentity']).toBe('sync.firm.example');
  });

  it('that is missing leaves the addresses of AWS on', () => {
    expect(ofType('AWS::ApiGatewayV2::DomainName')).toEqual([]);
    for (const { properties } of ofType('AWS::ApiGatewayV2::Api'))
      expect(properties['DisableExecuteApiEndpoint']).not.toBe(true);
    expect(JSON.stringify(distributionIn().Origins)).toContain('.execute-api.us-east-1.amazonaws.com');
  });
});
