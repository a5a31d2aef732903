using System.Net;
using System.Security.Cryptography.X509Certificates;
using Drover.Doors.Certificates;
using Drover.Tests.Shared;
using Drover.Web.Tls;

namespace Drover.Web.Tests.Tls;

/// <summary>The daemon's own authority and its certificates.</summary>
public sealed class OwnCertificateTests : IDisposable
{
    private readonly Pem _files = new();
    private readonly ManualClock _clock = new();
    private readonly CapturedLog _log = new();

    public void Dispose()
    {
        _files.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void The_authority_is_made_once_and_nobody_else_reads_its_key()
    {
        using var first = Open();
        using var second = Open();
        Assert.Equal(first.Authority, second.Authority);
        Assert.NotEqual(Shown(first).SerialNumber, Shown(second).SerialNumber);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_files["ca.pem"]));
        Assert.DoesNotContain("PRIVATE", first.Authority, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_trusts_the_authority_knows_the_daemon_by_each_of_its_names_and_addresses()
    {
        using var own = Open();
        var shown = Shown(own);
        Assert.All(["localhost", "one.example", "other.example", "127.0.0.1", "::1", "192.0.2.7"], name => Assert.True(shown.MatchesHostname(name), name));
        Assert.False(shown.MatchesHostname("elsewhere.example"));
        Assert.True(IsTrusted(own, shown));
        using var other = new Pem();
        using var stranger = Open(other["ca.pem"]);
        Assert.False(IsTrusted(stranger, shown));
        // It makes no others.
        Assert.False(shown.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
    }

    [Fact]
    public void A_certificate_is_replaced_when_a_third_of_its_time_is_left()
    {
        using var own = Open();
        var before = Shown(own);
        _clock.Advance(TimeSpan.FromDays(60) - TimeSpan.FromSeconds(1));
        Assert.Same(before, Shown(own));
        _clock.Advance(TimeSpan.FromMinutes(1));
        var after = Shown(own);
        Assert.NotEqual(before.SerialNumber, after.SerialNumber);
        Assert.True(after.NotAfter > before.NotAfter && IsTrusted(own, after));
        Assert.Equal(2, _log.Lines.Count(line => line.Id == 1608));
    }

    [Fact]
    public void An_authority_that_would_end_before_its_certificates_is_made_anew()
    {
        using var before = Open();
        _clock.Advance(TimeSpan.FromDays(20 * 365 - 89));
        using var after = Open();
        Assert.NotEqual(before.Authority, after.Authority);
        Assert.True(IsTrusted(after, Shown(after)));
    }

    [Fact]
    public void A_file_that_is_no_authority_is_told_and_left()
    {
        File.WriteAllText(_files["ca.pem"], "nothing");
        Assert.Equal("WEB_CA", Assert.Throws<DroverException>(() => Open()).Code);
        Assert.Equal("nothing", File.ReadAllText(_files["ca.pem"]));
    }

    private OwnCertificate Open(string? file = null) => new(
        new WebTlsOptions { AuthorityFile = file ?? _files["ca.pem"], HostNames = ["one.example", "other.example"] }, "one", IPAddress.Parse("192.0.2.7"), _clock, _log);

    private static X509Certificate2 Shown(OwnCertificate own) => own.Current.TargetCertificate;

    private bool IsTrusted(OwnCertificate authority, X509Certificate2 certificate)
    {
        using var root = X509Certificate2.CreateFromPem(authority.Authority);
        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
                VerificationTime = _clock.GetUtcNow().UtcDateTime, CustomTrustStore = { root }, ApplicationPolicy = { new("1.3.6.1.5.5.7.3.1") },
            },
        };
        return chain.Build(certificate);
    }
}
