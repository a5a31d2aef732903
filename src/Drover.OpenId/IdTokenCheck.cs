using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Drover.OpenId;

/// <summary>Whether an ID token is one that the provider has made for this daemon and this sign-in (OpenID Connect Core, 3.1.3.7).</summary>
internal sealed class IdTokenCheck(OpenIdOptions options, TimeProvider clock)
{
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(1);

    // Those of two keys: with one for both, who checks a token could have made it.
    private static readonly string[] s_algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <summary>The token, once it is found to be good.</summary>
    /// <exception cref="RefusedException">It is not.</exception>
    /// <exception cref="SecurityTokenSignatureKeyNotFoundException">It is signed by a key that is not known: the provider may have a new one.</exception>
    public async Task<JsonWebToken> CheckAsync(string text, string nonce, OpenIdConnectConfiguration provider)
    {
        var result = await _handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            ValidIssuer = provider.Issuer,
            ValidAudience = options.ClientId,
            IssuerSigningKeys = provider.SigningKeys,
            ValidAlgorithms = s_algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => IsInTime(from, until),
        });
        if (!result.IsValid)
            throw result.Exception is SecurityTokenSignatureKeyNotFoundException unknown ? unknown : new RefusedException($"the ID token is not good ({Kind(result.Exception)})");
        var token = (JsonWebToken)result.SecurityToken;
        if (!token.TryGetPayloadValue("nonce", out string? told) || told is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(told), Encoding.UTF8.GetBytes(nonce)))
            throw new RefusedException("the ID token was made for another sign-in");
        var isForSeveral = token.Audiences.Skip(1).Any();
        if (token.TryGetPayloadValue("azp", out string? party) ? party != options.ClientId : isForSeveral)
            throw new RefusedException("the ID token was made for another program");
        return token;
    }

    private bool IsInTime(DateTime? from, DateTime? until)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return until + s_skew > now && (from is null || from - s_skew <= now);
    }

    private static string Kind(Exception problem) => problem.GetType().Name.Replace("SecurityToken", "", StringComparison.Ordinal).Replace("Exception", "", StringComparison.Ordinal);
}
