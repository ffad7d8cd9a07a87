import type { Assembly } from './assembly.ts';

/** The page as the template has it: folders with files, the later over the earlier, and the headers of all of them. */
export type PagePart = {
  readonly folders: readonly PageFolder[];
  /** Lower-case name → value. */
  readonly headers: Readonly<Record<string, string>>;
};
export type PageFolder = {
  /** Where its files stand below the page: empty, or ending in a slash. */
  readonly prefix: string;
  readonly dir: string;
  readonly cacheControl: string;
};

type Properties = Readonly<Record<string, unknown>>;

/** From CDK's copier of files into a bucket. */
export function toPageFolder(properties: Properties, { assets }: Assembly): PageFolder {
  const [key = ''] = (properties['SourceObjectKeys'] ?? []) as readonly string[];
  const dir = assets.get(key);
  if (dir === undefined) throw new Error(`The files of the page (${key}) are not among the assets.`);
  const prefix = properties['DestinationBucketKeyPrefix'];
  const metadata = (properties['SystemMetadata'] ?? {}) as Readonly<Record<string, string>>;
  const cacheControl = metadata['cache-control'];
  if (cacheControl === undefined) throw new Error('The template does not say how long files of the page may be kept.');
  return { prefix: typeof prefix === 'string' ? `${prefix}/` : '', dir, cacheControl };
}

type Headers = {
  readonly SecurityHeadersConfig?: {
    readonly ContentSecurityPolicy?: { readonly ContentSecurityPolicy: string };
    readonly ContentTypeOptions?: object;
    readonly FrameOptions?: { readonly FrameOption: string };
    readonly ReferrerPolicy?: { readonly ReferrerPolicy: string };
  };
  readonly CustomHeadersConfig?: {
    readonly Items: readonly { readonly Header: string; readonly Value: string }[];
  };
};

/** What CloudFront would add. Strict-Transport-Security means nothing without TLS, and is left out. */
export function toPageHeaders(properties: Properties): Readonly<Record<string, string>> {
  const { SecurityHeadersConfig: security = {}, CustomHeadersConfig: custom } = properties[
    'ResponseHeadersPolicyConfig'
  ] as Headers;
  const named = {
    'content-security-policy': security.ContentSecurityPolicy?.ContentSecurityPolicy,
    'x-content-type-options': security.ContentTypeOptions === undefined ? undefined : 'nosniff',
    'x-frame-options': security.FrameOptions?.FrameOption,
    'referrer-policy': security.ReferrerPolicy?.ReferrerPolicy,
  };
  const given = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const more = (custom?.Items ?? []).map(({ Header, Value }) => [Header.toLowerCase(), Value] as const);
  return Object.fromEntries([...given, ...more]);
}
