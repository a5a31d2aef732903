using Drover.Lava.Curve;

namespace Drover.Lava.Tests.Curve;

/// <summary>Certificate files, ours and pyzmq's.</summary>
public sealed class CurveFileTests : IDisposable
{
    private const string Key = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";
    private readonly string _directory = Directory.CreateTempSubdirectory("drl").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Pyzmq_reads_what_is_written_and_only_the_owner_can_read_the_secret()
    {
        var made = CurveCertificate.New();
        CurveFile.WritePair(_directory, "board-1", made);
        var secret = Path.Combine(_directory, "board-1.key_secret");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(secret));
        Assert.Equal(made, CurveFile.Read(secret));
        Assert.Equal(made with { SecretKey = null }, CurveFile.Read(Path.Combine(_directory, "board-1.key")));
        Assert.Equal($"{made.PublicKey} {made.SecretKey}", await Python.RunAsync($"import zmq.auth; print(*[k.decode() for k in zmq.auth.load_certificate('{secret}')])"));
        Assert.DoesNotContain(made.SecretKey!, made.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_pyzmq_has_written_is_read()
    {
        var keys = await Python.RunAsync($"import zmq.auth; p, s = zmq.auth.create_certificates('{_directory}', 'a', {{'email': 'x'}}); print(*[k.decode() for k in zmq.auth.load_certificate(s)])");
        var read = CurveFile.Read(Path.Combine(_directory, "a.key_secret"));
        Assert.Equal(keys, $"{read.PublicKey} {read.SecretKey}");
        Assert.True(read.IsPair());
    }

    [Fact]
    public void A_file_that_is_there_is_not_replaced()
    {
        CurveFile.WritePair(_directory, "board-1", CurveCertificate.New());
        var before = File.ReadAllText(Path.Combine(_directory, "board-1.key"));
        Assert.Equal("LAVA_CERTIFICATE", Assert.Throws<DroverException>(() => CurveFile.WritePair(_directory, "board-1", CurveCertificate.New())).Code);
        Assert.Equal(before, File.ReadAllText(Path.Combine(_directory, "board-1.key")));
    }

    [Fact]
    public void A_key_may_hold_every_character_that_means_something_elsewhere()
    {
        const string Odd = "0#{$*=&<>()[]@%^!/?.-:+0123456789abcdefg";
        Assert.Equal(Odd, CurveFile.Read(Write($"# a comment\n\nmetadata\n    name = value\ncurve\n    public-key = \"{Odd}\"\n")).PublicKey);
    }

    [Theory]
    [InlineData("curve\n", "has no line 'public-key = \"...\"': it is no certificate.")]
    [InlineData("", "has no line 'public-key = \"...\"': it is no certificate.")]
    [InlineData("# public-key = \"" + Key + "\"\n", "has no line 'public-key = \"...\"': it is no certificate.")]
    [InlineData("curve\n    public-key = \"short\"\n", ", line 2: a key is 40 characters of Z85 in quotes.")]
    [InlineData("curve\n  public-key = \"" + Key + "\"\n  secret-key = \"  \"\n", ", line 3: a key is 40 characters of Z85 in quotes.")]
    public void A_file_that_is_no_certificate_is_named_with_the_line(string text, string problem)
    {
        var path = Write(text);
        Assert.Equal(problem.StartsWith(',') ? path + problem : $"{path} {problem}", Assert.Throws<DroverException>(() => CurveFile.Read(path)).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.StartsWith("/nowhere/a.key cannot be read: ", Assert.Throws<DroverException>(() => CurveFile.Read("/nowhere/a.key")).Message, StringComparison.Ordinal);

    private string Write(string text)
    {
        var path = Path.Combine(_directory, "x.key");
        File.WriteAllText(path, text);
        return path;
    }
}
