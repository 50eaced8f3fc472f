/** What `/.well-known/oauth-authorization-server` says, all addresses on the sandbox itself. */
export function createMetadata(issuer: string) {
  const authMethods = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt'];
  return {
    issuer,
    authorization_endpoint: `${issuer}/v2/oauth/authorize`,
    token_endpoint: `${issuer}/v2/oauth/token`,
    userinfo_endpoint: `${issuer}/v2/oauth/verify`,
    response_types_supported: ['code', 'token'],
    jwks_uri: `${issuer}/oauth/jwks`,
    revocation_endpoint: `${issuer}/v2/oauth/revoke`,
    subject_types_supported: ['public'],
    revocation_endpoint_auth_methods_supported: authMethods,
    token_endpoint_auth_methods_supported: authMethods,
    id_token_signing_alg_values_supported: ['HS256'],
    token_endpoint_auth_signing_alg_values_supported: ['HS256'],
    code_challenge_methods_supported: ['S256'],
  };
}
