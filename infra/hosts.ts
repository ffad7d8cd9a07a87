/** The page, and beside it one host for its API and one for webhooks, so that neither waits for the other. */
export const hostsOf = (domain: string) => ({ page: domain, api: `api.${domain}`, webhooks: `webhooks.${domain}` });
