/** Words that are nowhere else, one for each thing that must not show up where it does not belong. */
export const canaries = {
  prompt: 'canary-prompt-3f9a1c',
  system: 'canary-system-message-77b2',
  answer: 'canary-answer-b81d02',
  metadata: 'canary-metadata-e5c6',
  apiKey: 'canary-api-key-5d0c7e9a41b2',
  providerKey: 'sk-canary-provider-key-90aa',
  redisPassword: 'canary-redis-password-1b7f',
  adminPassword: 'canary-admin-password-c2d8',
  wrongKey: 'canary-wrong-key-0123456789',
  wrongPassword: 'canary-wrong-password-4e4e',
  upstream: 'canary-said-by-the-upstream-6a',
  badJson: 'canary-in-bad-json-d9d9',
  fieldName: `canary-field-name-${'x'.repeat(80)}`,
  fieldValue: 'canary-value-that-does-not-fit',
  header: 'canary-header-2c2c',
  query: 'canary-query-8e8e',
  path: 'canary-path-a7a7',
  webhookPath: 'canary-webhook-path-d3d3',
  webhookQuery: 'canary-webhook-query-b5b5',
  // Of the words canary-webhook-signing-secret.
  webhookSecret: 'whsec_Y2FuYXJ5LXdlYmhvb2stc2lnbmluZy1zZWNyZXQ=',
  webhookNote: 'canary-webhook-note-f0f0',
  receiver: 'canary-said-by-the-receiver-9c',
} as const;

type Name = keyof typeof canaries;

/** Which of them a text holds, plainly or as a URL or Base64 would write them. */
export const canariesIn = (text: string, but: readonly Name[] = []): Name[] =>
  (Object.keys(canaries) as Name[]).filter((name) => {
    const plain = canaries[name];
    return (
      !but.includes(name) && [plain, encodeURIComponent(plain), Buffer.from(plain).toString('base64')].some((form) => text.includes(form))
    );
  });
