using System.Security.Cryptography.X509Certificates;
using Drover.Doors.Certificates;
using Drover.Tests.Shared;
using Drover.Web.Tls;

namespace Drover.Web.Tests.Tls;

/// <summary>A certificate that a site gives in files, and renews there.</summary>
public sealed class GivenCertificateTests : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(10);

    private readonly Pem _files = new();
    private readonly ManualClock _clock = new();
    private readonly CapturedLog _log = new();

    public void Dispose()
    {
        _files.Dispose();
        _log.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_renewed_counts_from_the_next_look_on(bool isRsa)
    {
        _files.Write("first", isRsa);
        var given = Open();
        _files.Write("second", isRsa);
        Assert.Equal("CN=first", Shown(given).Subject);
        _clock.Advance(s_look);
        Assert.Equal("CN=second", Shown(given).Subject);
        Assert.Null(given.Authority);
    }

    [Fact]
    public void A_file_whose_content_has_not_changed_is_not_taken_anew()
    {
        _files.Write("first");
        var given = Open();
        var before = Shown(given);
        File.SetLastWriteTimeUtc(_files.Certificate, _clock.GetUtcNow().UtcDateTime);
        _clock.Advance(s_look);
        Assert.Same(before, Shown(given));
        Assert.Single(_log.Lines, line => line.Id == 1608);
    }

    [Fact]
    public void One_that_cannot_be_taken_leaves_that_of_before_and_is_told_once()
    {
        _files.Write("first");
        var given = Open();
        // Half of a renewal: the key is not there yet.
        var key = File.ReadAllText(_files.Key);
        _files.Write("second");
        File.WriteAllText(_files.Key, key);
        for (var look = 0; look < 3; look++)
        {
            _clock.Advance(s_look);
            Assert.Equal("CN=first", Shown(given).Subject);
        }
        Assert.Single(_log.Lines, line => line.Id == 1609);
        _files.Write("third");
        _clock.Advance(s_look);
        Assert.Equal("CN=third", Shown(given).Subject);
    }

    [Fact]
    public void At_the_start_it_must_be_there()
    {
        Assert.Equal("WEB_CERTIFICATE", Assert.Throws<DroverException>(Open).Code);
        _files.Write("first");
        File.WriteAllText(_files.Key, "nothing");
        Assert.Equal("WEB_CERTIFICATE", Assert.Throws<DroverException>(Open).Code);
    }

    [Fact]
    public void Certificates_between_it_and_its_authority_are_shown_too()
    {
        _files.WriteBelow("between", "first");
        Assert.Equal(["CN=between"], Open().Current.IntermediateCertificates.Select(certificate => certificate.Subject));
    }

    private GivenCertificate Open() => new(_files.Certificate, _files.Key, _clock, _log);

    private static X509Certificate2 Shown(GivenCertificate given) => given.Current.TargetCertificate;
}
