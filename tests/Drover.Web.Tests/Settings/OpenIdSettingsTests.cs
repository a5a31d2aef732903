using System.Collections;
using Drover.Daemon;
using Drover.Daemon.Settings;
using Drover.OpenId;
using Drover.People.Roles;

namespace Drover.Web.Tests.Settings;

/// <summary>By which provider users sign in.</summary>
public sealed class OpenIdSettingsTests : IDisposable
{
    private readonly string _secret = Path.GetTempFileName();

    public void Dispose() => File.Delete(_secret);

    [Fact]
    public void Without_a_word_there_is_none_and_with_all_there_is_one()
    {
        Assert.Null(RoomOptions.OpenId(Load()));
        File.WriteAllText(_secret, "s3cret\n");
        var options = RoomOptions.OpenId(Load("--oidc-issuer", "https://id.example/realm", "--oidc-client-id", "drover", "--oidc-client-secret-file", _secret, "--oidc-roles", "groups=staff:viewer", "--oidc-name", "email"))!;
        Assert.Equal(("https://id.example/realm", "drover", "s3cret", "email"), (options.Issuer.AbsoluteUri, options.ClientId, options.ClientSecret, options.NameClaim));
        Assert.Equal([new RoleRule("groups", "staff", PersonRole.Viewer)], options.Roles);
    }

    [Theory]
    [InlineData("oidc-client-id", "--oidc-issuer", "https://id.example")]
    [InlineData("oidc-roles", "--oidc-issuer", "https://id.example", "--oidc-client-id", "drover")]
    [InlineData("oidc-issuer", "--oidc-client-secret-file", "/secret")]
    [InlineData("https", "--oidc-issuer", "http://id.example", "--oidc-client-id", "drover", "--oidc-roles", "groups=staff:viewer")]
    [InlineData("/nowhere/secret", "--oidc-issuer", "https://id.example", "--oidc-client-id", "drover", "--oidc-roles", "groups=staff:viewer", "--oidc-client-secret-file", "/nowhere/secret")]
    [InlineData("oidc-roles", "--oidc-issuer", "https://id.example", "--oidc-client-id", "drover", "--oidc-roles", "staff")]
    public void What_is_missing_or_wrong_is_told(string named, params string[] arguments)
    {
        var refusal = Assert.Throws<SettingsException>(() => RoomOptions.OpenId(Load(arguments)));
        Assert.Equal("SETTING_INVALID", refusal.Code);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    private static DaemonSettings Load(params string[] arguments) => DaemonSettings.Load(CommandLine.Parse(arguments), new Hashtable(), new DefaultPlaces("/s", "/r", "", "n1"));
}
