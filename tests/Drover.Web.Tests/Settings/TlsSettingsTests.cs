using System.Collections;
using Drover.Daemon;
using Drover.Daemon.Settings;

namespace Drover.Web.Tests.Settings;

/// <summary>Whether and by what the web server encrypts.</summary>
public sealed class TlsSettingsTests
{
    [Fact]
    public void Without_a_word_nothing_is_encrypted_and_with_it_by_an_own_authority_in_the_state_directory()
    {
        Assert.Null(RoomOptions.Tls(Load()));
        var own = RoomOptions.Tls(Load("--web-tls", "--http-host", "farm.example"))!;
        Assert.Equal(("/s/web-ca.pem", null, TimeSpan.FromDays(90)), (own.AuthorityFile, own.CertificateFile, own.CertificateTime));
        Assert.Equal(["n1", "farm.example"], own.HostNames);
    }

    [Fact]
    public void A_given_certificate_is_used_and_browsers_are_held_to_it()
    {
        var settings = Load("--web-tls", "--web-certificate", "/c.pem", "--web-key", "/k.pem");
        Assert.Equal(("/c.pem", "/k.pem"), (RoomOptions.Tls(settings)!.CertificateFile, RoomOptions.Tls(settings)!.KeyFile));
        Assert.True(RoomOptions.Web(settings, new(settings, 4096)).InsistsOnTls);
        var own = Load("--web-tls");
        Assert.False(RoomOptions.Web(own, new(own, 4096)).InsistsOnTls);
    }

    [Theory]
    [InlineData("web-key", "--web-tls", "--web-key", "/k.pem")]
    [InlineData("web-certificate", "--web-tls", "--web-certificate", "/c.pem")]
    [InlineData("web-tls", "--web-certificate", "/c.pem", "--web-key", "/k.pem")]
    public void Half_a_wish_is_refused(string named, params string[] arguments)
    {
        var refusal = Assert.Throws<SettingsException>(() => RoomOptions.Tls(Load(arguments)));
        Assert.Equal("SETTING_INVALID", refusal.Code);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://drover.example", true)]
    [InlineData("https://drover.example:8443,http://[::1]:8080", true)]
    [InlineData("drover.example", false)]
    [InlineData("https://drover.example/", false)]
    [InlineData("https://drover.example:443", false)]
    [InlineData("https://Drover.example", false)]
    [InlineData("https://ada@drover.example", false)]
    [InlineData("https://drover.example,", false)]
    public void An_address_of_a_proxy_is_written_as_browsers_send_it(string text, bool isOne)
    {
        var problem = Record.Exception(() => Assert.Equal(text.Split(','), RoomOptions.Web(Load("--web-origin", text), new(Load(), 4096)).Origins));
        Assert.Equal(isOne ? null : "SETTING_INVALID", (problem as SettingsException)?.Code);
        Assert.Equal(isOne, problem is null);
    }

    private static DaemonSettings Load(params string[] arguments) => DaemonSettings.Load(CommandLine.Parse(arguments), new Hashtable(), new DefaultPlaces("/s", "/r", "", "n1"));
}
