using System.Security.Cryptography;
using Drover.OpenId;
using Drover.People.Roles;
using Drover.Tests.Shared;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Drover.Web.Tests.OpenId;

/// <summary>Which ID tokens are taken.</summary>
public sealed class IdTokenTests : IDisposable
{
    private const string Issuer = "https://id.example", Client = "drover", Nonce = "n0nce", Secret = "a secret of the client that is long enough";

    private static readonly DateTimeOffset s_now = new ManualClock().GetUtcNow();

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256), _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _key.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData("a good one", null)]
    [InlineData("for several, and this one is named", null)]
    [InlineData("a minute over", null)]
    [InlineData("another issuer", "InvalidIssuer")]
    [InlineData("another audience", "InvalidAudience")]
    [InlineData("for several", "another program")]
    [InlineData("for another party", "another program")]
    [InlineData("no end", "Lifetime")]
    [InlineData("over", "Lifetime")]
    [InlineData("not yet good", "Lifetime")]
    [InlineData("no nonce", "another sign-in")]
    [InlineData("another nonce", "another sign-in")]
    [InlineData("not signed", "")]
    [InlineData("signed by the secret", "")]
    [InlineData("signed by another key", "")]
    [InlineData("no token", "")]
    public async Task One_is_taken_that_was_made_for_this_daemon_and_this_sign_in(string kind, string? reason)
    {
        var known = new ECDsaSecurityKey(_key) { KeyId = "k" };
        var provider = new OpenIdConnectConfiguration { Issuer = Issuer };
        provider.SigningKeys.Add(known);
        var clock = new ManualClock();
        var options = new OpenIdOptions { Issuer = new Uri(Issuer), ClientId = Client, Roles = [] };
        var problem = await Record.ExceptionAsync(() => new IdTokenCheck(options, clock).CheckAsync(TokenOf(kind, known), Nonce, provider));
        if (reason is null)
            Assert.Null(problem);
        else
            Assert.Contains(reason, Assert.IsAssignableFrom<Exception>(problem).Message, StringComparison.Ordinal);
        Assert.True(problem is null or RefusedException || (problem is SecurityTokenSignatureKeyNotFoundException && kind.StartsWith("signed by", StringComparison.Ordinal)), problem?.ToString());
    }

    [Theory]
    [InlineData("groups=staff:viewer", "staff", PersonRole.Viewer)]
    [InlineData("groups=staff:viewer,groups=ops:admin", "staff,ops", PersonRole.Admin)]
    [InlineData("groups=ops:admin,groups=*:viewer", "staff", PersonRole.Viewer)]
    [InlineData("groups=urn:ops:operator", "urn:ops", PersonRole.Operator)]
    [InlineData("groups=ops:admin", "OPS", null)]
    [InlineData("role=ops:admin", "ops", null)]
    [InlineData("groups=*:viewer", "", null)]
    public void The_highest_role_of_the_claims_counts(string rules, string groups, PersonRole? expected)
    {
        Assert.True(RoleRule.TryParse(rules, out var read));
        Assert.Equal(expected, RoleRule.RoleOf(read, claim => claim == "groups" ? groups.Split(',', StringSplitOptions.RemoveEmptyEntries) : []));
    }

    [Theory]
    [InlineData("")]
    [InlineData("staff:viewer")]
    [InlineData("groups=staff")]
    [InlineData("groups=:viewer")]
    [InlineData("=staff:viewer")]
    [InlineData("groups=staff:root")]
    [InlineData("groups=staff:2")]
    [InlineData("groups=staff:viewer,")]
    public void What_is_no_rule_is_told(string text) => Assert.False(RoleRule.TryParse(text, out _));

    private string TokenOf(string kind, SecurityKey known)
    {
        var now = s_now.UtcDateTime;
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = kind == "another issuer" ? "https://other.example" : Issuer,
            ["sub"] = "17",
            ["nonce"] = kind == "another nonce" ? "other" : Nonce,
            ["aud"] = kind switch { "another audience" => ["other"], "for several" or "for several, and this one is named" => new[] { Client, "other" }, _ => [Client] },
            ["exp"] = EpochTime.GetIntDate(kind switch { "over" => now.AddMinutes(-2), "a minute over" => now.AddSeconds(-50), _ => now.AddMinutes(5) }),
        };
        if (kind == "no nonce")
            claims.Remove("nonce");
        if (kind == "no end")
            claims.Remove("exp");
        if (kind == "not yet good")
            claims["nbf"] = EpochTime.GetIntDate(now.AddMinutes(2));
        if (kind is "for another party" or "for several, and this one is named")
            claims["azp"] = kind == "for another party" ? "other" : Client;
        return kind == "no token" ? "x.y.z" : new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = kind switch
            {
                "not signed" => null,
                "signed by the secret" => new SigningCredentials(new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(Secret)), SecurityAlgorithms.HmacSha256),
                "signed by another key" => new SigningCredentials(new ECDsaSecurityKey(_other) { KeyId = "other" }, SecurityAlgorithms.EcdsaSha256),
                _ => new SigningCredentials(known, SecurityAlgorithms.EcdsaSha256),
            },
        });
    }
}
