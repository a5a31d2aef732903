using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Drover.Tests.Shared;

/// <summary>A provider of OpenID Connect over real HTTP, made of OpenIddict. Everybody who comes there is who the test says.</summary>
internal sealed class OpenIdServer : IAsyncDisposable
{
    /// <summary>What the daemon is called here, and by what it proves that.</summary>
    public const string ClientId = "drover", Secret = "s3cret of the client";

    private WebApplication _app;

    private OpenIdServer(WebApplication app) => _app = app;

    /// <summary>The clock of the provider.</summary>
    public ManualClock Clock { get; } = Now();

    /// <summary>Who is there.</summary>
    public string User { get; set; } = "ada";

    public string[] Groups { get; set; } = ["staff"];

    public bool Refuses { get; set; }

    public Uri Address { get; private set; } = null!;

    /// <param name="port">0 for a free one.</param>
    /// <param name="issuer">What it calls itself; null for its address.</param>
    public static async Task<OpenIdServer> StartAsync(int port = 0, string? issuer = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var provider = new OpenIdServer(null!);
        var database = Guid.NewGuid().ToString();
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddLogging();
        builder.Services.AddRouting();
        builder.Services.AddDbContext<DbContext>(options => options.UseInMemoryDatabase(database).UseOpenIddict());
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<DbContext>())
            .AddServer(server =>
            {
                server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                server.RegisterScopes(Scopes.Profile);
                // Of kinds that are made at once: keys of RSA take their time on a busy machine.
                server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32))).AddSigningKey(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)));
                server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement();
                server.Configure(options => options.TimeProvider = provider.Clock);
                if (issuer is not null)
                    server.SetIssuer(issuer);
            });
        var app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        app.MapGet("connect/authorize", provider.Authorize);
        await app.StartAsync(TestContext.Current.CancellationToken);
        provider._app = app;
        provider.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return provider;
    }

    /// <summary>Tells the provider of a daemon.</summary>
    /// <param name="daemon">Where browsers find it.</param>
    public async Task RegisterAsync(Uri daemon)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = ClientId,
            ClientSecret = Secret,
            RedirectUris = { new Uri(daemon, "/sign-in/openid/back") },
            Permissions = { Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code, Permissions.Scopes.Profile },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        }, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private IResult Authorize(HttpContext http)
    {
        string[] schemes = [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme];
        if (Refuses)
            return Results.Forbid(new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.AccessDenied }), schemes);
        var identity = new ClaimsIdentity("test", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, "17").SetClaim(Claims.PreferredUsername, User).SetClaims("groups", [.. Groups]);
        identity.SetScopes(http.GetOpenIddictServerRequest()!.GetScopes());
        identity.SetDestinations(_ => [Destinations.IdentityToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: schemes[0]);
    }

    /// <summary>OpenIddict makes some of its times by the clock of the machine.</summary>
    public static ManualClock Now()
    {
        var clock = new ManualClock();
        clock.TurnWallClock(DateTimeOffset.UtcNow - clock.GetUtcNow());
        return clock;
    }
}
