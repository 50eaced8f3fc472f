export type PolicyParts = {
  /** Of this request alone, base64. */
  readonly nonce: string;
  readonly imageOrigin: string;
  /** The market pages ask ESI themselves: prices of EVE need no way through us. */
  readonly esiOrigin: string;
  /** Of the gateways: not every browser takes our own origin for it. */
  readonly realtimeOrigin: string;
  /** Signing in posts to us and is redirected there; browsers check both ends. */
  readonly ssoOrigin: string;
  /** Hot reload evaluates code and writes style elements. */
  readonly isDevelopment: boolean;
};

/** The Content-Security-Policy: our own files, scripts by nonce, pictures and data of EVE, nothing else. */
export function contentSecurityPolicy(parts: PolicyParts): string {
  const { nonce, imageOrigin, esiOrigin, realtimeOrigin, ssoOrigin, isDevelopment } = parts;
  const directives: Record<string, string> = {
    'default-src': `'self'`,
    'script-src': `'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? ` 'unsafe-eval'` : ''}`,
    'style-src': isDevelopment ? `'self' 'unsafe-inline'` : `'self' 'nonce-${nonce}'`,
    'img-src': `'self' data: ${imageOrigin}`,
    'font-src': `'self'`,
    'connect-src': `'self' ${realtimeOrigin} ${esiOrigin}`,
    'object-src': `'none'`,
    'base-uri': `'none'`,
    'frame-ancestors': `'none'`,
    'form-action': `'self' ${ssoOrigin}`,
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
