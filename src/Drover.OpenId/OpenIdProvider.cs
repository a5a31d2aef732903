using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Drover.Kernel;
using Drover.People.Accounts;
using Drover.Web.Sessions;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Drover.OpenId;

/// <summary>Signs users in by a provider of OpenID Connect: by a code that is good once, with PKCE (RFC 7636), state and nonce. From then on they have a session like everybody else.</summary>
public sealed class OpenIdProvider : IIdentityProvider, IDisposable
{
    private const int SecretBytes = 32, LongestName = 150, LongestParameter = 4_096, LargestAnswer = 1 << 20;

    private readonly OpenIdOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private readonly ProviderDocument _document;
    private readonly CodeExchange _exchange;
    private readonly IdTokenCheck _check;
    private readonly SealBox _box = new(RandomNumberGenerator.GetBytes(SecretBytes));
    private readonly SemaphoreSlim _places;

    /// <summary>Begins to ask the provider for its addresses and keys.</summary>
    /// <param name="options">Who it is.</param>
    /// <param name="clock">Ages tickets and tokens.</param>
    /// <param name="loggers">Makes the log.</param>
    public OpenIdProvider(OpenIdOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        (_options, _clock) = (options, clock);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = options.Timeout,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        _document = new ProviderDocument(options, _http, clock, loggers.CreateLogger(OpenIdLog.Category));
        (_exchange, _check, _places) = (new CodeExchange(options, _http), new IdTokenCheck(options, clock), new SemaphoreSlim(options.AtOnce, options.AtOnce));
    }

    /// <inheritdoc/>
    public string? Problem => _document.Problem is { } problem ? $"The provider {_options.Issuer} cannot be asked who somebody is: {problem}. Passwords and links work." : null;

    /// <inheritdoc/>
    public async Task<ProviderVisit> BeginAsync(Uri back, CancellationToken cancellationToken)
    {
        var provider = await _document.GetAsync(cancellationToken);
        var ticket = new Ticket(Secret(), Secret(), Secret(), back, _clock.GetUtcNow() + _options.Visit);
        var request = new OpenIdConnectMessage
        {
            IssuerAddress = provider.AuthorizationEndpoint,
            ClientId = _options.ClientId,
            ResponseType = OpenIdConnectResponseType.Code,
            Scope = "openid profile",
            RedirectUri = back.AbsoluteUri,
            State = ticket.State,
            Nonce = ticket.Nonce,
        };
        request.SetParameter("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(ticket.Verifier))));
        request.SetParameter("code_challenge_method", "S256");
        return new ProviderVisit(new Uri(request.BuildRedirectUrl()), ticket.Close(_box));
    }

    /// <inheritdoc/>
    public async Task<ProviderOutcome> FinishAsync(ProviderReturn back, CancellationToken cancellationToken)
    {
        if (!await _places.WaitAsync(0, cancellationToken))
            throw new DroverException("PROVIDER_BUSY", "Too many want to sign in at this moment. Try again in some seconds.");
        try
        {
            var token = await ProveAsync(back, cancellationToken);
            var name = token.TryGetPayloadValue(_options.NameClaim, out string? told) && told is not null ? told : throw new RefusedException($"the ID token has no claim {_options.NameClaim}");
            if (name.Length is 0 or > LongestName || !Principal.TryParse($"oidc:{name}", out var user))
                throw new RefusedException($"the name in the claim {_options.NameClaim} has a blank, or a letter that is not of ASCII, or is too long");
            return RoleRule.RoleOf(_options.Roles, claim => token.Claims.Where(one => one.Type == claim).Select(one => one.Value)) is { } role
                ? ProviderOutcome.Of(user, role)
                : ProviderOutcome.Refused($"{user} has no claim to which oidc-roles gives a role");
        }
        catch (RefusedException e)
        {
            return ProviderOutcome.Refused(e.Message);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _document.Dispose();
        _http.Dispose();
        _places.Dispose();
    }

    private async Task<JsonWebToken> ProveAsync(ProviderReturn back, CancellationToken cancellationToken)
    {
        if (Ticket.Open(_box, back.Ticket, _clock.GetUtcNow()) is not { } ticket)
            throw new RefusedException("the browser has not begun to sign in here, or too long ago");
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(back.State ?? ""), Encoding.UTF8.GetBytes(ticket.State)))
            throw new RefusedException("the answer belongs to another sign-in");
        var provider = await _document.GetAsync(cancellationToken);
        // RFC 9207: where it is said who answers, it must be the one that was asked.
        if (back.Issuer is not null && back.Issuer != provider.Issuer)
            throw new RefusedException("another provider has answered");
        if (back.Code is not { Length: > 0 and <= LongestParameter } code)
            throw new RefusedException($"the provider has refused ({(back.Error is { Length: > 0 and <= 50 } error && error.All(c => c is > ' ' and < '\u007f') ? error : "no code")})");
        var text = await _exchange.RedeemAsync(code, ticket, provider, cancellationToken);
        try
        {
            return await _check.CheckAsync(text, ticket.Nonce, provider);
        }
        catch (SecurityTokenSignatureKeyNotFoundException)
        {
            return await CheckAnewAsync(text, ticket, cancellationToken);
        }
    }

    /// <summary>The provider may have another key since it was asked.</summary>
    private async Task<JsonWebToken> CheckAnewAsync(string text, Ticket ticket, CancellationToken cancellationToken)
    {
        try
        {
            return await _check.CheckAsync(text, ticket.Nonce, await _document.GetAnewAsync(cancellationToken));
        }
        catch (SecurityTokenSignatureKeyNotFoundException)
        {
            throw new RefusedException("the ID token is signed by a key that the provider does not tell");
        }
    }

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
}
